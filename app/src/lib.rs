//! Postern's page: reaches the relay, shows terminals. It renders; it knows nothing of SSH.

#![expect(unreachable_pub, reason = "leptos makes the properties of a component public")]

mod app;
mod appearance;
mod browser;
mod clipboard;
mod command;
mod draft;
mod editor;
mod fuzzy;
mod gestures;
mod keys;
mod layout;
mod machines;
mod marks;
mod net;
mod osc;
mod pages;
mod panel;
mod parts;
mod paste;
mod predict;
mod private_key;
mod prompts;
mod recent;
mod route;
mod run;
mod session;
mod settings;
mod shell;
mod sign_in;
mod sticky;
mod store;
mod theme;
mod title;
mod transfer;
mod trouble;
mod turns;
mod typing;
mod when;
mod words;
mod xterm;

/// Puts the page into the document.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
