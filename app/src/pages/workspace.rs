//! The workspace: rail, tabs, panes, status bar. What it holds and can do is in `work`.

mod bar;
mod clipboard;
mod deeds;
mod echo;
mod end;
mod find;
mod gate;
mod images;
mod keys;
mod link;
mod looks;
mod machines;
mod menu;
mod message;
mod palette;
mod pane;
mod panels;
mod panes;
mod paste;
mod pointer;
mod prompts;
mod rename;
mod save;
mod send;
mod settings;
mod sides;
mod status;
mod tab_marks;
mod tabs;
mod tells;
mod touch;
mod transfers;
mod view;
mod work;

use leptos::prelude::*;

use crate::app::Nav;
use crate::browser;
use crate::command::Command;
use crate::marks::Stir;
use crate::parts::{Icon, ThemeButton};
use crate::route::Screen;
use crate::words::{text, use_i18n};
use gate::{Gate, GateSheet};
use keys::KeysDialog;
use palette::Palette;
use panels::{OpenPanel, Panel, PanelButton, Panels};
use panes::Panes;
use rename::RenameDialog;
use send::{Send, SendBar};
use status::Status;
use tabs::Tabs;
use touch::KeyRow;
use transfers::{AskDialogs, TransferList, Transfers};
use work::{Sheet, Work};

pub(crate) use images::Images;

/// The sessions of this tab of the browser, side by side. It stays as it is while another screen is shown.
#[component]
pub(crate) fn WorkspacePage() -> impl IntoView {
    let nav = expect_context::<Nav>();
    let work = Work::restore();
    provide_context(work);
    provide_context(Send::new(work));
    provide_context(Gate::new(work));
    provide_context(Panels::new(work));
    provide_context(Transfers::new(work));
    work.follow();
    let is_away = move || matches!(nav.screen(), Screen::SignIn);
    Effect::new(move || {
        let title = work.focused().and_then(|seat| seat.title());
        let rang = if work.marks_of_all().stir == Stir::Bell { "● " } else { "" };
        if let Some(title) = title.filter(|_| !is_away()) {
            browser::set_title(&format!("{rang}{title} · Postern"));
        }
    });
    let heading = move || work.active_tab().map(|tab| work.name_of(&tab)).unwrap_or_default();
    view! {
        // Out of sight, and not gone: a terminal that has no size would lose its own.
        <div class="shell" class:away=is_away inert=is_away>
            <Rail />
            <OpenPanel />
            <main class="work">
                <h1 class="visually-hidden">{heading}</h1>
                <Tabs />
                <Panes />
                <SendBar />
                <KeyRow />
            </main>
            <Status />
            <GateSheet />
            <TransferList />
        </div>
        <AskDialogs />
        {move || match work.sheet() {
            Some(Sheet::Palette) => view! { <Palette /> }.into_any(),
            Some(Sheet::Keys) => view! { <KeysDialog /> }.into_any(),
            Some(Sheet::Rename(tab)) => view! { <RenameDialog tab /> }.into_any(),
            None => ().into_any(),
        }}
    }
}

#[component]
fn Rail() -> impl IntoView {
    let i18n = use_i18n();
    let work = expect_context::<Work>();
    let keys = text!(i18n, command.keys);
    let palette = text!(i18n, command.palette);
    let settings = text!(i18n, command.settings);
    view! {
        <nav class="rail" aria-label="Postern">
            <Home class="brand" label=text!(i18n, page.home) />
            <PanelButton panel=Panel::Machines />
            <PanelButton panel=Panel::Files />
            <PanelButton panel=Panel::System />
            <PanelButton panel=Panel::Runbooks />
            <button type="button" class="icon" title=palette aria-label=palette on:click=move |_| work.run(Command::Palette)>
                <Icon name="search" />
            </button>
            <ThemeButton class="rest" />
            <button type="button" class="icon" title=keys aria-label=keys on:click=move |_| work.run(Command::Keys)>
                <Icon name="keys" />
            </button>
            <button type="button" class="icon" title=settings aria-label=settings on:click=move |_| work.run(Command::Settings)>
                <Icon name="sliders" />
            </button>
        </nav>
    }
}

/// Back to the sign-in; the sessions go on.
#[component]
fn Home(class: &'static str, #[prop(into)] label: Signal<String>) -> impl IntoView {
    let nav = expect_context::<Nav>();
    let go = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        nav.go(Screen::SignIn);
    };
    view! {
        <a class=class href="/" title=label aria-label=label on:click=go>
            <Icon name="gate" />
        </a>
    }
}
