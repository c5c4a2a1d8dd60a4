//! The pane's bar: title and tools, or whatever the connection has to say. It becomes the message and keeps its height.

use leptos::prelude::*;
use postern_shared::wire::Role;

use super::find::Find;
use super::menu::PaneMenu;
use super::panels::{Panel, PanelButton};
use super::paste::PasteProgress;
use super::tells::Remark;
use super::transfers::Chip;
use super::view::View;
use super::work::{Desk, Dragged, Work};
use super::{Home, message, tells};
use crate::browser;
use crate::command::Command;
use crate::layout::PaneId;
use crate::parts::Icon;
use crate::session::{Away, Ending, State};
use crate::shell::Shell;
use crate::words::{Text, t_string, text, use_i18n};

/// The bar.
#[component]
pub(super) fn Bar() -> impl IntoView {
    let view = expect_context::<View>();
    let kind = Memo::new(move |_| view.shown().map_or(Kind::Opening, |shown| Kind::of(&shown.state)));
    move || match kind.get() {
        Kind::Live => view! { <LiveBar /> }.into_any(),
        Kind::Opening => view! { <OpeningBar /> }.into_any(),
        Kind::Watching => view! { <WatchingBar /> }.into_any(),
        Kind::Away(why) => view! { <AwayBar why /> }.into_any(),
        Kind::Ended(ending) => view! { <EndedBar ending /> }.into_any(),
    }
}

/// Which message the bar is; it is built anew only when this changes.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Opening,
    Live,
    Watching,
    Away(Away),
    Ended(Ending),
}

impl Kind {
    fn of(state: &State) -> Self {
        match state {
            State::Opening { tries: 0, .. } => Self::Opening,
            State::Live { role: Role::Owner, .. } => Self::Live,
            State::Live { role: Role::Watcher, .. } => Self::Watching,
            State::Waiting { why, .. } => Self::Away(*why),
            State::Opening { why, .. } | State::Asking { why, .. } => Self::Away(*why),
            State::Ended(ending) => Self::Ended(ending.clone()),
        }
    }
}

#[component]
fn LiveBar() -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view) = (expect_context::<Desk>(), expect_context::<View>());
    let id = expect_context::<PaneId>();
    let title = move || view.title.get().unwrap_or_else(|| desk.name());
    let is_good = move || {
        let has_notice = view.shown().is_some_and(|shown| shown.notice.is_some());
        !has_notice && view.tells.remark.get().is_some_and(Remark::is_good)
    };
    let notice = move || {
        let l = i18n.get_locale();
        let notice = view.shown()?.notice.map(|notice| message::notice(l, notice));
        notice.or_else(|| Some(tells::say(l, view.tells.remark.get()?).to_owned()))
    };
    let paste_label = text!(i18n, shell.paste);
    view! {
        <div class="bar thin">
            <Home class="phone-only button icon" label=text!(i18n, page.home) />
            <PanelButton panel=Panel::Machines class="icon phone-only" />
            <PanelButton panel=Panel::Files class="icon phone-only" />
            <PanelButton panel=Panel::System class="icon phone-only" />
            <PanelButton panel=Panel::Runbooks class="icon phone-only" />
            <Handle>
                <span class="dot"></span>
                <bdi class="clip">{title}</bdi>
                <span class="clip" class:ok=is_good class:warn=move || !is_good() role="status">
                    {notice}
                </span>
                <RoundTrip />
            </Handle>
            <PasteProgress />
            <Chip pane=id />
            <Show when=move || view.is_finding.get()>
                <Find />
            </Show>
            <menu class="tools">
                <Show when=browser::has_clipboard>
                    <li class="phone-only">
                        <button type="button" class="icon small" title=paste_label aria-label=paste_label on:click=move |_| view.paste()>
                            <Icon name="copy" />
                        </button>
                    </li>
                </Show>
                <Tool command=Command::Find icon="search" label=text!(i18n, command.find) />
                <Tool command=Command::SplitRight icon="split-right" label=text!(i18n, command.split_right) roomy=true />
                <Tool command=Command::SplitDown icon="split-down" label=text!(i18n, command.split_down) roomy=true />
                <PaneMenu />
            </menu>
        </div>
    }
}

/// One tool of the bar; its keys stand in the title.
#[component]
fn Tool(
    command: Command,
    icon: &'static str,
    label: Text,
    /// Whether it stands in the menu alone where there is little room.
    #[prop(optional)]
    roomy: bool,
) -> impl IntoView {
    let (work, id) = (expect_context::<Work>(), expect_context::<PaneId>());
    let title = move || work.titled(&label.get(), command);
    let act = move |_| {
        work.arrange(|layout| layout.focus(id));
        work.run(command);
    };
    view! {
        <li class:roomy=roomy>
            <button type="button" class="icon small" title=title aria-label=label on:click=act>
                <Icon name=icon />
            </button>
        </li>
    }
}

/// What says which pane it is, by which it is dragged to another place.
#[component]
fn Handle(children: Children) -> impl IntoView {
    let (work, id) = (expect_context::<Work>(), expect_context::<PaneId>());
    let can_move = move || work.layout(|layout| layout.panes().len() > 1).then_some("true");
    let begin = move |event: web_sys::DragEvent| {
        if let Some(data) = event.data_transfer() {
            // Firefox drags nothing without data; no other page learns anything by it.
            let _ = data.set_data("application/x-postern", "");
            data.set_effect_allowed("move");
        }
        // What can be dropped on must not come up under the pointer before the drag has begun.
        browser::next_frame(move || _ = work.dragged.try_set(Some(Dragged::Pane(id))));
    };
    view! {
        <span
            class="title"
            draggable=can_move
            on:dragstart=begin
            on:dragend=move |_| work.dragged.set(None)
            on:dblclick=move |_| work.run(Command::Zoom)
        >
            {children()}
        </span>
    }
}

/// On a phone there is no status bar, and the round trip stands here.
#[component]
fn RoundTrip() -> impl IntoView {
    let i18n = use_i18n();
    let view = expect_context::<View>();
    let last = move || {
        let millis = view.shown()?.round_trips.last().copied()?;
        Some(t_string!(i18n, shell.millis, millis = millis))
    };
    view! { <span class="num end phone-only">{last}</span> }
}

#[component]
fn OpeningBar() -> impl IntoView {
    let i18n = use_i18n();
    let desk = expect_context::<Desk>();
    view! {
        <div class="bar thin">
            <span class="title">
                <span class="dot wait"></span>
                <bdi>{desk.name()}</bdi>
                <span class="clip">{text!(i18n, shell.opening)}</span>
            </span>
            <progress class="sweep" aria-label=text!(i18n, shell.opening)></progress>
        </div>
    }
}

#[component]
fn WatchingBar() -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view) = (expect_context::<Desk>(), expect_context::<View>());
    let take = move |_| {
        view.with_shell(Shell::take);
        view.focus();
    };
    view! {
        <div class="bar thin">
            <span class="title">
                <Icon name="eye" />
                <bdi>{desk.name()}</bdi>
                <span class="clip">{text!(i18n, shell.watching)}</span>
            </span>
            <button type="button" class="quiet small" on:click=take>
                {text!(i18n, shell.take)}
            </button>
        </div>
    }
}

#[component]
fn AwayBar(why: Away) -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view) = (expect_context::<Desk>(), expect_context::<View>());
    let clock = RwSignal::new(browser::now());
    let ticking = set_interval_with_handle(
        move || _ = clock.try_set(browser::now()),
        std::time::Duration::from_millis(250),
    );
    on_cleanup(move || {
        if let Ok(ticking) = ticking {
            ticking.clear();
        }
    });
    let next = move || match view.shown().map(|shown| shown.state) {
        Some(State::Waiting { tries, until, .. }) => {
            let seconds = until.saturating_sub(clock.get()).div_ceil(1000);
            t_string!(i18n, shell.try_in, number = tries + 1, seconds = seconds)
        }
        _ => t_string!(i18n, shell.trying).to_owned(),
    };
    let what = move || message::away(i18n.get_locale(), why);
    view! {
        <div class="bar thin">
            <span class="title">
                <span class="dot wait"></span>
                <bdi>{desk.name()}</bdi>
                <span class="clip">{what}</span>
            </span>
            <span class="num quiet-text">{next}</span>
            <button type="button" class="quiet small" on:click=move |_| view.again()>
                {text!(i18n, shell.try_now)}
            </button>
            <progress class="sweep warn" aria-label=what></progress>
        </div>
    }
}

#[component]
fn EndedBar(ending: Ending) -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view, work) = (expect_context::<Desk>(), expect_context::<View>(), expect_context::<Work>());
    let id = expect_context::<PaneId>();
    let is_session_over = matches!(ending, Ending::Session(_) | Ending::Garbled);
    let what = move || message::ending(i18n.get_locale(), &ending);
    let sign_in = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        work.sign_in_again(desk);
    };
    let close = text!(i18n, command.close_pane);
    view! {
        <div class="bar thin">
            <span class="title">
                <span class="dot down"></span>
                <bdi>{desk.name()}</bdi>
                <span class="clip">{what}</span>
            </span>
            <Show when=move || !is_session_over>
                <button type="button" class="quiet small" on:click=move |_| view.again()>
                    {text!(i18n, shell.new_shell)}
                    <kbd aria-hidden="true">"↵"</kbd>
                </button>
            </Show>
            <a class="button quiet small" href="/" on:click=sign_in>
                {text!(i18n, shell.sign_in)}
                <Show when=move || is_session_over>
                    <kbd aria-hidden="true">"↵"</kbd>
                </Show>
            </a>
            <button type="button" class="icon small" title=close aria-label=close on:click=move |_| work.close(id)>
                <Icon name="close" />
            </button>
        </div>
    }
}
