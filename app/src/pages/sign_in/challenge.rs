//! Questions of the target, in its own words. They are hostile text like everything it says.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use postern_shared::api::{Challenge, Prompt};

use super::flow::Flow;
use crate::parts::{CancelButton, Dialog, Icon};
use crate::words::{text, use_i18n};

/// One round of questions; there may be none in it, only words.
#[component]
pub(super) fn ChallengeDialog(challenge: Challenge) -> impl IntoView {
    let i18n = use_i18n();
    let flow = expect_context::<Flow>();
    let Challenge { place, name, instructions, prompts, .. } = challenge;
    let answers = RwSignal::new(vec![String::new(); prompts.len()]);
    let has_prompts = !prompts.is_empty();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        flow.answer(answers.get_untracked());
    };
    let host = place.host.to_string();
    let said = [name, instructions].into_iter().filter(|text| !text.trim().is_empty());
    let said = said.map(|text| view! { <p><samp class="said">{text}</samp></p> }).collect_view();
    // A single answer is nearly always a code, and gets the room to be compared with where it comes from.
    let class = if prompts.len() == 1 { "mono code" } else { "mono" };
    let inputs = prompts.into_iter().enumerate();
    let inputs = inputs.map(|(index, prompt)| view! { <Answer index prompt class answers /> }).collect_view();
    view! {
        <Dialog class="slim" labelled_by="challenge-title" on_close=move || flow.cancel()>
            <header>
                <Icon name="key" />
                <h2 id="challenge-title">{text!(i18n, code.title, host = host.clone())}</h2>
            </header>
            <form on:submit=submit>
                <section>
                    {said} {inputs} <p class="hint">{text!(i18n, code.single_link)}</p>
                </section>
                <footer>
                    <CancelButton cancel=move || flow.cancel() />
                    <span class="grow"></span>
                    <button type="submit" class="primary" autofocus=!has_prompts>
                        <span>
                            {if has_prompts {
                                text!(i18n, code.answer)
                            } else {
                                text!(i18n, code.go_on)
                            }}
                        </span>
                        <kbd aria-hidden="true">"↵"</kbd>
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

#[component]
fn Answer(
    index: usize,
    prompt: Prompt,
    class: &'static str,
    answers: RwSignal<Vec<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let kind = if prompt.echo { "text" } else { "password" };
    let edit = move |event| {
        answers.update(|answers| {
            if let Some(answer) = answers.get_mut(index) {
                *answer = event_target_value(&event);
            }
        });
    };
    view! {
        <label class="labelled">
            <span>
                {text!(i18n, code.words)}
                " "
                <samp class="said">{prompt.text}</samp>
            </span>
            <input
                type=kind
                class=class
                autocomplete=if prompt.echo { "one-time-code" } else { "off" }
                autocapitalize="none"
                spellcheck="false"
                autofocus=index == 0
                aria-description=text!(i18n, code.answer_label)
                on:input=edit
            />
        </label>
    }
}
