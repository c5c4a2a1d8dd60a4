//! What can be chosen in a list of files, by a menu or by a key.

use crate::gesture::Press;

/// What can be chosen from a menu or by a key.
#[expect(missing_docs, reason = "each is what its name says; `command_of` has the command")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Choice {
    Open,
    Up,
    Refresh,
    Rename,
    MakeDirectory,
    MakeFile,
    Cut,
    Copy,
    Paste,
    PasteLink,
    Duplicate,
    Trash,
    Delete,
    PutBack,
    OpenTrash,
    EmptyTrash,
    Properties,
    Measure,
    Checksum,
    Compress,
    Extract,
    Search,
    DiskUsage,
    CopyPaths,
    TerminalHere,
    Follow,
    Download,
    Upload,
    UploadFolder,
}

/// The choice a key stands for.
#[must_use]
pub fn choice_of(press: &Press) -> Option<Choice> {
    Some(match press.chord().as_str() {
        "Enter" | "Alt+ArrowDown" => Choice::Open,
        "Backspace" | "Alt+ArrowUp" => Choice::Up,
        "g" => Choice::Refresh,
        "F2" => Choice::Rename,
        "n" => Choice::MakeDirectory,
        "Shift+n" => Choice::MakeFile,
        "Ctrl+x" => Choice::Cut,
        "Ctrl+c" => Choice::Copy,
        "Ctrl+v" => Choice::Paste,
        "l" => Choice::PasteLink,
        "Ctrl+d" => Choice::Duplicate,
        "Delete" => Choice::Trash,
        "Shift+Delete" => Choice::Delete,
        "Alt+Enter" => Choice::Properties,
        "f" => Choice::Follow,
        "d" => Choice::Download,
        "u" => Choice::Upload,
        "Shift+u" => Choice::UploadFolder,
        "z" => Choice::Compress,
        "x" => Choice::Extract,
        "Ctrl+f" => Choice::Search,
        "s" => Choice::DiskUsage,
        _ => return None,
    })
}

/// The key that stands for a choice, as it is shown beside it; none if it has none.
#[must_use]
pub fn key_of(choice: Choice) -> Option<&'static str> {
    Some(match choice {
        Choice::Open => "⏎",
        Choice::Up => "⌫",
        Choice::Refresh => "g",
        Choice::Rename => "F2",
        Choice::MakeDirectory => "n",
        Choice::MakeFile => "Shift+N",
        Choice::Cut => "Ctrl+X",
        Choice::Copy => "Ctrl+C",
        Choice::Paste => "Ctrl+V",
        Choice::PasteLink => "l",
        Choice::Duplicate => "Ctrl+D",
        Choice::Trash => "Del",
        Choice::Delete => "Shift+Del",
        Choice::Properties => "Alt+⏎",
        Choice::Follow => "f",
        Choice::Download => "d",
        Choice::Upload => "u",
        Choice::UploadFolder => "Shift+U",
        Choice::Compress => "z",
        Choice::Extract => "x",
        Choice::Search => "Ctrl+F",
        Choice::DiskUsage => "s",
        Choice::PutBack
        | Choice::OpenTrash
        | Choice::EmptyTrash
        | Choice::Measure
        | Choice::Checksum
        | Choice::CopyPaths
        | Choice::TerminalHere => return None,
    })
}

/// The command a choice comes to: what a line of a menu ends with.
#[must_use]
pub fn command_of(choice: Choice) -> &'static str {
    match choice {
        Choice::Open | Choice::Up | Choice::Refresh | Choice::OpenTrash => "ls -la",
        Choice::Rename | Choice::PutBack => "mv -n",
        Choice::MakeDirectory => "mkdir",
        Choice::MakeFile => "touch",
        Choice::Cut | Choice::Trash => "mv",
        Choice::Copy | Choice::Paste | Choice::Duplicate => "cp -a",
        Choice::PasteLink => "ln -s",
        Choice::Delete | Choice::EmptyTrash => "rm -r",
        Choice::Properties => "chmod",
        Choice::Measure => "du -sh",
        Choice::Checksum => "sha256sum",
        Choice::Compress => "tar -c",
        Choice::Extract => "tar -x",
        Choice::Search => "find, grep",
        Choice::DiskUsage => "du -d 1",
        Choice::CopyPaths => "printf",
        Choice::TerminalHere => "cd",
        Choice::Follow => "tail -F",
        Choice::Download | Choice::Upload | Choice::UploadFolder => "sftp",
    }
}

/// Whether something has to be selected for it.
#[must_use]
pub fn needs_some(choice: Choice) -> bool {
    match choice {
        Choice::Up
        | Choice::Refresh
        | Choice::MakeDirectory
        | Choice::MakeFile
        | Choice::Paste
        | Choice::PasteLink
        | Choice::Search
        | Choice::DiskUsage
        | Choice::OpenTrash
        | Choice::EmptyTrash
        | Choice::TerminalHere
        | Choice::Upload
        | Choice::UploadFolder => false,
        Choice::Open
        | Choice::Rename
        | Choice::Cut
        | Choice::Copy
        | Choice::Duplicate
        | Choice::Trash
        | Choice::Delete
        | Choice::PutBack
        | Choice::Properties
        | Choice::Measure
        | Choice::Checksum
        | Choice::Compress
        | Choice::Extract
        | Choice::CopyPaths
        | Choice::Follow
        | Choice::Download => true,
    }
}
