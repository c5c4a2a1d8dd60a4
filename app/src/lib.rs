//! Postern's page: reaches the relay, shows terminals. It renders; it knows nothing of SSH.

#![expect(unreachable_pub, reason = "leptos makes the properties of a component public")]

mod app;
mod browser;
mod clipboard;
mod command;
mod draft;
mod fuzzy;
mod keys;
mod layout;
mod net;
mod pages;
mod parts;
mod paste;
mod private_key;
mod recent;
mod route;
mod session;
mod settings;
mod shell;
mod sign_in;
mod sticky;
mod store;
mod theme;
mod title;
mod trouble;
mod typing;
mod when;
mod words;
mod xterm;

/// Puts the page into the document.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
