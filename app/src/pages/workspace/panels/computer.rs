//! Between the panel and the person's computer: what a script writes saved there, folders from there sent.

use leptos::prelude::*;
use postern_shared::api::OutputOrder;
use postern_shared::script::files::MakeTree;
use postern_shared::script::{Input, Name, Path, Plan, Script};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, File};

use super::drawer::Sheet;
use super::station::Station;
use crate::browser;
use crate::pages::workspace::tells::Remark;
use crate::pages::workspace::transfers::{Offered, Told};
use crate::pages::workspace::work::Seat;
use crate::transfer::{Tree, Untaken, drag_name};

/// Files that go as soon as the folders they go into are made.
#[derive(Clone)]
pub(super) struct Coming {
    seat: Seat,
    made: Sheet,
    files: Vec<(String, File)>,
}

/// What ends a script whose output is saved.
pub(super) type Stop = Callback<()>;

impl Station {
    /// The pane of this session that has the keyboard, or had it.
    fn seat(self) -> Option<Seat> {
        let is_mine = |seat: &Seat| seat.desk == self.desk;
        self.work
            .focused_now()
            .filter(is_mine)
            .or_else(|| untrack(|| self.work.seats()).into_iter().find(is_mine))
    }

    /// Has the browser save what a script writes under this name.
    pub(super) fn save_output(self, script: &str, name: &Name, told: Told) -> Option<Stop> {
        let (seat, transfers) = (self.seat()?, self.work.transfers()?);
        let order = self.with_job(&Script::edited(script), &Input::default(), |job| OutputOrder {
            name: name.text(),
            script: job.script.text().to_owned(),
            password: job.password.map(str::to_owned),
        });
        let at = self.files.here_now().map(|here| here.text()).unwrap_or_default();
        let id = transfers.save(seat, order, &at, told)?;
        Some(Callback::new(move |()| transfers.stop(id)))
    }

    /// Gives the person a file to keep.
    pub(super) fn download(self, path: &Path) {
        if let (Some(seat), Some(transfers)) = (self.seat(), self.work.transfers()) {
            transfers.fetch(seat, path.bytes());
        }
    }

    /// Puts an address into the data of a drag, by which a browser that knows how fetches the file where it is let go of.
    pub(super) fn offer(self, event: &DragEvent, path: Path) -> Option<Offered> {
        let (seat, transfers) = (self.seat()?, self.work.transfers()?);
        let name = drag_name(&path.name()?);
        let (offered, url) = transfers.offer(seat, path)?;
        // Three fields with colons between them; the last one may hold more.
        let data = format!("application/octet-stream:{name}:{url}");
        event.data_transfer()?.set_data("DownloadURL", &data).ok()?;
        Some(offered)
    }

    /// A drag is over that began here: let go of outside of the page, or nowhere, or in the page.
    pub(super) fn let_go(self, event: &DragEvent, offered: Offered, is_here: bool) {
        let Some(transfers) = self.work.transfers() else { return };
        let is_taken = event.data_transfer().is_some_and(|data| data.drop_effect() != "none");
        if is_here {
            transfers.taken_back(offered);
        } else {
            transfers.dragged_out(offered, is_taken);
        }
    }

    /// Files and folders were dropped on a directory.
    pub(super) fn receive_drop(self, event: &DragEvent, to: Path) {
        let tree = browser::dropped_tree(event);
        spawn_local(async move { self.receive(tree.await, to) });
    }

    /// Has the person choose a folder to send.
    pub(super) fn ask_folder(self, to: Path) {
        browser::choose_folder(move |field| self.receive(browser::chosen_tree(&field), to));
    }

    /// Sends what came: first the folders are made, by a script that is shown like any other.
    fn receive(self, tree: Result<Tree<File>, Untaken>, to: Path) {
        let (Some(seat), Some(transfers)) = (self.seat(), self.work.transfers()) else { return };
        let tree = match tree {
            Ok(tree) => tree,
            Err(why) => return seat.view.tells.remark(remark(why)),
        };
        let into = |way: &[Name]| way.iter().fold(to.clone(), |path, name| path.join(name)).text();
        let files = tree.files.into_iter().map(|(way, file)| (into(&way), file)).collect();
        if tree.folders.is_empty() {
            return transfers.upload_each(seat, files);
        }
        let action = MakeTree { directory: to.clone(), folders: tree.folders };
        if let Some(Ok(made)) = self.act(move |tools| Plan::of(&action, tools)) {
            self.files.coming.set_value(Some(Coming { seat, made, files }));
            self.send_coming();
        }
    }

    /// Sends what waits for its folders, once they are there; without them nothing is sent.
    pub(super) fn send_coming(self) {
        let is_over = |coming: &Coming| untrack(|| !coming.made.is_running());
        let Some(coming) = self.files.coming.get_value().filter(is_over) else { return };
        self.files.coming.set_value(None);
        if let Some(transfers) = self.work.transfers().filter(|_| untrack(|| coming.made.is_done())) {
            transfers.upload_each(coming.seat, coming.files);
        }
    }
}

/// What is said of what cannot be taken.
fn remark(why: Untaken) -> Remark {
    match why {
        Untaken::TooMuch => Remark::TooManyFiles,
        Untaken::Unreadable => Remark::Unreadable,
    }
}
