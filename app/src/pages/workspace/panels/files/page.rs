//! What concerns the page, not the target: a file opened, followed, fetched; paths copied; the terminal sent there.

use leptos::prelude::*;
use postern_shared::gesture::files::Choice;
use postern_shared::script::files::{Follow, Peek};
use postern_shared::script::{Name, Path, Plan};

use super::super::editor::Opened;
use super::super::reader::{self, Way};
use super::super::station::Station;
use crate::browser;

impl Station {
    /// What concerns the page, not the target.
    pub(super) fn in_page(self, choice: Choice, directory: &Path, paths: &[Path]) {
        match choice {
            Choice::Refresh => self.refresh(),
            Choice::OpenTrash => self.open_trash(),
            Choice::PutBack => self.put_back(directory, paths),
            Choice::Search => self.open_search(),
            Choice::DiskUsage => self.toggle_usage(),
            Choice::Follow => {
                if let Some(name) = paths.first().and_then(Path::name) {
                    self.follow(directory.clone(), name);
                }
            }
            Choice::CopyPaths => {
                let words: Vec<String> = paths.iter().map(Path::word).collect();
                browser::copy(&words.join(" "));
            }
            Choice::TerminalHere => {
                let folder = paths.first().filter(|path| self.is_directory(path)).unwrap_or(directory);
                self.type_into_terminal(&format!("cd -- {}", folder.word()));
            }
            Choice::Download => {
                if let [path] = paths {
                    self.download(path);
                }
            }
            Choice::UploadFolder => self.ask_folder(directory.clone()),
            Choice::Upload => {
                if let (Some(seat), Some(transfers), Ok(directory)) =
                    (self.work.focused_now(), self.work.transfers(), std::str::from_utf8(directory.bytes()))
                {
                    transfers.ask_upload_to(seat, directory);
                }
            }
            // These mean something to the target, and come as other meanings.
            Choice::Open
            | Choice::Up
            | Choice::Rename
            | Choice::MakeDirectory
            | Choice::MakeFile
            | Choice::Cut
            | Choice::Copy
            | Choice::Paste
            | Choice::PasteLink
            | Choice::Duplicate
            | Choice::Trash
            | Choice::EmptyTrash
            | Choice::Delete
            | Choice::Properties
            | Choice::Measure
            | Choice::Compress
            | Choice::Extract
            | Choice::Checksum => {}
        }
    }

    /// Shows what a file holds.
    pub(super) fn look(self, directory: Path, name: Name) {
        self.files.opened.set(Some(Opened::begin(self, directory, name)));
    }

    /// Shows how a file begins, as it is.
    pub(in super::super) fn peek(self, directory: Path, name: Name) {
        let peek = Peek { directory, name };
        let opened = reader::open(self.files.followed, self, Way::Whole, move |tools| Plan::of(&peek, tools));
        self.files.missing.set(opened.err());
    }

    /// Shows how a file ends, and what is added to it.
    pub(in super::super) fn follow(self, directory: Path, name: Name) {
        let follow = Follow { directory, name };
        let opened =
            reader::open(self.files.followed, self, Way::Follow, move |tools| Plan::of(&follow, tools));
        self.files.missing.set(opened.err());
    }

    fn is_directory(self, path: &Path) -> bool {
        let name = path.name();
        self.files.entries.with_untracked(|entries| {
            entries.iter().any(|entry| Some(&entry.name) == name.as_ref() && entry.is_directory())
        })
    }
}
