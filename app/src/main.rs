//! Starts the page in the browser.

fn main() {
    postern_app::start();
}
