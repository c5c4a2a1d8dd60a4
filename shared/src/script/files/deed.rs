//! What is done to files, before any language.

/// What is done to files. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List a directory.
    List,
    /// List the directories in some directories.
    Folders,
    /// Learn how much room is left.
    Space,
    /// Give a file another name.
    Rename,
    /// Move files to another directory.
    Move,
    /// Copy files.
    Copy,
    /// Make a directory.
    MakeDirectory,
    /// Make an empty file.
    MakeFile,
    /// Make a symbolic link.
    Link,
    /// Put files into the trash.
    Trash,
    /// Learn where files in the trash were.
    Origin,
    /// Put files in the trash back.
    PutBack,
    /// Delete for good what is in the trash.
    EmptyTrash,
    /// Delete files for good.
    Delete,
    /// Change permissions.
    SetMode,
    /// Change owner or group.
    SetOwner,
    /// Change when files say that they changed.
    SetTime,
    /// Change more than one of owner, permissions and time.
    SetProperties,
    /// Make an archive.
    Compress,
    /// Pack files for the person's own computer.
    Fetch,
    /// Make the folders for what comes from the person's own computer.
    MakeTree,
    /// Take out what an archive holds.
    Extract,
    /// Search a directory.
    Search,
    /// Measure everything in a directory.
    DiskUsage,
    /// Measure trees.
    Measure,
    /// Compute digests.
    Checksum,
    /// Read the beginning of a file.
    Peek,
    /// Read a file.
    Read,
    /// Write a file anew.
    Save,
    /// Watch a file grow.
    Follow,
}
