//! The panel of what the target is busy with: its figures, and a table for each subject.

use leptos::html;
use leptos::prelude::*;
use postern_shared::table::Topic;

use super::Panels;
use super::board::{BoardView, topic_name};
use super::drawer::DrawerView;
use super::monitor::MonitorStrip;
use super::root::RootSwitch;
use super::station::Station;
use crate::browser;
use crate::parts::Icon;
use crate::words::{text, use_i18n};

/// The panel.
#[component]
pub(super) fn SystemPanel(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let host = station.desk.host();
    view! {
        <aside
            class="panel system"
            data-size="full"
            data-root=move || station.is_root.get().to_string()
            aria-label=text!(i18n, system.on, host = host.clone())
        >
            <Head station />
            {move || {
                let board = station.board();
                let has_figures = station.topic.get() == Topic::Processes;
                view! {
                    {has_figures.then(|| view! { <MonitorStrip station /> })}
                    <BoardView station board />
                }
            }}
            <DrawerView station />
        </aside>
    }
}

/// The bar: which subject is shown.
#[component]
fn Head(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    let close = text!(i18n, files.close);
    let choose = move |topic: Topic| {
        station.topic.set(topic);
        untrack(|| station.board()).focus();
    };
    let tab = move |topic: Topic| {
        let button = NodeRef::<html::Button>::new();
        // Where the names do not fit, the one that is shown is in sight.
        Effect::new(move || {
            if let (true, Some(button)) = (station.topic.get() == topic, button.get()) {
                browser::reveal(&button);
            }
        });
        view! {
            <button
                type="button"
                class="quiet"
                node_ref=button
                aria-pressed=move || (station.topic.get() == topic).to_string()
                on:click=move |_| choose(topic)
            >
                {move || topic_name(i18n.get_locale(), topic)}
            </button>
        }
    };
    let group = move |topics: &'static [Topic]| {
        view! { <div class="topics">{topics.iter().copied().map(tab).collect_view()}</div> }
    };
    view! {
        <div class="bar">
            <h2 class="visually-hidden">{text!(i18n, command.system)}</h2>
            <nav class="grow subjects" aria-label=text!(i18n, system.subjects)>
                {Topic::GROUPS.iter().copied().map(group).collect_view()}
            </nav>
            <menu>
                <RootSwitch station />
                <li>
                    <button type="button" class="icon small" title=close aria-label=close on:click=move |_| panels.close()>
                        <Icon name="close" />
                    </button>
                </li>
            </menu>
        </div>
    }
}
