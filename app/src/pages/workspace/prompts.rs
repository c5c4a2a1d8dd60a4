//! Offers the script that lets a shell mark its prompts: to read, to run once, to keep.

use leptos::prelude::*;

use super::view::View;
use super::work::Desk;
use crate::parts::{CancelButton, CopyButton, Dialog, Icon};
use crate::prompts::snippet;
use crate::words::{text, use_i18n};

/// The script, and what can be done with it.
#[component]
pub(super) fn MarkPromptsDialog() -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view) = (expect_context::<Desk>(), expect_context::<View>());
    let close = move || {
        view.tells.is_marking.set(false);
        view.focus();
    };
    // A program that has the whole screen would take the line for its own keys.
    let has_prompt = view.terminal().is_some_and(|terminal| !terminal.signs().is_other_screen);
    let run = move |_| {
        view.with_shell(|shell| shell.typed(format!("{}\r", snippet::line()).into_bytes()));
        close();
    };
    view! {
        <Dialog class="mark-prompts" labelled_by="mark-prompts-title" on_close=close>
            <header>
                <Icon name="script" />
                <h2 id="mark-prompts-title">{text!(i18n, prompts.title)}</h2>
            </header>
            <section>
                <p>{text!(i18n, prompts.what)}</p>
                <div class="same">
                    <div class="line">
                        <code class="script" tabindex="0" aria-label=text!(i18n, prompts.script)>
                            {snippet::SCRIPT}
                        </code>
                        <CopyButton label=text!(i18n, prompts.copy) text=snippet::SCRIPT.to_owned() />
                    </div>
                    <p class="hint">{text!(i18n, prompts.keep)}</p>
                </div>
                <Show when=move || !has_prompt>
                    <p class="notice warn">
                        <Icon name="alert" />
                        <span>{text!(i18n, prompts.no_prompt)}</span>
                    </p>
                </Show>
            </section>
            <footer>
                <CancelButton cancel=close autofocus=true />
                <span class="grow"></span>
                <button type="button" class="primary" disabled=!has_prompt on:click=run>
                    <Icon name="run" />
                    {text!(i18n, prompts.run, target = desk.name())}
                </button>
            </footer>
        </Dialog>
    }
}
