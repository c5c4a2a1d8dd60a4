//! Everything that can be done to files, and what the drawer holds for it.

use crate::script::files::{
    Checksum, Compress, Copy, Delete, EmptyTrash, Extract, Fetch, Format, Link, MakeDirectory, MakeFile,
    Measure, Move, PutBack, Rename, SetMode, SetOwner, SetProperties, SetTime, Trash, TrashId,
};
use crate::script::{Missing, Name, Path, Plan, Tools};

/// Everything that can be done to files.
#[expect(missing_docs, reason = "each is the action of its name")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Rename(Rename),
    Move(Move),
    Copy(Copy),
    MakeDirectory(MakeDirectory),
    MakeFile(MakeFile),
    Link(Link),
    /// Into the trash; the page names the folder.
    Trash(Vec<Name>),
    PutBack(PutBack),
    EmptyTrash(EmptyTrash),
    Delete(Delete),
    SetMode(SetMode),
    SetOwner(SetOwner),
    SetTime(SetTime),
    SetProperties(SetProperties),
    Compress(Compress),
    /// Out of an archive of this kind, into what gets this name.
    Extract(Name, Format, Name),
    Measure(Measure),
    Checksum(Checksum),
    /// Onto the person's own computer, as one archive.
    Fetch(Fetch),
}

impl Change {
    /// What the drawer holds for it. `id` names the folder of the trash, if it takes one.
    ///
    /// # Errors
    /// The tool that the target lacks.
    pub fn plan(&self, directory: &Path, id: TrashId, tools: &Tools) -> Result<Plan, Missing> {
        match self {
            Self::Rename(action) => Plan::of(action, tools),
            Self::Move(action) => Plan::of(action, tools),
            Self::Copy(action) => Plan::of(action, tools),
            Self::MakeDirectory(action) => Plan::of(action, tools),
            Self::MakeFile(action) => Plan::of(action, tools),
            Self::Link(action) => Plan::of(action, tools),
            Self::Trash(names) => {
                Plan::of(&Trash { directory: directory.clone(), names: names.clone(), id }, tools)
            }
            Self::PutBack(action) => Plan::of(action, tools),
            Self::EmptyTrash(action) => Plan::of(action, tools),
            Self::Delete(action) => Plan::of(action, tools),
            Self::SetMode(action) => Plan::of(action, tools),
            Self::SetOwner(action) => Plan::of(action, tools),
            Self::SetTime(action) => Plan::of(action, tools),
            Self::SetProperties(action) => Plan::of(action, tools),
            Self::Compress(action) => Plan::of(action, tools),
            Self::Extract(archive, format, into) => {
                let (archive, format, into) = (archive.clone(), *format, into.clone());
                Plan::of(&Extract { directory: directory.clone(), archive, format, into, id }, tools)
            }
            Self::Measure(action) => Plan::of(action, tools),
            Self::Checksum(action) => Plan::of(action, tools),
            Self::Fetch(action) => Plan::of(action, tools),
        }
    }
}
