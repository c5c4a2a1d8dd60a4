//! The drawer on the screen: left the script, right what it will touch, later what it said; same place, same height.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use postern_shared::script::{Ran, Remedy, Risk};
use web_sys::{KeyboardEvent, MouseEvent};

use super::super::deeds::{name, verb};
use super::super::shown_text;
use super::super::station::Station;
use super::asks::{Password, SaveAsRunbook};
use super::history::History;
use super::parts::{end, lost, took};
use super::script::ScriptText;
use super::{Drawer, Phase, Sheet, Touches};
use crate::browser;
use crate::pages::workspace::message::size;
use crate::parts::Icon;
use crate::words::{Locale, t_string, td_string, text, use_i18n};

/// The drawer.
#[component]
pub(in super::super) fn DrawerView(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let drawer = station.drawer;
    let details = NodeRef::<html::Details>::new();
    let state = move || match drawer.shown.get() {
        None => "empty",
        Some(sheet) => match (sheet.phase.get(), sheet.risk()) {
            (Phase::Waits, Risk::Final) => "asks",
            (Phase::Waits, _) => "ready",
            _ if sheet.is_failed() => "failed",
            _ => "ran",
        },
    };
    let fold = move |event: MouseEvent| {
        event.prevent_default();
        drawer.toggle();
    };
    // The browser opens it too, to show what it has found in it.
    let toggled = move |_| {
        if let Some(details) = details.get_untracked() {
            drawer.is_open.set(details.open());
        }
    };
    view! {
        <details
            class="drawer"
            data-state=state
            prop:open=move || drawer.is_open.get()
            node_ref=details
            on:toggle=toggled
            on:keydown=move |event| keys(&event, station)
        >
            <summary id="drawer-summary" on:click=fold>
                <Icon name="script" />
                {move || match drawer.shown.get() {
                    Some(sheet) => view! { <Heading sheet /> }.into_any(),
                    None => view! { <span class="quiet-text">{text!(i18n, drawer.title)}</span> }.into_any(),
                }}
            </summary>
            {move || drawer.shown.get().map(|sheet| view! { <SheetView station sheet /> })}
            <History station />
        </details>
    }
}

/// Ctrl+Enter runs, Esc goes back to the terminal, or takes away what waits.
fn keys(event: &KeyboardEvent, station: Station) {
    if event.is_composing() {
        return;
    }
    let drawer = station.drawer;
    match (event.key().as_str(), event.ctrl_key() || event.meta_key()) {
        ("Enter", true) => {
            if let Some(sheet) = drawer.shown.get_untracked() {
                event.prevent_default();
                drawer.run(station, sheet);
            }
        }
        ("Escape", _) => {
            event.prevent_default();
            event.stop_propagation();
            if drawer.waiting().is_some() {
                drawer.dismiss();
            }
            station.work.focus_terminal();
        }
        _ => {}
    }
}

/// What it is and where it stands.
#[component]
fn Heading(sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || sheet.plan.with_value(|plan| name(i18n.get_locale(), &plan.title));
    let waits = move || sheet.phase.with(|phase| *phase == Phase::Waits);
    let tag = move || match sheet.risk() {
        Risk::Final => ("tag bad", t_string!(i18n, drawer.waits)),
        Risk::Reads | Risk::Undoable | Risk::Disturbs => ("tag", t_string!(i18n, drawer.ready)),
    };
    let clock = RwSignal::new(browser::wall_clock());
    let ticking =
        set_interval_with_handle(move || clock.set(browser::wall_clock()), Duration::from_millis(200));
    on_cleanup(move || {
        if let Ok(ticking) = ticking {
            ticking.clear();
        }
    });
    let time = move || match sheet.phase.get() {
        Phase::Running | Phase::Away => took((clock.get() - sheet.began.get()).max(0.0) as u64),
        Phase::Ran { millis, .. } => took(millis),
        Phase::Waits | Phase::Lost(_) => String::new(),
    };
    let right = move || {
        let is_final = sheet.risk() == Risk::Final && waits();
        is_final.then(|| t_string!(i18n, drawer.no_undo))
    };
    view! {
        <strong class="clip">{title}</strong>
        <Show when=waits>
            <span class=move || tag().0>{move || tag().1}</span>
        </Show>
        <span class="end">
            {right}
            <output class:ok=move || sheet.is_done() class:bad=move || sheet.is_failed() aria-live="polite">
                {move || end(i18n.get_locale(), &sheet.phase.get())}
            </output>
            <span class="num">{time}</span>
        </span>
        <Show when=move || sheet.is_running()>
            <progress class="sweep" aria-label=text!(i18n, drawer.running)></progress>
        </Show>
    }
}

#[component]
fn SheetView(station: Station, sheet: Sheet) -> impl IntoView {
    view! {
        <div class="both">
            <ScriptText text=sheet.text is_fixed=Signal::derive(move || sheet.is_running()) />
            <Says sheet station />
        </div>
        <Buttons station sheet />
    }
}

/// What it will touch, then what it said.
#[component]
fn Says(station: Station, sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let place = StoredValue::new(station.desk.place());
    let on = move || t_string!(i18n, drawer.on, place = place.get_value());
    move || match sheet.phase.get() {
        Phase::Waits => view! {
            <div class="touches" tabindex="0" role="region" aria-label=text!(i18n, drawer.touches)>
                <Password station sheet />
                <h3>{text!(i18n, drawer.touches)}</h3>
                {touches(i18n.get_locale(), &sheet.touches.get())}
                <p class="quiet-text">{on}</p>
            </div>
        }
        .into_any(),
        phase => {
            let (l, failed) = (i18n.get_locale(), sheet.is_failed());
            let said = sheet.said.get();
            let has_password = station.has_password();
            let helps = |remedy| help(l, remedy, has_password).to_owned();
            let next = lost(l, &phase).or_else(|| sheet.remedy().map(helps));
            let ran = move || {
                let at = crate::when::clock(i18n.get_locale(), sheet.began.get());
                t_string!(i18n, drawer.ran_at, time = at, place = place.get_value())
            };
            view! {
                <div class="touches" tabindex="0" role="region" aria-label=text!(i18n, drawer.said)>
                    <Password station sheet />
                    <h3>{if failed { td_string!(l, drawer.said_errors) } else { td_string!(l, drawer.said) }}</h3>
                    {match sheet.meant().and_then(|(meant, ran)| meant.view(l, &ran)) {
                        Some(shown) => shown,
                        None => view! { <Said said failed /> }.into_any(),
                    }}
                    {next.map(|next| view! { <p class="quiet-text">{next}</p> })}
                    <p class="quiet-text">{ran}</p>
                </div>
            }
            .into_any()
        }
    }
}

/// Most of what a script said that is shown at once, in bytes.
const SHOWN_BYTES: usize = 64 * 1024;

#[component]
fn Said(said: Ran, failed: bool) -> impl IntoView {
    let i18n = use_i18n();
    let text = |bytes: &[u8]| {
        let last = &bytes[bytes.len().saturating_sub(SHOWN_BYTES)..];
        shown_text(&String::from_utf8_lossy(last).replace('\0', "\n"))
    };
    let (output, errors) = (text(&said.stdout), text(&said.stderr));
    let is_silent = output.is_empty() && errors.is_empty();
    view! {
        {(!errors.is_empty()).then(|| view! { <samp class:bad=failed class:warn=!failed>{errors}</samp> })}
        {(!output.is_empty()).then(|| view! { <samp>{output}</samp> })}
        {is_silent.then(|| view! { <samp class="quiet-text">{text!(i18n, drawer.silent)}</samp> })}
    }
}

fn touches(l: Locale, touches: &Touches) -> AnyView {
    match touches {
        Touches::Nothing => ().into_any(),
        Touches::Coming => {
            view! { <p class="quiet-text" role="status">{td_string!(l, drawer.looking)}</p> }.into_any()
        }
        Touches::These(these) if these.is_empty() => {
            view! { <p class="quiet-text">{td_string!(l, trash.nothing)}</p> }.into_any()
        }
        Touches::Text(said) => view! { <samp>{shown_text(said)}</samp> }.into_any(),
        Touches::Unknown(said) => view! { <samp class="bad">{shown_text(said)}</samp> }.into_any(),
        Touches::These(these) => {
            let row = |touched: &postern_shared::script::files::Touched| {
                let name = shown_text(&String::from_utf8_lossy(&touched.name));
                let files = if touched.files == 1 {
                    td_string!(l, drawer.one_file).to_owned()
                } else {
                    td_string!(l, drawer.files, count = touched.files)
                };
                view! {
                    <tr>
                        <td>
                            <bdi>{name}</bdi>
                        </td>
                        <td class="n if-middling">{files}</td>
                        <td class="n">{size(touched.bytes)}</td>
                    </tr>
                }
            };
            view! {
                <table>
                    <tbody>{these.iter().map(row).collect_view()}</tbody>
                </table>
            }
            .into_any()
        }
    }
}

/// What the person can do next.
pub(in super::super) fn help(l: Locale, remedy: Remedy, has_password: bool) -> &'static str {
    match remedy {
        Remedy::Password if has_password => td_string!(l, drawer.help_password_given),
        Remedy::Sudo => td_string!(l, drawer.help_sudo),
        Remedy::Password | Remedy::PasswordAgain => td_string!(l, drawer.help_password),
        Remedy::NotAllowed => td_string!(l, drawer.help_not_allowed),
        Remedy::ReadAgain => td_string!(l, drawer.help_read_again),
        Remedy::OtherName => td_string!(l, drawer.help_other_name),
        Remedy::MakeRoom => td_string!(l, drawer.help_room),
        Remedy::ReadOnly => td_string!(l, drawer.help_read_only),
        Remedy::Install => td_string!(l, drawer.help_install),
        Remedy::EndUse => td_string!(l, disks.help_end_use),
    }
}

#[component]
fn Buttons(station: Station, sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let drawer = station.drawer;
    let copied = RwSignal::new(false);
    let copy = move |_| {
        browser::copy(&sheet.text.get_untracked());
        copied.set(true);
    };
    let copy_label =
        move || if copied.get() { t_string!(i18n, drawer.copied) } else { t_string!(i18n, drawer.copy) };
    let into_terminal =
        move |_| station.type_into_terminal(sheet.text.get_untracked().trim_end_matches('\n'));
    view! {
        <menu>
            <li>
                <RunButton station sheet />
            </li>
            <li>
                <button type="button" class="quiet" title=text!(i18n, drawer.into_terminal) on:click=into_terminal>
                    <Icon name="into" />
                    <span class="label">{text!(i18n, drawer.into_terminal)}</span>
                </button>
            </li>
            <li>
                <button type="button" class="quiet" title=copy_label on:click=copy>
                    {move || view! { <Icon name=if copied.get() { "check" } else { "copy" } /> }}
                    <span class="label">{copy_label}</span>
                </button>
            </li>
            <SaveAsRunbook sheet />
            <li class="grow">
                <Show when=move || sheet.undo().is_some()>
                    <button type="button" class="quiet" on:click=move |_| drawer.undo(station, sheet)>
                        <Icon name="undo" />
                        {text!(i18n, drawer.undo)}
                    </button>
                </Show>
                <Show when=move || sheet.phase.with(|phase| *phase == Phase::Waits)>
                    <button type="button" class="quiet" on:click=move |_| drawer.dismiss()>
                        {text!(i18n, page.cancel)}
                        <kbd aria-hidden="true">"Esc"</kbd>
                    </button>
                </Show>
            </li>
        </menu>
    }
}

/// What the first button does, as things stand.
#[derive(Clone, Copy, PartialEq)]
enum Deal {
    Run,
    Stop,
    ThroughSudo,
}

/// Runs the script, stops it, or runs it through `sudo`.
#[component]
fn RunButton(station: Station, sheet: Sheet) -> impl IntoView {
    let i18n = use_i18n();
    let drawer: Drawer = station.drawer;
    let host = StoredValue::new(station.desk.host());
    let deed = sheet.plan.with_value(|plan| plan.title.deed);
    let run_label = move || {
        let host = host.get_value();
        match (sheet.phase.get(), sheet.risk()) {
            (Phase::Waits, Risk::Final) => {
                let verb = verb(i18n.get_locale(), deed);
                t_string!(i18n, drawer.do_on, verb = verb, host = host)
            }
            (Phase::Waits, _) => t_string!(i18n, drawer.run_on, host = host),
            _ => t_string!(i18n, drawer.run_again).to_owned(),
        }
    };
    let deal = Memo::new(move |_| {
        let wants_sudo = sheet.is_failed() && sheet.remedy() == Some(Remedy::Sudo);
        if sheet.is_running() {
            Deal::Stop
        } else if wants_sudo && sheet.again.with_value(Option::is_some) {
            Deal::ThroughSudo
        } else {
            Deal::Run
        }
    });
    let act = move |_| match deal.get_untracked() {
        Deal::Run => drawer.run(station, sheet),
        Deal::Stop => Drawer::cancel(sheet),
        Deal::ThroughSudo => drawer.through_sudo(station, sheet),
    };
    let is_danger = move || deal.get() == Deal::Run && sheet.risk() == Risk::Final;
    let label = move || match deal.get() {
        Deal::Run => run_label(),
        Deal::Stop => t_string!(i18n, drawer.stop).to_owned(),
        Deal::ThroughSudo => t_string!(i18n, drawer.through_sudo).to_owned(),
    };
    view! {
        <button
            type="button"
            class:danger=is_danger
            class:primary=move || deal.get() != Deal::Stop && !is_danger()
            on:click=act
        >
            {move || view! { <Icon name=if deal.get() == Deal::Stop { "stop" } else { "run" } /> }}
            {label}
            <Show when=move || deal.get() == Deal::Run>
                <kbd aria-hidden="true">"Ctrl+↵"</kbd>
            </Show>
        </button>
    }
}
