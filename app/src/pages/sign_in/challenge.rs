//! Questions of the target, in its own words. They are hostile text like everything it says.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use postern_shared::api::{Challenge, Prompt};

use super::flow::Flow;
use crate::parts::{Dialog, Icon};
use crate::words::{t, t_string, use_i18n};

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
    let inputs = prompts.into_iter().enumerate();
    let inputs = inputs.map(|(index, prompt)| view! { <Answer index prompt answers /> }).collect_view();
    view! {
        <Dialog class="slim" labelled_by="challenge-title" on_close=move || flow.cancel()>
            <header>
                <Icon name="key" />
                <h2 id="challenge-title">{t!(i18n, code.title, host = host)}</h2>
            </header>
            <form on:submit=submit>
                <section>
                    {said} {inputs} <p class="hint">{t!(i18n, code.single_link)}</p>
                </section>
                <footer>
                    <button type="button" on:click=move |_| flow.cancel()>
                        {t!(i18n, page.cancel)}
                        <kbd aria-hidden="true">"Esc"</kbd>
                    </button>
                    <span class="grow"></span>
                    <button type="submit" class="primary" autofocus=!has_prompts>
                        <span>
                            {if has_prompts {
                                t!(i18n, code.answer).into_any()
                            } else {
                                t!(i18n, code.go_on).into_any()
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
fn Answer(index: usize, prompt: Prompt, answers: RwSignal<Vec<String>>) -> impl IntoView {
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
                {t!(i18n, code.words)}
                " "
                <samp class="said">{prompt.text}</samp>
            </span>
            <input
                type=kind
                class="mono code"
                autocomplete=if prompt.echo { "one-time-code" } else { "off" }
                autocapitalize="none"
                spellcheck="false"
                autofocus=index == 0
                aria-description=move || t_string!(i18n, code.answer_label)
                on:input=edit
            />
        </label>
    }
}
