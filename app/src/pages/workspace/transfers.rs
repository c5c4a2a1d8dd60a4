//! Files on their way to and from targets: what waits, what runs, and what a person does about it.

mod ask;
mod drop;
mod list;
mod out;
mod strip;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use super::tells::Remark;
use super::work::{Desk, Seat, Work};
use crate::browser::{self, Listener};
use crate::layout::PaneId;
use crate::net::files::{Sending, Target};
use crate::store::Held;
use crate::transfer::{self, Course, Download, Phase, Source, Upload};

pub(super) use ask::{AskDialogs, Asked};
pub(super) use drop::{DropBar, Over};
pub(super) use list::{Chip, TransferList, go_to};
pub(super) use out::{Offered, Told};
pub(super) use strip::Strip;

/// How long what is done is shown beside what it was done to.
const FRESH: Duration = Duration::from_secs(10);

/// Most files in the list.
const MOST: usize = 1000;

/// The transfers of this page.
#[derive(Clone, Copy)]
pub(super) struct Transfers {
    work: Work,
    rows: RwSignal<Vec<Row>>,
    jobs: StoredValue<Vec<(u32, Job)>, LocalStorage>,
    /// Numbers them.
    last: StoredValue<u32>,
    /// The question that is open.
    asked: RwSignal<Option<Asked>, LocalStorage>,
    /// Now, while something is on its way.
    clock: RwSignal<u64>,
    ticking: StoredValue<Option<IntervalHandle>>,
    /// How many have ended, well or not: what is shown of a target may be no longer so.
    ended: RwSignal<u32>,
}

/// A transfer as the list shows it.
#[derive(Clone)]
struct Row {
    id: u32,
    pane: PaneId,
    desk: Desk,
    way: Way,
    name: String,
    place: Place,
    course: ArcRwSignal<Course>,
    /// Whether it is not long done.
    is_fresh: ArcRwSignal<bool>,
}

/// Where on which target.
#[derive(Clone)]
struct Place {
    host: String,
    directory: String,
}

impl Place {
    /// What tells it from others, where room is short: the end of a path says more than its beginning.
    fn short(&self) -> String {
        let whole = self.directory.trim_end_matches('/');
        match whole.rsplit_once('/') {
            Some((above, last)) if !above.is_empty() => format!("{}:…/{last}", self.host),
            _ => format!("{}:{}", self.host, self.directory),
        }
    }

    /// All of it, for a file there.
    fn of(&self, name: &str) -> String {
        format!("{}:{}", self.host, transfer::join(&self.directory, name))
    }
}

/// Which way a file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// What is behind a row.
#[derive(Clone)]
struct Job {
    desk: Desk,
    what: What,
}

#[derive(Clone)]
enum What {
    Up { target: Target, file: File, sending: Sending, upload: Rc<RefCell<Upload>> },
    Down { source: Source, download: Rc<RefCell<Download>>, told: Option<Told> },
}

impl Transfers {
    pub(super) fn new(work: Work) -> Self {
        let transfers = Self {
            work,
            rows: RwSignal::new(Vec::new()),
            jobs: StoredValue::new_local(Vec::new()),
            last: StoredValue::new(0),
            asked: RwSignal::new_local(None),
            clock: RwSignal::new(browser::now()),
            ticking: StoredValue::new(None),
            ended: RwSignal::new(0),
        };
        work.set_transfers(transfers);
        if let Some(window) = browser::window() {
            let leaving = Listener::new(window, "beforeunload", move |event| transfers.on_leaving(&event));
            StoredValue::new_local(leaving);
        }
        transfers
    }

    /// Sends files into a directory of the target; an empty one is the login directory.
    fn upload(self, seat: Seat, files: Vec<File>, directory: &str) {
        let directory = transfer::from_home(directory);
        self.upload_each(seat, files.into_iter().map(|file| (directory.to_owned(), file)).collect());
    }

    /// Sends files, each into a directory of the target.
    pub(in crate::pages::workspace) fn upload_each(self, seat: Seat, files: Vec<(String, File)>) {
        if !self.may_add(seat, files.len()) {
            return;
        }
        for (directory, file) in files {
            let name = file.name();
            let path = transfer::join(&directory, &name);
            // Sizes and times are whole numbers that a double holds.
            let (size, modified) = (file.size() as u64, file.last_modified() as u64);
            let target = Target { upload: transfer::upload_name(&path, size, modified), path };
            if self.is_under_way(seat.desk, &target) {
                continue;
            }
            let upload = Upload::new(size);
            let course = upload.course.clone();
            let (sending, upload) = (Sending::default(), Rc::new(RefCell::new(upload)));
            self.add(seat, Way::Up, name, &directory, course, What::Up { target, file, sending, upload });
        }
        self.begin();
    }

    /// Whether so many more fit into the list; what is done makes room.
    fn has_room(self, more: usize) -> bool {
        let fits = || self.rows.with_untracked(Vec::len) + more <= MOST;
        if !fits() {
            self.clear();
        }
        fits()
    }

    fn add(self, seat: Seat, way: Way, name: String, directory: &str, course: Course, what: What) -> Row {
        let id = self.last.get_value() + 1;
        self.last.set_value(id);
        let directory = if directory.is_empty() { "~" } else { directory };
        let place = Place { host: seat.desk.host(), directory: directory.to_owned() };
        self.jobs.update_value(|jobs| jobs.push((id, Job { desk: seat.desk, what })));
        let (course, is_fresh) = (ArcRwSignal::new(course), ArcRwSignal::new(true));
        let row = Row { id, pane: seat.pane, desk: seat.desk, way, name, place, course, is_fresh };
        self.rows.update(|rows| rows.push(row.clone()));
        row
    }

    /// Whether the same file is on its way to the same place already: a second one would take over from it.
    fn is_under_way(self, desk: Desk, target: &Target) -> bool {
        self.jobs.with_value(|jobs| {
            jobs.iter().any(|(_, job)| match &job.what {
                What::Up { target: other, upload, .. } => {
                    job.desk == desk && other == target && upload.borrow().course.phase.is_active()
                }
                What::Down { .. } => false,
            })
        })
    }

    /// Begins what may begin now.
    fn begin(self) {
        loop {
            let phases: Vec<Phase> = self.rows.with_untracked(|rows| {
                rows.iter().map(|row| row.course.with_untracked(|course| course.phase.clone())).collect()
            });
            let next = transfer::next_to_begin(phases.iter());
            let row = next.and_then(|next| self.rows.with_untracked(|rows| rows.get(next).cloned()));
            let Some((row, job)) = row.and_then(|row| Some((row.clone(), self.job(row.id)?))) else { break };
            match &job.what {
                What::Up { upload, .. } => upload.borrow_mut().begin(),
                What::Down { download, .. } => download.borrow_mut().begin(),
            }
            job.show(&row);
            spawn_local(self.run(row, job));
        }
        self.tick();
    }

    async fn run(self, row: Row, job: Job) {
        let key = self.work.living(job.desk).held.with_value(Held::key);
        let shown = row.course.clone();
        let changed = move |course: &Course| shown.set(course.clone());
        match &job.what {
            What::Up { target, file, sending, upload } => {
                transfer::upload(&key, target, file, upload, sending, Rc::new(changed)).await;
            }
            What::Down { source, download, .. } => {
                transfer::download(&key, source, download, changed).await;
            }
        }
        out::tell(&job.what);
        self.rested(&row);
        self.begin();
    }

    /// A transfer goes on no more by itself.
    fn rested(self, row: &Row) {
        let phase = row.course.with_untracked(|course| course.phase.clone());
        self.ended.update(|ended| *ended += 1);
        let seat = untrack(|| self.work.seat(row.pane));
        match phase {
            Phase::Done { verified } => {
                let is_fresh = row.is_fresh.clone();
                set_timeout(move || is_fresh.set(false), FRESH);
                let is_last = self.rows.with_untracked(|rows| {
                    !rows.iter().any(|other| other.pane == row.pane && other.is_active_untracked())
                });
                if let Some(seat) = seat.filter(|_| is_last) {
                    seat.view.tells.remark(match (row.way, verified) {
                        (Way::Down, Some(false)) => Remark::ChangedOnTheWay,
                        (Way::Down, _) => Remark::Fetched,
                        (Way::Up, _) => Remark::Sent,
                    });
                }
            }
            // Something for the person to decide; the keyboard stays where it is.
            Phase::Failed(_) => list::show(),
            _ => {}
        }
    }

    /// Keeps the clock going while something is on its way.
    fn tick(self) {
        let is_moving = self.rows.with_untracked(|rows| rows.iter().any(Row::is_active_untracked));
        let is_ticking = self.ticking.with_value(Option::is_some);
        if is_moving && !is_ticking {
            let tick = move || self.clock.set(browser::now());
            self.ticking.set_value(set_interval_with_handle(tick, Duration::from_secs(1)).ok());
        } else if !is_moving && let Some(ticking) = self.ticking.try_update_value(Option::take).flatten() {
            ticking.clear();
        }
    }

    fn job(self, id: u32) -> Option<Job> {
        self.jobs.with_value(|jobs| jobs.iter().find(|(other, _)| *other == id).map(|(_, job)| job.clone()))
    }

    /// Does something to an upload, shows what became of it, and begins what may begin then.
    fn change(self, row: &Row, change: impl FnOnce(&mut Upload, &Sending)) {
        let Some(job) = self.job(row.id) else { return };
        if let What::Up { upload, sending, .. } = &job.what {
            change(&mut upload.borrow_mut(), sending);
        }
        job.show(row);
        self.begin();
    }

    fn pause(self, row: &Row) {
        let mut request = None;
        self.change(row, |upload, sending| request = upload.pause().then(|| sending.clone()));
        // Outside: what is stopped answers at once.
        if let Some(request) = request {
            request.stop();
        }
    }

    fn replace(self, row: &Row) {
        self.change(row, |upload, _| upload.replace());
    }

    fn retry(self, row: &Row) {
        if let Some(What::Down { download, .. }) = self.job(row.id).map(|job| job.what) {
            download.borrow_mut().retry();
        }
        self.change(row, |upload, _| upload.retry());
    }

    /// Takes a transfer out of the list, and stops it if it is on its way: nothing of an upload stays.
    fn remove(self, row: &Row) {
        let job = self.job(row.id);
        self.rows.update(|rows| rows.retain(|other| other.id != row.id));
        self.jobs.update_value(|jobs| jobs.retain(|(id, _)| *id != row.id));
        self.begin();
        let Some(Job { desk, what }) = job else { return };
        let key = self.work.living(desk).held.with_value(Held::key);
        match what {
            What::Up { target, sending, upload, .. } => {
                let has_begun = upload.borrow_mut().cancel();
                sending.stop();
                if has_begun {
                    spawn_local(async move { transfer::give_up(&key, &target).await });
                }
            }
            What::Down { ref download, .. } => {
                let ticket = download.borrow_mut().cancel();
                out::tell(&what);
                if let Some(ticket) = ticket {
                    spawn_local(async move { transfer::stop_download(&key, &ticket).await });
                }
            }
        }
    }

    /// Takes what is done out of the list.
    fn clear(self) {
        let is_done =
            |row: &Row| row.course.with_untracked(|course| matches!(course.phase, Phase::Done { .. }));
        let done: Vec<Row> =
            self.rows.with_untracked(|rows| rows.iter().filter(|row| is_done(row)).cloned().collect());
        for row in done {
            self.remove(&row);
        }
    }

    /// What is not through yet would be cut off.
    fn on_leaving(self, event: &web_sys::Event) {
        let is_sending = self.rows.with_untracked(|rows| {
            // The browser fetches on by itself.
            rows.iter().any(|row| row.way == Way::Up && row.is_active_untracked())
        });
        if is_sending {
            event.prevent_default();
        }
    }
}

impl Row {
    /// Where it stands; tracked.
    fn course(&self) -> Course {
        self.course.get()
    }

    fn is_active_untracked(&self) -> bool {
        self.course.with_untracked(|course| course.phase.is_active())
    }
}

impl Job {
    /// Brings the row up to date.
    fn show(&self, row: &Row) {
        row.course.set(match &self.what {
            What::Up { upload, .. } => upload.borrow().course.clone(),
            What::Down { download, .. } => download.borrow().course.clone(),
        });
    }
}
