//! What goes to the person's computer: files, what a script writes, and what is dragged out of the page.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use postern_shared::api::OutputOrder;
use postern_shared::script::Path;
use wasm_bindgen_futures::spawn_local;

use super::super::tells::Remark;
use super::super::work::Seat;
use super::{Job, Row, Transfers, Way, What};
use crate::net::NetError;
use crate::net::files::Own;
use crate::store::Held;
use crate::transfer::{self, Download, Phase, Source};

/// Is told how a script ended whose output was fetched: what it said on standard error, or why that is not whole.
pub(in crate::pages::workspace) type Told = Rc<dyn Fn(Result<String, NetError>)>;

/// A file whose address is in the data of a drag.
#[derive(Clone, PartialEq)]
pub(in crate::pages::workspace) struct Offered {
    seat: Seat,
    path: Path,
    own: Own,
}

impl Transfers {
    /// Has the browser fetch a file of the target, by a path that a person wrote.
    pub(in crate::pages::workspace) fn download(self, seat: Seat, path: &str) {
        self.fetch(seat, transfer::from_home(path).as_bytes());
    }

    /// Has the browser fetch a file of the target.
    pub(in crate::pages::workspace) fn fetch(self, seat: Seat, path: &[u8]) {
        if self.may_add(seat, 1) {
            self.add_file(seat, path, Download::new());
            self.begin();
        }
    }

    /// Has the browser save what a script writes; `told` is told how it ended. Returns what names it here.
    pub(in crate::pages::workspace) fn save(
        self,
        seat: Seat,
        order: OutputOrder,
        at: &str,
        told: Told,
    ) -> Option<u32> {
        if !self.may_add(seat, 1) {
            return None;
        }
        let (name, download) = (order.name.clone(), Rc::new(RefCell::new(Download::new())));
        let course = download.borrow().course.clone();
        let what = What::Down { source: Source::Output(order), download, told: Some(told) };
        let row = self.add(seat, Way::Down, name, at, course, what);
        self.begin();
        Some(row.id)
    }

    /// Stops what has this name here.
    pub(in crate::pages::workspace) fn stop(self, id: u32) {
        let row = self.rows.with_untracked(|rows| rows.iter().find(|row| row.id == id).cloned());
        if let Some(row) = row {
            self.remove(&row);
        }
    }

    /// An address for a file that is taken up with the mouse, at once: the relay learns of it while the mouse moves.
    pub(in crate::pages::workspace) fn offer(self, seat: Seat, path: Path) -> Option<(Offered, String)> {
        let key = seat.desk.held.with_value(Held::key);
        let offered = Offered { seat, path, own: Own::new()? };
        let url = offered.own.url(&key)?;
        let Offered { path, own, .. } = offered.clone();
        // Where this fails the browser finds nothing at the address, and says so in its own list.
        spawn_local(async move { drop(own.issue(&key, path.bytes()).await) });
        Some((offered, url))
    }

    /// It was let go of outside of the page, and somebody seems to have taken it or not: if the browser fetches it now,
    /// it is a transfer like any other.
    pub(in crate::pages::workspace) fn dragged_out(self, offered: Offered, is_taken: bool) {
        let Offered { seat, path, own } = offered;
        let key = self.work.living(seat.desk).held.with_value(Held::key);
        spawn_local(async move {
            let is_fetched = transfer::is_dragged_out(&key, &own.download, is_taken).await;
            if is_fetched && self.has_room(1) {
                let row = self.add_file(seat, path.bytes(), Download::begun(own.download));
                if let Some(job) = self.job(row.id) {
                    self.tick();
                    self.run(row, job).await;
                }
            }
        });
    }

    /// It was let go of within the page: nobody is to fetch it any more.
    pub(in crate::pages::workspace) fn taken_back(self, offered: Offered) {
        let key = self.work.living(offered.seat.desk).held.with_value(Held::key);
        spawn_local(async move { transfer::stop_download(&key, &offered.own.download).await });
    }

    /// Whether it is what a script writes.
    pub(super) fn is_script(self, row: &Row) -> bool {
        matches!(self.job(row.id), Some(Job { what: What::Down { source: Source::Output(_), .. }, .. }))
    }

    /// How many have ended, well or not; tracked.
    pub(in crate::pages::workspace) fn ended(self) -> u32 {
        self.ended.get()
    }

    fn add_file(self, seat: Seat, path: &[u8], download: Download) -> Row {
        let at = path.iter().rposition(|byte| *byte == b'/');
        let (directory, name) = at.map_or((&b""[..], path), |at| (&path[..at.max(1)], &path[at + 1..]));
        let (directory, name) = (String::from_utf8_lossy(directory), String::from_utf8_lossy(name));
        let course = download.course.clone();
        let download = Rc::new(RefCell::new(download));
        let what = What::Down { source: Source::File(path.to_vec()), download, told: None };
        self.add(seat, Way::Down, name.into_owned(), &directory, course, what)
    }

    /// Whether so many more fit into the list; the person is told if not.
    pub(super) fn may_add(self, seat: Seat, more: usize) -> bool {
        let may = self.has_room(more);
        if !may {
            seat.view.tells.remark(Remark::TooManyFiles);
        }
        may
    }
}

/// Tells how the output of a script came to be fetched, if somebody wants to know.
pub(super) fn tell(what: &What) {
    if let What::Down { download, told: Some(told), .. } = what {
        let download = download.borrow();
        match &download.course.phase {
            Phase::Done { .. } => told(Ok(download.said.clone())),
            Phase::Failed(error) => told(Err(error.clone())),
            Phase::Cancelled => told(Err(NetError::Cancelled)),
            Phase::Queued
            | Phase::Running
            | Phase::Paused
            | Phase::Broken { .. }
            | Phase::Halted
            | Phase::Checking => {}
        }
    }
}
