//! Pasting: a text that would do more than it seems is seen first, and a long one shows how far it is.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::message::size;
use super::view::View;
use super::work::Desk;
use crate::browser;
use crate::parts::{CancelButton, Dialog, Icon};
use crate::paste::{Look, Visible, Why, clean, look};
use crate::shell::Shell;
use crate::words::{Locale, t_string, td_string, text, use_i18n};

/// A paste that waits for the person.
#[derive(Clone, PartialEq)]
pub(super) struct Asked {
    visible: Visible,
    look: Look,
    why: Why,
}

impl View {
    /// Pastes a text, or shows it first.
    pub(super) fn paste_text(self, text: &str) {
        self.offer(text, None);
    }

    /// Pastes what is on the clipboard.
    pub(super) fn paste(self) {
        self.read_clipboard(None);
    }

    /// Shows what is on the clipboard before it is pasted.
    pub(super) fn paste_with_look(self) {
        self.read_clipboard(Some(Why::Wanted));
    }

    fn read_clipboard(self, why: Option<Why>) {
        spawn_local(async move {
            if let Some(text) = browser::pasted().await
                && !self.paste_asked.is_disposed()
            {
                self.focus();
                self.offer(&text, why);
            }
        });
    }

    fn offer(self, text: &str, why: Option<Why>) {
        let Some(terminal) = self.terminal().filter(|_| !text.is_empty()) else { return };
        let text = clean(text);
        let look = look(&text, terminal.brackets());
        match why.or(look.why).filter(|why| self.wants_look(*why)) {
            Some(why) => self.paste_asked.set(Some(Asked { visible: Visible::new(text), look, why })),
            None => terminal.paste(&text),
        }
    }

    fn wants_look(self, why: Why) -> bool {
        match why {
            Why::Wanted => true,
            // What cannot be seen is never waved through.
            Why::Controls => self.choices.with_untracked(|chosen| chosen.clipboard.guards),
            Why::Runs | Why::Long => {
                self.choices.with_untracked(|chosen| chosen.clipboard.guards)
                    && !self.trusts_pastes.get_untracked()
            }
        }
    }
}

/// Shows what waits to be pasted.
#[component]
pub(super) fn PasteDialog() -> impl IntoView {
    let view = expect_context::<View>();
    move || view.paste_asked.get().map(|asked| view! { <Question asked /> })
}

#[component]
fn Question(asked: Asked) -> impl IntoView {
    let i18n = use_i18n();
    let (desk, view) = (expect_context::<Desk>(), expect_context::<View>());
    let field = NodeRef::<html::Textarea>::new();
    let Asked { visible, look, why } = asked;
    let (shown, is_whole) = (visible.shown.clone(), visible.is_whole);
    let lines = look.lines;
    let close = move || {
        view.paste_asked.set(None);
        view.focus();
    };
    let paste = move || {
        let text = field.get_untracked().map(|field| visible.edited(&field.value()));
        close();
        if let (Some(text), Some(terminal)) = (text, view.terminal()) {
            terminal.paste(&text);
        }
    };
    let paste = StoredValue::new_local(paste);
    let go = move || paste.with_value(|paste| paste());
    let key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            go();
        }
    };
    let title = move || match lines {
        1 => t_string!(i18n, paste.title_one, target = desk.name()),
        _ => t_string!(i18n, paste.title, lines = lines, target = desk.name()),
    };
    view! {
        <Dialog labelled_by="paste-title" on_close=close>
            <header>
                <Icon name="copy" />
                <h2 id="paste-title">{title}</h2>
            </header>
            <section on:keydown=key>
                <p>{move || reason(i18n.get_locale(), why, look)}</p>
                <textarea
                    node_ref=field
                    class="script"
                    rows=lines.clamp(3, 14).to_string()
                    wrap="off"
                    spellcheck="false"
                    autocomplete="off"
                    readonly=!is_whole
                    aria-label=text!(i18n, paste.text)
                    prop:value=shown
                ></textarea>
            </section>
            <footer on:keydown=key>
                <CancelButton cancel=close autofocus=true />
                <Show when=move || matches!(why, Why::Runs | Why::Long)>
                    <NotAgain view />
                </Show>
                <span class="grow"></span>
                <button type="button" class="primary" on:click=move |_| go()>
                    {move || match lines {
                        1 => t_string!(i18n, paste.paste_one).to_owned(),
                        _ => t_string!(i18n, paste.paste_lines, lines = lines),
                    }}
                    <kbd aria-hidden="true">"Ctrl+↵"</kbd>
                </button>
            </footer>
        </Dialog>
    }
}

/// Lets the person trust what they paste here from now on.
#[component]
fn NotAgain(view: View) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <label class="check hint">
            <input
                type="checkbox"
                prop:checked=view.trusts_pastes
                on:change:target=move |event| view.trusts_pastes.set(event.target().checked())
            />
            {text!(i18n, paste.not_again)}
        </label>
    }
}

/// Why the person should look, in a sentence.
fn reason(l: Locale, why: Why, look: Look) -> String {
    match why {
        Why::Controls => td_string!(l, paste.controls, count = look.controls),
        Why::Runs if look.lines == 1 => td_string!(l, paste.runs_one).to_owned(),
        Why::Runs => td_string!(l, paste.runs).to_owned(),
        Why::Long => td_string!(l, paste.long, size = size(look.bytes as u64)),
        Why::Wanted => td_string!(l, paste.wanted).to_owned(),
    }
}

/// In the pane's bar: how far a long paste is, and a way to stop it.
#[component]
pub(super) fn PasteProgress() -> impl IntoView {
    let i18n = use_i18n();
    let view = expect_context::<View>();
    let progress = Memo::new(move |_| view.shown()?.pasting);
    let share = move || progress.get().map_or(0, |progress| progress.done * 100 / progress.whole.max(1));
    let cancel = move |_| {
        view.with_shell(Shell::cancel_paste);
        view.focus();
    };
    let label = text!(i18n, paste.under_way);
    view! {
        <Show when=move || progress.with(Option::is_some)>
            <span class="pasting">
                <span>{label}</span>
                <span class="num">{move || format!("{} %", share())}</span>
                <progress max="100" prop:value=move || share() as f64 aria-label=label></progress>
                <button type="button" class="quiet small" on:click=cancel>
                    {text!(i18n, page.cancel)}
                </button>
            </span>
        </Show>
    }
}
