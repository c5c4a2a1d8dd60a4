//! The settings dialog: its sections, one at a time. What a section changes is the section's own business.

mod looks;
mod sample;
mod themes;

use leptos::prelude::*;

use super::clipboard::ClipboardSection;
use super::echo::EchoSection;
use super::images::ImagesSection;
use super::view::View;
use crate::parts::{Dialog, Icon};
use crate::words::{I18n, Text, text, use_i18n};
use looks::LooksSection;

/// The sections, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Looks,
    Clipboard,
    Typing,
}

impl Section {
    const ALL: [Self; 3] = [Self::Looks, Self::Clipboard, Self::Typing];

    fn name(self, i18n: I18n) -> Text {
        match self {
            Self::Looks => text!(i18n, settings.looks),
            Self::Clipboard => text!(i18n, clipboard.title),
            Self::Typing => text!(i18n, settings.typing),
        }
    }

    fn view(self) -> AnyView {
        match self {
            Self::Looks => view! { <LooksSection /> }.into_any(),
            Self::Clipboard => view! { <ClipboardSection /> }.into_any(),
            Self::Typing => view! {
                <EchoSection />
                <ImagesSection />
            }
            .into_any(),
        }
    }
}

/// The dialog.
#[component]
pub(super) fn SettingsDialog() -> impl IntoView {
    let i18n = use_i18n();
    let view = expect_context::<View>();
    let section = RwSignal::new(Section::Looks);
    let close = move || {
        view.is_setting.set(false);
        view.focus();
    };
    let close_label = text!(i18n, page.close);
    let entry = move |one: Section| {
        let current = move || (section.get() == one).then_some("true");
        view! {
            <li>
                <button type="button" class="quiet" aria-current=current on:click=move |_| section.set(one)>
                    {one.name(i18n)}
                </button>
            </li>
        }
    };
    view! {
        <Dialog class="settings" labelled_by="settings-title" on_close=close>
            <header>
                <Icon name="sliders" />
                <h2 id="settings-title">{text!(i18n, settings.title)}</h2>
                <span class="grow"></span>
                <button type="button" class="icon" title=close_label aria-label=close_label on:click=move |_| close()>
                    <Icon name="close" />
                </button>
            </header>
            <nav aria-label=text!(i18n, settings.sections)>
                <ul>{Section::ALL.map(entry).collect_view()}</ul>
            </nav>
            <div class="scroll">{move || section.get().view()}</div>
        </Dialog>
    }
}
