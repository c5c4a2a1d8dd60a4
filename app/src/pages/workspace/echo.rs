//! Showing typed keys before their echo, as the person sees and chooses it: the mark, the switch, the setting.

use leptos::prelude::*;

use super::pane::View;
use crate::parts::Icon;
use crate::predict::Mode;
use crate::settings::Choices;
use crate::words::{Text, text, use_i18n};

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

/// The section of the settings: the choice, for every pane that has none of its own.
#[component]
pub(super) fn EchoSection() -> impl IntoView {
    let i18n = use_i18n();
    let choices = expect_context::<Choices>();
    let choice = move |mode: Mode, label: Text| {
        let is_chosen = move || choices.with(|choices| choices.echo.mode == mode);
        let choose = move |_| choices.change(|choices| choices.echo.mode = mode);
        view! {
            <label>
                <input type="radio" name="echo" prop:checked=is_chosen on:change=choose />
                {label}
            </label>
        }
    };
    view! {
        <section>
            <div class="setting">
                <span>{text!(i18n, echo.label)}</span>
                <span>
                    <fieldset class="segmented" aria-label=text!(i18n, echo.label) aria-describedby="echo-hint">
                        {choice(Mode::Off, text!(i18n, echo.off))}
                        {choice(Mode::Auto, text!(i18n, echo.auto))}
                        {choice(Mode::On, text!(i18n, echo.on))}
                    </fieldset>
                    <small id="echo-hint">{text!(i18n, echo.hint)}</small>
                </span>
            </div>
        </section>
    }
}
