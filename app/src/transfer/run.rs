//! Does for a transfer what its state asks for, until there is nothing left to do.

use std::cell::RefCell;
use std::rc::Rc;

use postern_shared::api::DownloadState;
use web_sys::File;

use super::download::{ASK_EVERY, Source};
use super::upload::Step;
use super::{Course, Download, Upload};
use crate::browser::{self, now, random, sleep};
use crate::net::files::{self, Sending, Target};
use crate::net::{Key, NetError};

/// Times the relay is asked whether what was dragged out is fetched: somewhat longer than its address is good.
const TAKEN_TRIES: u32 = 70;

/// The same of what nobody seems to have taken.
const UNTAKEN_TRIES: u32 = 5;

/// Runs an upload that has begun to its end; `changed` is told whenever it did.
pub(crate) async fn upload(
    key: &Key,
    target: &Target,
    file: &File,
    upload: &Rc<RefCell<Upload>>,
    sending: &Sending,
    changed: Rc<dyn Fn(&Course)>,
) {
    let turn = upload.borrow().turn;
    loop {
        let step = upload.borrow().step(now());
        let answer = match step {
            Step::Rest => return,
            Step::Wait(millis) => {
                sleep(millis).await;
                None
            }
            Step::Ask => Some(files::arrived(key, target).await),
            Step::Send(from, to) => {
                let (total, overwrite) = (upload.borrow().course.total, upload.borrow().overwrite);
                let (of, told) = (upload.clone(), changed.clone());
                let progress = move |sent| {
                    of.borrow_mut().progress(now(), from + sent);
                    told(&of.borrow().course);
                };
                let answer =
                    files::put(key, target, file, from..to, total, overwrite, sending, progress).await;
                // The browser says no more than that it failed, whichever side it was.
                if answer == Err(NetError::Unreachable) && !browser::is_readable(file).await {
                    upload.borrow_mut().unreadable();
                }
                Some(answer)
            }
        };
        if upload.borrow().turn != turn {
            // It was stopped, and has begun again since.
            return;
        }
        match answer {
            Some(answer) => upload.borrow_mut().answered(answer, now(), random()),
            None => upload.borrow_mut().due(now()),
        }
        changed(&upload.borrow().course);
    }
}

/// Has the browser fetch a file, and follows it to its end.
pub(crate) async fn download(
    key: &Key,
    source: &Source,
    download: &Rc<RefCell<Download>>,
    changed: impl Fn(&Course),
) {
    let is_asked_for = download.borrow().ticket.is_some();
    if !is_asked_for {
        let ticket = match source {
            Source::File(path) => files::ticket(key, path).await,
            Source::Output(order) => files::order(key, order).await,
        };
        let address = ticket.as_ref().ok().map(|ticket| (ticket.url.clone(), ticket.name.clone()));
        let is_wanted = download.borrow_mut().granted(ticket.map(|ticket| (ticket.download, ticket.bytes)));
        if let Some((url, name)) = address.filter(|_| is_wanted) {
            // The answer is an attachment, so the page stays where it is.
            browser::follow(&url, &name);
        }
    }
    changed(&download.borrow().course);
    while download.borrow().goes_on() {
        sleep(ASK_EVERY).await;
        let Some(ticket) = download.borrow().ticket.clone() else { return };
        let answer = files::fetched(key, &ticket).await;
        download.borrow_mut().answered(answer, now());
        changed(&download.borrow().course);
    }
}

/// Whether the browser begins to fetch what was dragged out of the page, where somebody seems to have taken that or not:
/// not every desktop says so.
pub(crate) async fn is_dragged_out(key: &Key, download: &str, is_taken: bool) -> bool {
    for _ in 0..if is_taken { TAKEN_TRIES } else { UNTAKEN_TRIES } {
        // The relay may not have heard of it yet.
        let state = files::fetched(key, download).await;
        if state.is_ok_and(|state| state != DownloadState::Waiting) {
            return true;
        }
        sleep(ASK_EVERY).await;
    }
    stop_download(key, download).await;
    false
}

/// Gives an upload up: nothing of it stays on the target.
pub(crate) async fn give_up(key: &Key, target: &Target) {
    // Where this fails the relay removes it after a while.
    let _ = files::discard(key, target).await;
}

/// Stops a download; the browser then says so in its own list.
pub(crate) async fn stop_download(key: &Key, ticket: &str) {
    // One that cannot be stopped ends by itself.
    let _ = files::stop(key, ticket).await;
}
