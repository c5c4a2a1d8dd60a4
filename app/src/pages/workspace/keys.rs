//! Every command with its keys, which a person may change here.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::gate::Gate;
use super::work::Work;
use crate::command::{ALL, Command};
use crate::fuzzy;
use crate::keys::{Binding, Chord, Conflict, KeyMap, Press};
use crate::parts::{Dialog, Icon};
use crate::settings::Choices;
use crate::words::{Locale, t_string, td_string, text, use_i18n};

/// What keys are being chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Of(Command),
    Gate,
}

/// The dialog.
#[component]
pub(super) fn KeysDialog() -> impl IntoView {
    let i18n = use_i18n();
    let (work, choices) = (expect_context::<Work>(), expect_context::<Choices>());
    let query = RwSignal::new(String::new());
    let wanted = RwSignal::new(None::<Wanted>);
    let problem = RwSignal::new(None::<Conflict>);
    provide_context((wanted, problem));
    let close = move || {
        // Esc first gives up what was begun.
        if wanted.get_untracked().is_some() {
            wanted.set(None);
        } else {
            work.close_sheet();
        }
    };
    let listed = move || {
        let fits = |command: &Command| {
            query.with(|query| fuzzy::score(query, name(i18n.get_locale(), *command)).is_some())
        };
        ALL.iter().map(|entry| entry.command).filter(fits).collect::<Vec<_>>()
    };
    view! {
        <Dialog class="wide" labelled_by="keys-title" on_close=close>
            <header>
                <Icon name="keys" />
                <h2 id="keys-title">{text!(i18n, keys.title)}</h2>
            </header>
            <section>
                <GateRow />
                <label class="with search">
                    <Icon name="search" />
                    <input
                        type="search"
                        autofocus
                        autocomplete="off"
                        spellcheck="false"
                        placeholder=text!(i18n, keys.filter)
                        aria-label=text!(i18n, keys.filter)
                        on:input=move |event| query.set(event_target_value(&event))
                    />
                </label>
                <Says />
                <table class="rows key-list">
                    <tbody>
                        <For each=listed key=|command| *command as u8 let:command>
                            <KeyRow command />
                        </For>
                    </tbody>
                </table>
            </section>
            <footer>
                <button type="button" class="quiet" on:click=move |_| choices.change(|settings| settings.keys.reset_all())>
                    {text!(i18n, keys.reset_all)}
                </button>
                <span class="grow"></span>
                <button type="button" class="primary" on:click=move |_| work.close_sheet()>
                    {text!(i18n, keys.done)}
                </button>
            </footer>
        </Dialog>
    }
}

/// The gate key, and what it is for.
#[component]
fn GateRow() -> impl IntoView {
    let i18n = use_i18n();
    let gate = expect_context::<Gate>();
    let shown = move || gate.map.with(|map| map.gate.to_string());
    view! {
        <p class="gate-row">
            <span class="grow">{text!(i18n, keys.gate)}</span>
            <kbd>{shown}</kbd>
            <Choose wanted=Wanted::Gate label=text!(i18n, keys.change_gate) />
        </p>
    }
}

/// What is being waited for, and what is wrong with what was pressed.
#[component]
fn Says() -> impl IntoView {
    let i18n = use_i18n();
    let (wanted, problem) = expect_context::<(RwSignal<Option<Wanted>>, RwSignal<Option<Conflict>>)>();
    let says = move || match (problem.get(), wanted.get()) {
        (Some(Conflict::Browser), _) => t_string!(i18n, keys.browsers).to_owned(),
        (Some(Conflict::Program), _) => t_string!(i18n, keys.programs).to_owned(),
        (Some(Conflict::Taken(by)), _) => t_string!(i18n, keys.taken, command = name(i18n.get_locale(), by)),
        (None, Some(Wanted::Gate)) => t_string!(i18n, keys.press_gate).to_owned(),
        (None, Some(Wanted::Of(_))) => t_string!(i18n, keys.press).to_owned(),
        (None, None) => t_string!(i18n, keys.hint).to_owned(),
    };
    view! {
        <p class="hint" class:bad=move || problem.get().is_some() role="status">
            {says}
        </p>
    }
}

#[component]
fn KeyRow(command: Command) -> impl IntoView {
    let i18n = use_i18n();
    let (gate, choices) = (expect_context::<Gate>(), expect_context::<Choices>());
    let shown = move || gate.map.with(|map| map.shown(command));
    let is_changed = move || choices.with(|settings| settings.keys.is_changed(command));
    let reset = text!(i18n, keys.reset);
    view! {
        <tr>
            <td>{move || name(i18n.get_locale(), command)}</td>
            <td class="end">{move || shown().into_iter().map(|keys| view! { <kbd>{keys}</kbd> }).collect_view()}</td>
            <td class="acts">
                <Choose
                    wanted=Wanted::Of(command)
                    label=text!(i18n, keys.change_of, command = name(i18n.get_locale(), command))
                />
                <Show when=is_changed>
                    <button
                        type="button"
                        class="quiet small"
                        on:click=move |_| choices.change(|settings| settings.keys.reset(command))
                    >
                        {reset}
                    </button>
                </Show>
            </td>
        </tr>
    }
}

/// Waits for the keys that a command, or the gate, is to have.
#[component]
fn Choose(wanted: Wanted, label: crate::words::Text) -> impl IntoView {
    let i18n = use_i18n();
    let (chosen, problem) = expect_context::<(RwSignal<Option<Wanted>>, RwSignal<Option<Conflict>>)>();
    let (gate, choices) = (expect_context::<Gate>(), expect_context::<Choices>());
    let is_waiting = Memo::new(move |_| chosen.get() == Some(wanted));
    let is_behind = StoredValue::new(false);
    let key = move |event: KeyboardEvent| {
        if !is_waiting.get_untracked() {
            return;
        }
        event.stop_propagation();
        event.prevent_default();
        let (key, code) = (event.key(), event.code());
        let (ctrl, alt, shift, meta) =
            (event.ctrl_key(), event.alt_key(), event.shift_key(), event.meta_key());
        let press = Press { key: &key, code: &code, ctrl, alt, shift, meta };
        if key == "Escape" {
            is_behind.set_value(false);
            return chosen.set(None);
        }
        let map = gate.map.get_untracked();
        let outcome = choose(&map, wanted, press, &is_behind);
        match outcome {
            None => return,
            Some(Err(conflict)) => return problem.set(Some(conflict)),
            Some(Ok(Chosen::Gate(chord))) => choices.change(|settings| settings.keys.set_gate(&chord)),
            Some(Ok(Chosen::Keys(command, binding))) => {
                choices.change(|settings| settings.keys.set(command, &[binding]));
            }
        }
        problem.set(None);
        chosen.set(None);
    };
    let begin = move |_| {
        problem.set(None);
        is_behind.set_value(false);
        chosen.update(|chosen| *chosen = if *chosen == Some(wanted) { None } else { Some(wanted) });
    };
    view! {
        <button
            type="button"
            class="small"
            aria-label=label
            aria-pressed=move || is_waiting.get().to_string()
            on:click=begin
            on:keydown=key
        >
            {move || if is_waiting.get() { t_string!(i18n, keys.waiting) } else { t_string!(i18n, keys.change) }}
        </button>
    }
}

/// What was chosen.
enum Chosen {
    Gate(Chord),
    Keys(Command, Binding),
}

/// What a key press chooses; none while more must follow.
fn choose(
    map: &KeyMap,
    wanted: Wanted,
    press: Press<'_>,
    is_behind: &StoredValue<bool>,
) -> Option<Result<Chosen, Conflict>> {
    let chord = Chord::of(press)?;
    match wanted {
        Wanted::Gate => Some(map.gate_conflict(&chord).map_or(Ok(Chosen::Gate(chord)), Err)),
        Wanted::Of(_) if chord == map.gate => {
            is_behind.set_value(true);
            None
        }
        Wanted::Of(command) => {
            let binding = if is_behind.get_value() {
                Binding::Gate(press.key.to_owned())
            } else {
                Binding::Direct(chord)
            };
            Some(map.conflict(&binding, command).map_or(Ok(Chosen::Keys(command, binding)), Err))
        }
    }
}

impl Work {
    /// The keys of a command for a person, the first of them; tracked.
    pub(super) fn keys_of(self, command: Command) -> String {
        self.map(|map| map.shown(command).into_iter().next()).flatten().unwrap_or_default()
    }

    /// The gate key; tracked.
    pub(super) fn gate_key(self) -> String {
        self.map(|map| map.gate.to_string()).unwrap_or_default()
    }

    /// A label with the keys that do the same; tracked.
    pub(super) fn titled(self, label: &str, command: Command) -> String {
        let keys = self.keys_of(command);
        match (label.is_empty(), keys.is_empty()) {
            (true, _) => keys,
            (false, true) => label.to_owned(),
            (false, false) => format!("{label} ({keys})"),
        }
    }
}

/// What a command is called.
pub(super) fn name(l: Locale, command: Command) -> &'static str {
    match command {
        Command::Connect => td_string!(l, command.connect),
        Command::Machines => td_string!(l, machines.list),
        Command::Files => td_string!(l, command.files),
        Command::System => td_string!(l, command.system),
        Command::Runbooks => td_string!(l, command.runbooks),
        Command::Drawer => td_string!(l, command.drawer),
        Command::Palette => td_string!(l, command.palette),
        Command::Keys => td_string!(l, command.keys),
        Command::Theme => td_string!(l, command.theme),
        Command::SplitRight => td_string!(l, command.split_right),
        Command::SplitDown => td_string!(l, command.split_down),
        Command::Duplicate => td_string!(l, command.duplicate),
        Command::FocusLeft => td_string!(l, command.focus_left),
        Command::FocusDown => td_string!(l, command.focus_down),
        Command::FocusUp => td_string!(l, command.focus_up),
        Command::FocusRight => td_string!(l, command.focus_right),
        Command::GrowLeft => td_string!(l, command.grow_left),
        Command::GrowDown => td_string!(l, command.grow_down),
        Command::GrowUp => td_string!(l, command.grow_up),
        Command::GrowRight => td_string!(l, command.grow_right),
        Command::Settings => td_string!(l, command.settings),
        Command::LargerText => td_string!(l, command.larger_text),
        Command::SmallerText => td_string!(l, command.smaller_text),
        Command::NormalText => td_string!(l, command.normal_text),
        Command::Upload => td_string!(l, command.upload),
        Command::Download => td_string!(l, command.download),
        Command::Transfers => td_string!(l, command.transfers),
        Command::Save => td_string!(l, command.save),
        Command::SaveText => td_string!(l, command.save_text),
        Command::SaveHtml => td_string!(l, command.save_html),
        Command::EvenOut => td_string!(l, command.even_out),
        Command::Zoom => td_string!(l, command.zoom),
        Command::ClosePane => td_string!(l, command.close_pane),
        Command::Reopen => td_string!(l, command.reopen),
        Command::Detach => td_string!(l, command.detach),
        Command::MoveToNewTab => td_string!(l, command.move_to_new_tab),
        Command::MoveToNextTab => td_string!(l, command.move_to_next_tab),
        Command::RenameTab => td_string!(l, command.rename_tab),
        Command::NextTab => td_string!(l, command.next_tab),
        Command::PreviousTab => td_string!(l, command.previous_tab),
        Command::MoveTabLeft => td_string!(l, command.move_tab_left),
        Command::MoveTabRight => td_string!(l, command.move_tab_right),
        Command::Find => td_string!(l, command.find),
        Command::SendToAll => td_string!(l, command.send_to_all),
        Command::Echo => td_string!(l, command.echo),
        Command::Copy => td_string!(l, command.copy),
        Command::PromptEarlier => td_string!(l, command.prompt_earlier),
        Command::PromptLater => td_string!(l, command.prompt_later),
        Command::CopyOutput => td_string!(l, command.copy_output),
        Command::MarkPrompts => td_string!(l, command.mark_prompts),
        Command::CopyScreen => td_string!(l, command.copy_screen),
        Command::Paste => td_string!(l, command.paste),
        Command::PasteWithLook => td_string!(l, command.paste_with_look),
        Command::SelectAll => td_string!(l, command.select_all),
        Command::Clear => td_string!(l, command.clear),
        Command::Again => td_string!(l, command.again),
        Command::EndSession => td_string!(l, command.end_session),
        Command::SendGateKey => td_string!(l, command.send_gate_key),
    }
}
