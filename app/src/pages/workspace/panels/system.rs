//! The panel of what the target is busy with: its figures, and the place for what runs there.

use leptos::prelude::*;

use super::Panels;
use super::drawer::DrawerView;
use super::station::Station;
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
            id="system"
            tabindex="-1"
            data-size="wide"
            aria-label=text!(i18n, system.on, host = host.clone())
        >
            <Head station />
            <div class="scroll"></div>
            <DrawerView station />
        </aside>
    }
}

/// The bar.
#[component]
fn Head(station: Station) -> impl IntoView {
    let i18n = use_i18n();
    let panels = expect_context::<Panels>();
    let close = text!(i18n, files.close);
    view! {
        <div class="bar">
            <h2>{text!(i18n, command.system)}</h2>
            <bdi class="hint grow clip">{station.desk.host()}</bdi>
            <menu>
                <li>
                    <button type="button" class="icon small" title=close aria-label=close on:click=move |_| panels.close()>
                        <Icon name="close" />
                    </button>
                </li>
            </menu>
        </div>
    }
}
