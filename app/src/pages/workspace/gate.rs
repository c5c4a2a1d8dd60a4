//! Keys of the workspace: the gate key and what follows it, keys at once, and the sheet that shows them.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;

use super::work::Work;
use crate::browser::{self, Listener, Timer};
use crate::command::Command;
use crate::keys::{KeyMap, Meaning, Press};
use crate::settings::Choices;
use crate::words::{text, use_i18n};

/// How long a person who knows the next key has before the sheet appears, in milliseconds.
const SHEET_MILLIS: u64 = 500;

/// The gate, and the key map that holds.
#[derive(Clone, Copy)]
pub(super) struct Gate {
    pub(super) map: Memo<KeyMap>,
    is_open: RwSignal<bool>,
    /// Whether the sheet is shown.
    is_shown: RwSignal<bool>,
    timer: StoredValue<Option<Timer>, LocalStorage>,
}

impl Gate {
    /// Listens for keys, wherever the focus is.
    pub(super) fn new(work: Work) -> Self {
        let choices = expect_context::<Choices>();
        let gate = Self {
            map: Memo::new(move |_| choices.with(|settings| KeyMap::new(&settings.keys))),
            is_open: RwSignal::new(false),
            is_shown: RwSignal::new(false),
            timer: StoredValue::new_local(None),
        };
        work.set_gate(gate);
        if let Some(window) = browser::window() {
            let pressed = move |event: web_sys::Event| {
                if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                    gate.pressed(work, event);
                }
            };
            // Before the terminal, which would send them.
            StoredValue::new_local(Listener::first(window.clone(), "keydown", pressed));
            StoredValue::new_local(Listener::first(window, "pointerdown", move |_| gate.shut()));
        }
        gate
    }

    fn pressed(self, work: Work, event: &KeyboardEvent) {
        if !work.is_shown() || browser::has_dialog() || event.is_composing() {
            return;
        }
        let (key, code) = (event.key(), event.code());
        let press = Press {
            key: &key,
            code: &code,
            ctrl: event.ctrl_key(),
            alt: event.alt_key(),
            shift: event.shift_key(),
            meta: event.meta_key(),
        };
        let meaning = self.map.with_untracked(|map| map.meaning(press, self.is_open.get_untracked()));
        match meaning {
            Meaning::Nothing | Meaning::Wait => return,
            // The browser makes a paste event of this key, which needs no permission.
            Meaning::Do(Command::Paste) if !self.is_open.get_untracked() => return event.stop_propagation(),
            Meaning::Gate => self.open(),
            Meaning::Do(command) => {
                self.shut();
                work.run(command);
            }
            Meaning::Tab(at) => {
                self.shut();
                work.arrange(|layout| layout.show_nth(at));
            }
            Meaning::Shut => self.shut(),
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn open(self) {
        self.is_open.set(true);
        self.timer.set_value(Timer::after(SHEET_MILLIS, move || _ = self.is_shown.try_set(true)));
    }

    fn shut(self) {
        if self.is_open.get_untracked() {
            self.is_open.set(false);
            self.is_shown.set(false);
            self.timer.set_value(None);
        }
    }
}

/// A row of the sheet: keys that belong together, and what they do.
type Row = (&'static [Command], Option<&'static str>);

/// Where one goes.
const GO: &[Command] = &[
    Command::Connect,
    Command::Machines,
    Command::Files,
    Command::System,
    Command::Drawer,
    Command::Palette,
    Command::Settings,
    Command::Keys,
];
const PANES: &[Row] = &[
    (&[Command::SplitRight], None),
    (&[Command::SplitDown], None),
    (&[Command::FocusLeft, Command::FocusDown, Command::FocusUp, Command::FocusRight], Some("go")),
    (&[Command::GrowLeft, Command::GrowDown, Command::GrowUp, Command::GrowRight], Some("grow")),
    (&[Command::Zoom], None),
    (&[Command::Duplicate], None),
    (&[Command::ClosePane], None),
    (&[Command::Reopen], None),
    (&[Command::Detach], None),
];
const TABS: &[Command] = &[
    Command::RenameTab,
    Command::PreviousTab,
    Command::NextTab,
    Command::MoveToNewTab,
    Command::MoveToNextTab,
];
const TERMINAL: &[Command] = &[
    Command::Find,
    Command::PromptEarlier,
    Command::PromptLater,
    Command::SendToAll,
    Command::PasteWithLook,
    Command::CopyScreen,
    Command::CopyOutput,
    Command::Save,
    Command::Again,
    Command::EndSession,
];

/// What can follow the gate key; it appears when one hesitates.
#[component]
pub(super) fn GateSheet() -> impl IntoView {
    let i18n = use_i18n();
    let gate = expect_context::<Gate>();
    let row = move |commands: &'static [Command], group: Option<&'static str>| {
        let keys = move || {
            let behind = |command: &Command| gate.map.with(|map| map.behind(*command).map(ToOwned::to_owned));
            commands.iter().filter_map(behind).collect::<Vec<_>>().join(" ")
        };
        let name = move || match group {
            Some("go") => text!(i18n, work.go_to_pane).get(),
            Some(_) => text!(i18n, work.move_border).get(),
            None => commands
                .first()
                .map(|command| super::keys::name(i18n.get_locale(), *command).to_owned())
                .unwrap_or_default(),
        };
        view! {
            <div>
                <dt>
                    <kbd>{keys}</kbd>
                </dt>
                <dd>{name}</dd>
            </div>
        }
    };
    let single = move |commands: &'static [Command]| {
        commands.iter().map(|command| row(std::slice::from_ref(command), None)).collect_view()
    };
    view! {
        <Show when=move || gate.is_shown.get()>
            <div class="menu keymap" role="dialog" aria-label=text!(i18n, work.keys)>
                <section>
                    <h2>{text!(i18n, work.go)}</h2>
                    <dl>
                        {single(GO)} <div>
                            <dt>
                                <kbd>"1…9"</kbd>
                            </dt>
                            <dd>{text!(i18n, work.nth_tab)}</dd>
                        </div> {single(TABS)}
                    </dl>
                </section>
                <section>
                    <h2>{text!(i18n, work.panes)}</h2>
                    <dl>{PANES.iter().map(|(commands, group)| row(commands, *group)).collect_view()}</dl>
                </section>
                <section>
                    <h2>{text!(i18n, work.terminal)}</h2>
                    <dl>{single(TERMINAL)}</dl>
                </section>
            </div>
        </Show>
    }
}
