//! Showing typed keys before their echo, as the person sees and chooses it: the mark, the switch, the setting.

use leptos::prelude::*;

use super::view::View;
use crate::parts::{Icon, OneOf};
use crate::predict::Mode;
use crate::settings::Choices;
use crate::words::{text, use_i18n};

impl View {
    /// Whether typed keys are shown before their echo; tracked.
    pub(super) fn is_foretelling(self) -> bool {
        self.shown().is_some_and(|shown| shown.is_foretelling)
    }

    /// Shows typed keys before their echo in this pane, or no longer, whatever is chosen for all.
    pub(super) fn toggle_echo(self) {
        let mode = if untrack(|| self.is_foretelling()) { Mode::Off } else { Mode::On };
        self.echo.set(Some(mode));
    }
}

/// Lets the pane's shell follow what is chosen for it, or for all.
pub(super) fn follow(view: View) {
    let choices = expect_context::<Choices>();
    let is_attached = Memo::new(move |_| view.shown().is_some());
    let mode = move || view.echo.get().unwrap_or_else(|| choices.with(|choices| choices.echo.mode));
    Effect::new(move || {
        let mode = mode();
        if is_attached.get() {
            view.with_shell(|shell| shell.set_echo(mode));
        }
    });
}

/// Says that typed keys are shown before their echo.
#[component]
pub(super) fn EchoMark(view: View) -> impl IntoView {
    let i18n = use_i18n();
    let is_on = Memo::new(move |_| view.is_foretelling());
    view! {
        <Show when=move || is_on.get()>
            <span class="echo-mark" title=text!(i18n, echo.mark_hint)>
                <Icon name="into" />
                <span class="extra">{text!(i18n, echo.mark)}</span>
                <span class="visually-hidden">{text!(i18n, echo.mark_hint)}</span>
            </span>
        </Show>
    }
}

/// The choices, in the order in which they are listed.
const MODES: [Mode; 3] = [Mode::Off, Mode::Auto, Mode::On];

/// The section of the settings: the choice, for every pane that has none of its own.
#[component]
pub(super) fn EchoSection() -> impl IntoView {
    let i18n = use_i18n();
    let choices = expect_context::<Choices>();
    let now = move || choices.with(|all| MODES.iter().position(|mode| *mode == all.echo.mode).unwrap_or(0));
    view! {
        <section>
            <OneOf
                name="echo"
                label=text!(i18n, echo.label)
                options=vec![text!(i18n, echo.off), text!(i18n, echo.auto), text!(i18n, echo.on)]
                chosen=Signal::derive(now)
                choose=move |index: usize| choices.change(|all| all.echo.mode = MODES[index])
            />
            <p class="hint">{text!(i18n, echo.hint)}</p>
        </section>
    }
}
