//! One file, opened: text to be edited and saved, a picture, or what else there is to do with it.

mod ask;
mod picture;
mod view;

use std::sync::Arc;

use leptos::prelude::*;
use postern_shared::script::files::{Expected, Fingerprint, ReadFile, SaveFile, Saving};
use postern_shared::script::services::{Located, ReloadFiles};
use postern_shared::script::{Action as _, Failure, Missing, Name, Path, Plan, Ran, Remedy, Tool, Tools};

use super::drawer::{Drawer, Sheet, Wanted};
use super::files::trash_id;
use super::station::Station;
use crate::browser;
use crate::editor::{Begin, Editor, Taken};
use crate::net::NetError;
use crate::panel::content::{Holds, bytes, picture};
pub(super) use view::OpenedView;

/// A file that is opened.
#[derive(Clone, Copy)]
pub(super) struct Opened {
    station: Station,
    directory: StoredValue<Path>,
    name: RwSignal<Name>,
    shown: RwSignal<Shown>,
    /// What the file is, as far as the person knows; none where there is none yet.
    was: RwSignal<Option<Fingerprint>>,
    /// What is offered once it is saved.
    then: StoredValue<Option<ReloadFiles>>,
    has_mark: StoredValue<bool>,
    is_changed: RwSignal<bool>,
    is_saving: RwSignal<bool>,
    /// Why it was not saved.
    failed: RwSignal<Option<Unsaved>>,
    asked: RwSignal<Option<Asked>>,
    editor: StoredValue<Option<Editor>, LocalStorage>,
    picture: StoredValue<Option<picture::Picture>, LocalStorage>,
    reads: StoredValue<Option<Sheet>>,
    owner: StoredValue<Owner>,
}

/// What there is to be seen of it.
#[derive(Clone, Debug, PartialEq)]
enum Shown {
    Coming,
    Text,
    Picture,
    /// It is longer than what can be edited or shown, or neither text nor picture.
    Unfit(Unfit),
    Failed(Ran),
    Lacks(Tool),
    Lost(NetError),
    /// The editor could not be loaded.
    NoEditor,
}

/// Why a file is not edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unfit {
    Long(u64),
    NoText(u64),
}

/// Why a text was not saved.
#[derive(Clone, Debug, PartialEq)]
enum Unsaved {
    Failed(Ran),
    Garbled,
    Lost(NetError),
    Lacks(Tool),
}

/// What the person is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// The file is not what was read: whose text is to stay?
    Changed,
    /// There is text that is not saved: is it to go?
    Leave,
    /// Under which name?
    Name,
}

impl Opened {
    /// Opens a file.
    pub(super) fn begin(station: Station, directory: Path, name: Name) -> Self {
        let opened = Self::new(station, directory, name, None);
        opened.read();
        opened
    }

    /// Opens what a unit is made of, which is there or begins here, and is read anew by its manager once it is saved.
    pub(super) fn begin_at(station: Station, place: &Located, then: Option<ReloadFiles>) -> Option<Self> {
        let opened = Self::new(station, place.path.parent()?, place.path.name()?, then);
        if place.is_new {
            opened.edit(String::new());
        } else {
            opened.read();
        }
        Some(opened)
    }

    fn new(station: Station, directory: Path, name: Name, then: Option<ReloadFiles>) -> Self {
        let owner = station.drawer.child_owner();
        owner.with(|| Self {
            station,
            directory: StoredValue::new(directory),
            name: RwSignal::new(name),
            shown: RwSignal::new(Shown::Coming),
            was: RwSignal::new(None),
            then: StoredValue::new(then),
            has_mark: StoredValue::new(false),
            is_changed: RwSignal::new(false),
            is_saving: RwSignal::new(false),
            failed: RwSignal::new(None),
            asked: RwSignal::new(None),
            editor: StoredValue::new_local(None),
            picture: StoredValue::new_local(None),
            reads: StoredValue::new(None),
            owner: StoredValue::new(owner.clone()),
        })
    }

    /// Closes it; what was not saved is gone.
    pub(super) fn close(self) {
        if let Some(sheet) = self.reads.get_value() {
            Drawer::cancel(sheet);
        }
        // The view may still be on its way out.
        browser::next_frame(move || {
            if let Some(owner) = self.owner.try_get_value() {
                owner.cleanup();
            }
        });
    }

    /// Whether it has text that is not saved.
    pub(super) fn has_unsaved(self) -> bool {
        self.is_changed.try_get_untracked().unwrap_or_default()
    }

    /// Reads the file.
    fn read(self) {
        let name = self.name.get_untracked();
        let most = match picture(&name.text()) {
            Some(_) => ReadFile::PICTURE_BYTES,
            None => ReadFile::TEXT_BYTES,
        };
        let read = ReadFile { directory: self.directory.get_value(), name, most };
        let plan = match self.station.with_tools(|tools| Plan::of(&read, tools)) {
            Some(Ok(plan)) => plan,
            Some(Err(Missing(tool))) => return self.shown.set(Shown::Lacks(tool)),
            None => return,
        };
        let sheet = self.station.drawer.read(self.station, plan, Wanted::ByPerson, move |ran| {
            // It may have been closed meanwhile.
            if self.owner.try_get_value().is_none() {
                return;
            }
            self.reads.set_value(None);
            match ran.map(|ran| (read.outcome(&ran), ran)) {
                Ok((Ok(content), _)) => self.show(content),
                Ok((Err(_), ran)) => self.shown.set(Shown::Failed(Ran { stdout: Vec::new(), ..ran })),
                Err(why) => self.shown.set(Shown::Lost(why)),
            }
        });
        self.reads.set_value(Some(sheet));
    }

    fn show(self, content: postern_shared::script::files::Content) {
        let size = content.was.size;
        self.was.set(Some(content.was));
        let kind = picture(&self.name.get_untracked().text());
        if !content.is_whole {
            return self.shown.set(Shown::Unfit(Unfit::Long(size)));
        }
        if let Some(kind) = kind {
            self.picture.set_value(picture::Picture::of(&content.bytes, kind));
            return self.shown.set(Shown::Picture);
        }
        match Holds::of(&content.bytes) {
            Holds::Text { text, has_mark } => {
                self.has_mark.set_value(has_mark);
                self.edit(text);
            }
            Holds::Bytes => self.shown.set(Shown::Unfit(Unfit::NoText(size))),
        }
    }

    /// Shows a text in the editor: in the one there is, or in a new one.
    fn edit(self, text: String) {
        let has_editor = self
            .editor
            .with_value(|editor| editor.as_ref().inspect(|editor| editor.replace(&text)).is_some());
        if has_editor {
            self.is_changed.set(false);
            return self.shown.set(Shown::Text);
        }
        let name = self.name.get_untracked().text();
        wasm_bindgen_futures::spawn_local(async move {
            let changed = move |is_changed| {
                let _ = self.is_changed.try_set(is_changed);
            };
            let editor = Editor::load(Begin { name: &name, text: &text }, changed).await;
            let shown = if editor.is_some() { Shown::Text } else { Shown::NoEditor };
            if self.editor.try_set_value(editor).is_none() {
                self.shown.set(shown);
            }
        });
    }

    /// Saves the text over what was read.
    fn save(self) {
        if self.is_changed.get_untracked() {
            self.save_as(self.name.get_untracked(), self.expected(), false);
        }
    }

    /// What is there, as far as the person knows.
    fn expected(self) -> Expected {
        let content = |was: &Fingerprint| Expected::Content(was.sha256.clone());
        self.was.with_untracked(|was| was.as_ref().map_or(Expected::Nothing, content))
    }

    /// Saves the text.
    fn save_as(self, name: Name, expected: Expected, as_root: bool) {
        if self.is_saving.get_untracked() {
            return;
        }
        let Some(taken) = self.editor.with_value(|editor| editor.as_ref().map(Editor::take)) else { return };
        let directory = self.directory.get_value();
        let bytes = bytes(taken.text(), self.has_mark.get_value());
        let save = Arc::new(SaveFile { directory, name, bytes, expected, id: trash_id() });
        let planned = Arc::clone(&save);
        let plan = move |tools: &Tools| Plan::of(&*planned, &by(tools, as_root));
        self.failed.set(None);
        self.asked.set(None);
        match self.station.drawer.folded(|| self.station.act(plan)) {
            Some(Ok(sheet)) => self.wait(sheet, save, taken, as_root),
            Some(Err(Missing(tool))) => self.failed.set(Some(Unsaved::Lacks(tool))),
            None => {}
        }
    }

    /// Waits for what becomes of it.
    fn wait(self, sheet: Sheet, save: Arc<SaveFile>, taken: Taken, as_root: bool) {
        self.is_saving.set(true);
        // What asked may be gone by then.
        let owner = self.owner.get_value();
        owner.with(|| {
            let taken = StoredValue::new_local(taken);
            Effect::new(move || {
                let Some(came) = sheet.came_to() else { return };
                self.is_saving.set(false);
                match came.map(|ran| (save.outcome(&ran), ran)) {
                    Ok((Ok(Saving::Done(was)), _)) => {
                        taken.with_value(Taken::saved);
                        self.was.set(Some(was));
                        self.name.set(save.name.clone());
                        let is_changed =
                            |editor: &Option<Editor>| editor.as_ref().is_some_and(Editor::is_changed);
                        self.is_changed.set(self.editor.with_value(is_changed));
                        self.go_on(as_root);
                    }
                    Ok((Ok(Saving::Changed), _)) => self.asked.set(Some(Asked::Changed)),
                    Ok((Err(Failure::Garbled), _)) => self.failed.set(Some(Unsaved::Garbled)),
                    Ok((Err(Failure::Failed), ran)) => self.failed.set(Some(Unsaved::Failed(ran))),
                    Err(why) => self.failed.set(Some(Unsaved::Lost(why))),
                }
            });
        });
    }

    /// Offers what makes a difference of what was saved.
    fn go_on(self, as_root: bool) {
        if let Some(reload) = self.then.get_value() {
            self.station.act(move |tools| Plan::of(&reload, &by(tools, as_root)));
        }
    }

    /// What helps, where it was not saved.
    fn remedy(self) -> Option<Remedy> {
        self.failed.with(|failed| match failed {
            Some(Unsaved::Failed(ran)) => Remedy::after(ran),
            Some(Unsaved::Garbled | Unsaved::Lost(_) | Unsaved::Lacks(_)) | None => None,
        })
    }
}

/// What the target has, for a script of root's or of the person's.
fn by(tools: &Tools, as_root: bool) -> Tools {
    if as_root { tools.through_sudo() } else { tools.clone() }
}
