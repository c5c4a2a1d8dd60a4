//! Typed questions on the screen: a field for each, what is wrong with it below, and the answers once nothing is.

use leptos::html;
use leptos::prelude::*;
use postern_shared::form::{Answers, Field, Kind, Label, Shape, Wrong};
use web_sys::{KeyboardEvent, SubmitEvent};

use super::shown_text;
use crate::parts::{CancelButton, Dialog};
use crate::words::{Locale, Text, td_string, use_i18n};

/// Asks in a dialog. Whoever shows it takes it away: on `cancel`, and with the answers.
#[component]
pub(super) fn FormDialog(
    /// What is asked for.
    title: Text,
    fields: Vec<Field>,
    /// What the button does.
    act: Text,
    submit: impl Fn(Answers) + Send + 'static,
    cancel: impl Fn() + Copy + Send + 'static,
) -> impl IntoView {
    view! {
        <Dialog class="slim" labelled_by="asked-title" on_close=cancel>
            <header>
                <h2 id="asked-title">{title}</h2>
            </header>
            <Form fields submit>
                <footer>
                    <CancelButton cancel />
                    <span class="grow"></span>
                    <button type="submit" class="primary">
                        {act}
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </Form>
        </Dialog>
    }
}

/// Where a field's text is: in the browser's own element and nowhere else, for it may be secret.
#[derive(Clone, Copy)]
enum Control {
    Line(NodeRef<html::Input>),
    Lines(NodeRef<html::Textarea>),
    Choice(NodeRef<html::Select>),
}

/// A field on the screen.
#[derive(Clone, Copy)]
struct Shown {
    at: usize,
    field: StoredValue<Field>,
    control: Control,
    wrong: RwSignal<Option<Wrong>>,
}

/// The fields and, below them, what sends them: a button of type `submit` among the children.
#[component]
pub(super) fn Form(
    fields: Vec<Field>,
    submit: impl Fn(Answers) + Send + 'static,
    children: Children,
) -> impl IntoView {
    let all: Vec<Shown> =
        fields.iter().cloned().enumerate().map(|(at, field)| Shown::new(at, field)).collect();
    if let Some(first) = all.first().copied() {
        Effect::new(move || first.control.focus());
    }
    let asked = all.clone();
    let sent = move |event: SubmitEvent| {
        event.prevent_default();
        for shown in &asked {
            shown.check();
        }
        if let Some(first) = asked.iter().find(|shown| shown.wrong.with_untracked(Option::is_some)) {
            return first.control.focus();
        }
        let typed = |label: &Label| {
            let shown = asked.iter().find(|shown| shown.field.with_value(|field| field.label == *label));
            shown.map(|shown| shown.control.value()).unwrap_or_default()
        };
        if let Ok(answers) = Answers::read(&fields, typed) {
            submit(answers);
        }
    };
    view! {
        <form class="asked" novalidate on:submit=sent>
            <section>{all.into_iter().map(|shown| view! { <FieldView shown /> }).collect_view()}</section>
            {children()}
        </form>
    }
}

impl Shown {
    fn new(at: usize, field: Field) -> Self {
        let control = match field.kind {
            Kind::Lines | Kind::Shaped(Shape::PublicKeys) => Control::Lines(NodeRef::new()),
            Kind::Text | Kind::Path | Kind::Number { .. } | Kind::Secret | Kind::Shaped(_) => {
                Control::Line(NodeRef::new())
            }
            Kind::Choice(_) => Control::Choice(NodeRef::new()),
        };
        Self { at, field: StoredValue::new(field), control, wrong: RwSignal::new(None) }
    }

    fn check(self) {
        let typed = self.control.value();
        self.wrong.set(self.field.with_value(|field| field.read(&typed)).err());
    }

    /// Names an element of this field.
    fn id(self, part: &str) -> String {
        format!("asked-{}-{part}", self.at)
    }
}

impl Control {
    fn value(self) -> String {
        match self {
            Self::Line(element) => element.get_untracked().map(|element| element.value()),
            Self::Lines(element) => element.get_untracked().map(|element| element.value()),
            Self::Choice(element) => element.get_untracked().map(|element| element.value()),
        }
        .unwrap_or_default()
    }

    /// Gives it the keyboard, what it holds selected; tracked until it is there.
    fn focus(self) {
        match self {
            Self::Line(element) => {
                if let Some(element) = element.get() {
                    let _ = element.focus();
                    element.select();
                }
            }
            Self::Lines(element) => {
                if let Some(element) = element.get() {
                    let _ = element.focus();
                }
            }
            Self::Choice(element) => {
                if let Some(element) = element.get() {
                    let _ = element.focus();
                }
            }
        }
    }
}

#[component]
fn FieldView(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let name = move || shown.field.with_value(|field| label(i18n.get_locale(), field));
    let hint = move || shown.field.with_value(|field| hint(i18n.get_locale(), &field.kind));
    let says = move || match shown.wrong.get() {
        Some(wrong) => Some(tell(i18n.get_locale(), wrong)),
        None => hint(),
    };
    let is_wrong = move || shown.wrong.with(Option::is_some);
    view! {
        <div class="labelled">
            <label for=shown.id("field")>
                <bdi>{name}</bdi>
            </label>
            {input(shown)}
            <p class="hint" class:bad=is_wrong id=shown.id("says") role="status">{says}</p>
        </div>
    }
}

/// The element a person types into.
fn input(shown: Shown) -> AnyView {
    let invalid = move || shown.wrong.with(Option::is_some).then_some("true");
    let (id, says, field) = (shown.id("field"), shown.id("says"), shown.field.get_value());
    let is_typed = move |_| shown.wrong.set(None);
    match shown.control {
        Control::Line(element) => {
            let is_secret = field.kind == Kind::Secret;
            let mode = matches!(field.kind, Kind::Number { least: 0.., .. }).then_some("numeric");
            let is_code = matches!(field.kind, Kind::Path | Kind::Number { .. } | Kind::Shaped(_));
            view! {
                <input
                    node_ref=element
                    id=id
                    type=if is_secret { "password" } else { "text" }
                    class:mono=is_code
                    inputmode=mode
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    value=field.value
                    aria-invalid=invalid
                    aria-describedby=says
                    on:input=is_typed
                />
            }
            .into_any()
        }
        Control::Lines(element) => view! {
            <textarea
                node_ref=element
                id=id
                rows="4"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-invalid=invalid
                aria-describedby=says
                on:input=is_typed
                on:keydown=send_with_ctrl
            >
                {field.value}
            </textarea>
        }
        .into_any(),
        Control::Choice(element) => {
            let Kind::Choice(choices) = field.kind else { return ().into_any() };
            let option = |choice: String| {
                let (is_first, words) = (choice == field.value, shown_text(&choice));
                view! { <option value=choice selected=is_first>{words}</option> }
            };
            view! {
                <select node_ref=element id=id aria-invalid=invalid aria-describedby=says on:change=is_typed>
                    {choices.into_iter().map(option).collect_view()}
                </select>
            }
            .into_any()
        }
    }
}

/// Enter is a new line there; with Ctrl it sends.
fn send_with_ctrl(event: KeyboardEvent) {
    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
        event.prevent_default();
        event.stop_propagation();
        let form = event_target::<web_sys::HtmlTextAreaElement>(&event).form();
        if let Some(form) = form {
            let _ = form.request_submit();
        }
    }
}

/// What a field is called.
fn label(l: Locale, field: &Field) -> String {
    let name = match &field.label {
        Label::Given(name) => shown_text(name),
        Label::Name => td_string!(l, ask.name).to_owned(),
        Label::About => td_string!(l, ask.about).to_owned(),
        Label::Signal => td_string!(l, ask.signal).to_owned(),
        Label::Niceness => td_string!(l, ask.niceness).to_owned(),
        Label::Lines => td_string!(l, ask.lines).to_owned(),
        Label::Priority => td_string!(l, ask.priority).to_owned(),
        Label::Search => td_string!(l, ask.search).to_owned(),
        Label::Address => td_string!(l, network.ask_address).to_owned(),
        Label::Port => td_string!(l, network.ask_port).to_owned(),
        Label::Protocol => td_string!(l, network.ask_protocol).to_owned(),
        Label::From => td_string!(l, network.ask_from).to_owned(),
        Label::Chain => td_string!(l, network.ask_chain).to_owned(),
        Label::Directory => td_string!(l, disks.ask_directory).to_owned(),
        Label::Image => td_string!(l, containers.ask_image).to_owned(),
        Label::Packages => td_string!(l, people.ask_packages).to_owned(),
        Label::Comment => td_string!(l, people.comment).to_owned(),
        Label::Shell => td_string!(l, people.shell).to_owned(),
        Label::Home => td_string!(l, people.home).to_owned(),
        Label::Groups => td_string!(l, people.groups).to_owned(),
        Label::Members => td_string!(l, people.members).to_owned(),
        Label::Password => td_string!(l, people.password).to_owned(),
        Label::ExpiresOn => td_string!(l, people.ends).to_owned(),
        Label::Keys => td_string!(l, people.ask_keys).to_owned(),
        Label::Schedule => td_string!(l, people.schedule).to_owned(),
        Label::Command => td_string!(l, people.job).to_owned(),
        Label::Crontab => td_string!(l, people.crontab).to_owned(),
        Label::User => td_string!(l, board.user).to_owned(),
        Label::Calendar => td_string!(l, timers.calendar).to_owned(),
        Label::AfterBoot => td_string!(l, timers.after_boot).to_owned(),
        Label::Every => td_string!(l, timers.every).to_owned(),
        Label::Persistent => td_string!(l, timers.persistent).to_owned(),
    };
    if field.may_be_empty { td_string!(l, ask.optional, name = name) } else { name }
}

/// What a field takes, where that is not plain.
fn hint(l: Locale, kind: &Kind) -> Option<String> {
    match kind {
        Kind::Number { least: i64::MIN, .. } | Kind::Number { most: i64::MAX, .. } => None,
        Kind::Number { least, most } => Some(td_string!(l, ask.from_to, least = *least, most = *most)),
        Kind::Path => Some(td_string!(l, ask.path_hint).to_owned()),
        Kind::Secret => Some(td_string!(l, ask.secret_hint).to_owned()),
        Kind::Shaped(Shape::Address) => Some(td_string!(l, network.hint_address).to_owned()),
        Kind::Shaped(Shape::Network) => Some(td_string!(l, network.hint_network).to_owned()),
        Kind::Shaped(Shape::Chain) => Some(td_string!(l, network.hint_chain).to_owned()),
        Kind::Shaped(Shape::Image) => Some(td_string!(l, containers.hint_image).to_owned()),
        Kind::Shaped(Shape::PackageNames) => Some(td_string!(l, people.packages_hint).to_owned()),
        Kind::Shaped(Shape::Accounts) => Some(td_string!(l, people.accounts_hint).to_owned()),
        Kind::Shaped(Shape::Schedule) => Some(td_string!(l, people.schedule_hint).to_owned()),
        Kind::Shaped(Shape::Command) => Some(td_string!(l, people.command_hint).to_owned()),
        Kind::Shaped(Shape::PublicKeys) => Some(td_string!(l, people.keys_hint).to_owned()),
        Kind::Shaped(Shape::Timer) => Some(td_string!(l, timers.name_hint).to_owned()),
        Kind::Shaped(Shape::ShellCommand) => Some(td_string!(l, timers.command_hint).to_owned()),
        Kind::Shaped(Shape::Calendar) => Some(td_string!(l, timers.calendar_hint).to_owned()),
        Kind::Shaped(Shape::Span) => Some(td_string!(l, timers.span_hint).to_owned()),
        Kind::Shaped(Shape::Account | Shape::Date | Shape::Comment | Shape::Description) => None,
        Kind::Text | Kind::Lines | Kind::Choice(_) => None,
    }
}

/// What is wrong with what was typed.
pub(super) fn tell(l: Locale, wrong: Wrong) -> String {
    match wrong {
        Wrong::Empty => td_string!(l, ask.empty).to_owned(),
        Wrong::Text => td_string!(l, ask.text).to_owned(),
        Wrong::Number => td_string!(l, ask.number).to_owned(),
        Wrong::Bounds { least, most } => td_string!(l, ask.bounds, least = least, most = most),
        Wrong::Choice => td_string!(l, ask.choice).to_owned(),
        Wrong::Path => td_string!(l, ask.path).to_owned(),
        Wrong::Shape(shape) => tell_shape(l, shape).to_owned(),
    }
}

/// How it has to be written.
fn tell_shape(l: Locale, shape: Shape) -> &'static str {
    match shape {
        Shape::Address => td_string!(l, network.wrong_address),
        Shape::Network => td_string!(l, network.wrong_network),
        Shape::Chain => td_string!(l, network.wrong_chain),
        Shape::Image => td_string!(l, containers.wrong_image),
        Shape::PackageNames => td_string!(l, people.packages_wrong),
        Shape::Account | Shape::Accounts => td_string!(l, people.account_wrong),
        Shape::Date => td_string!(l, people.date_wrong),
        Shape::Schedule => td_string!(l, people.schedule_wrong),
        Shape::Command => td_string!(l, people.command_wrong),
        Shape::PublicKeys => td_string!(l, people.keys_wrong),
        Shape::Comment => td_string!(l, people.comment_wrong),
        Shape::Timer => td_string!(l, timers.name_wrong),
        Shape::Description => td_string!(l, timers.description_wrong),
        Shape::ShellCommand => td_string!(l, people.command_wrong),
        Shape::Calendar => td_string!(l, timers.calendar_wrong),
        Shape::Span => td_string!(l, timers.span_wrong),
    }
}
