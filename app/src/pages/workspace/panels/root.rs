//! What runs as root: the switch for it in a panel's bar, and the password of `sudo`, asked for where it is wanted.

use leptos::html;
use leptos::prelude::*;
use postern_shared::script::carrier::PASSWORD_BYTES;
use postern_shared::script::{Tool, Tools};
use web_sys::KeyboardEvent;

use super::shown_text;
use super::station::{Known, Refused, Station};
use crate::browser;
use crate::parts::Icon;
use crate::trouble::tell_net;
use crate::words::{Locale, t_string, td_string, text, use_i18n};

impl Station {
    /// Whether there is another way to be root than to sign in as it; tracked.
    pub(super) fn may_be_root(self) -> bool {
        let may = |tools: &Tools| tools.uid != 0 && tools.has(Tool::Sudo);
        self.tools.with(|known| matches!(known, Known::Here(tools) if may(tools)))
    }
}

/// Has the scripts of the panel run as root, or not any more; always says which.
#[component]
pub(super) fn RootSwitch(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || match station.is_root.get() {
        true => t_string!(i18n, root.is_on),
        false => t_string!(i18n, root.is_off),
    };
    view! {
        <Show when=move || station.may_be_root()>
            <li>
                <button
                    type="button"
                    class="icon small root-switch"
                    title=title
                    aria-label=text!(i18n, root.switch)
                    aria-pressed=move || station.is_root.get().to_string()
                    on:click=move |_| station.set_root(!station.is_root.get_untracked())
                >
                    <Icon name="shield" />
                    <Show when=move || station.is_root.get()>
                        <span aria-hidden="true">"root"</span>
                    </Show>
                </button>
            </li>
        </Show>
    }
}

/// Where the question for the password stands.
#[derive(Clone, PartialEq)]
enum Asking {
    /// The person may type it.
    Open(Option<Refused>),
    /// `sudo` looks at it.
    Checking,
    /// The person does not want to.
    Closed,
}

/// Asks for the password of `sudo` in place, has it checked, and goes on once it is the right one.
#[component]
pub(super) fn PasswordForm<F>(
    station: Station,
    /// What goes on then. This question may be gone by that time.
    then: F,
) -> impl IntoView
where
    F: Fn() + Copy + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let asking = RwSignal::new(Asking::Open(None));
    let is_closed = Memo::new(move |_| asking.with(|asking| *asking == Asking::Closed));
    view! {
        <div class="ask-password">
            <Show
                when=move || is_closed.get()
                fallback=move || view! { <Fields station asking then /> }
            >
                <button type="button" id="sudo-password-give" on:click=move |_| asking.set(Asking::Open(None))>
                    <Icon name="key" />
                    {text!(i18n, root.give)}
                </button>
            </Show>
        </div>
    }
}

#[component]
fn Fields<F>(station: Station, asking: RwSignal<Asking>, then: F) -> impl IntoView
where
    F: Fn() + Copy + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let place = StoredValue::new(station.desk.place());
    let field = NodeRef::<html::Input>::new();
    let is_checking = Memo::new(move |_| asking.with(|asking| *asking == Asking::Checking));
    Effect::new(move || {
        // Also after one that was wrong: the next is typed at once. Never from under what is typed in a terminal.
        if let (false, Some(field)) = (is_checking.get(), field.get())
            && !browser::is_focused_within(".xterm")
        {
            let _ = field.focus();
        }
    });
    // Read from the field and nowhere kept: no attribute and no signal holds what is typed.
    let give = move || {
        let Some(field) = field.get_untracked().filter(|_| !is_checking.get_untracked()) else { return };
        let typed = field.value();
        field.set_value("");
        asking.set(Asking::Checking);
        station.check_password(typed, move |checked| {
            if let Err(why) = &checked {
                let _ = asking.try_set(Asking::Open(Some(why.clone())));
            } else {
                then();
            }
        });
    };
    let keys = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "Enter" if !event.is_composing() => give(),
            "Escape" => close(asking),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let refused = Memo::new(move |_| asking.with(|asking| matches!(asking, Asking::Open(Some(_)))));
    view! {
        <label class="labelled" for="sudo-password">
            {move || t_string!(i18n, root.password_of, place = place.get_value())}
        </label>
        <div class="row">
            <input
                node_ref=field
                id="sudo-password"
                type="password"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength=PASSWORD_BYTES.to_string()
                readonly=is_checking
                aria-invalid=move || refused.get().then_some("true")
                aria-describedby="sudo-password-says"
                on:keydown=keys
            />
            <GoOn is_checking asking give />
        </div>
        <p class="hint" class:bad=refused id="sudo-password-says" role="status">
            {move || asking.with(|asking| says(i18n.get_locale(), asking))}
        </p>
    }
}

/// Gives what is typed, or does not want to.
#[component]
fn GoOn<F>(is_checking: Memo<bool>, asking: RwSignal<Asking>, give: F) -> impl IntoView
where
    F: Fn() + Copy + 'static,
{
    let i18n = use_i18n();
    let cancel = text!(i18n, root.cancel);
    view! {
        <button type="button" class="primary" disabled=is_checking on:click=move |_| give()>
            {text!(i18n, root.go_on)}
            <kbd aria-hidden="true">"↵"</kbd>
        </button>
        <button
            type="button"
            class="icon small"
            title=cancel
            aria-label=cancel
            on:click=move |_| close(asking)
        >
            <Icon name="close" />
        </button>
    }
}

fn close(asking: RwSignal<Asking>) {
    asking.set(Asking::Closed);
    browser::focus_soon("sudo-password-give");
}

/// What stands below the field.
fn says(l: Locale, asking: &Asking) -> String {
    match asking {
        Asking::Checking => td_string!(l, root.checking).to_owned(),
        Asking::Open(Some(why)) => tell(l, why),
        Asking::Open(None) | Asking::Closed => td_string!(l, root.kept).to_owned(),
    }
}

/// What the person can do next.
fn tell(l: Locale, why: &Refused) -> String {
    match why {
        Refused::Wrong => td_string!(l, root.wrong).to_owned(),
        Refused::NotAllowed => td_string!(l, drawer.help_not_allowed).to_owned(),
        Refused::Forgets => td_string!(l, root.forgets).to_owned(),
        Refused::Said(said) => shown_text(said),
        Refused::Lost(why) => {
            let told = tell_net(l, why);
            format!("{} {}", told.what, told.next)
        }
    }
}
