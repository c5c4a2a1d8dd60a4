//! Does for a transfer what its state asks for, until there is nothing left to do.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use web_sys::{File, HtmlElement};

use super::download::ASK_EVERY;
use super::upload::Step;
use super::{Download, Phase, Upload};
use crate::browser::{now, random, sleep};
use crate::net::Key;
use crate::net::files::{self, Sending, Target};

/// Runs an upload that has begun to its end; `changed` is called whenever it did.
pub(crate) async fn upload(
    key: &Key,
    target: &Target,
    file: &File,
    upload: &Rc<RefCell<Upload>>,
    sending: &Sending,
    changed: Rc<dyn Fn()>,
) {
    loop {
        let step = upload.borrow().step(now());
        let answer = match step {
            Step::Rest => return,
            Step::Wait(millis) => {
                sleep(millis).await;
                upload.borrow_mut().due();
                changed();
                continue;
            }
            Step::Ask => files::arrived(key, target).await,
            Step::Send(from, to) => {
                let (total, overwrite) = (upload.borrow().total, upload.borrow().overwrite);
                let (of, told) = (upload.clone(), changed.clone());
                let progress = move |sent| {
                    of.borrow_mut().progress(now(), from + sent);
                    told();
                };
                files::put(key, target, file, from..to, total, overwrite, sending, progress).await
            }
        };
        upload.borrow_mut().answered(answer, now(), random());
        changed();
    }
}

/// Has the browser fetch a file, and follows it to its end.
pub(crate) async fn download(
    key: &Key,
    target: &Target,
    download: &Rc<RefCell<Download>>,
    changed: Rc<dyn Fn()>,
) -> Option<String> {
    let ticket = match files::ticket(key, target).await {
        Ok(ticket) => ticket,
        Err(error) => {
            download.borrow_mut().phase = Phase::Failed(error);
            changed();
            return None;
        }
    };
    {
        let mut download = download.borrow_mut();
        (download.total, download.phase) = (ticket.bytes, Phase::Running);
    }
    go_to(&ticket.url, &ticket.name);
    changed();
    while download.borrow().goes_on() {
        sleep(ASK_EVERY).await;
        let answer = files::fetched(key, &ticket.download).await;
        download.borrow_mut().answered(answer, now());
        changed();
    }
    Some(ticket.download)
}

/// Gives an upload up: nothing of it stays on the target.
pub(crate) async fn give_up(key: &Key, target: &Target, sending: &Sending) {
    sending.stop();
    // Where this fails the relay removes it after a while.
    let _ = files::discard(key, target).await;
}

/// Follows an address as a person would; the answer is an attachment, so the page stays where it is.
fn go_to(url: &str, name: &str) {
    let Some(document) = crate::browser::window().and_then(|window| window.document()) else { return };
    let Ok(link) = document.create_element("a") else { return };
    let _ = link.set_attribute("href", url);
    let _ = link.set_attribute("download", name);
    if let Some(link) = link.dyn_ref::<HtmlElement>() {
        link.click();
    }
}
