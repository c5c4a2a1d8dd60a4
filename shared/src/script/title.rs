//! What an action is called, before any language.

/// What is done. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Learn what the target has.
    Probe,
    /// List a directory.
    List,
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
    /// Delete files for good.
    Delete,
    /// Change permissions.
    SetMode,
    /// Change owner or group.
    SetOwner,
    /// Measure trees.
    Measure,
    /// Compute digests.
    Checksum,
    /// Read the beginning of a file.
    Peek,
}

/// What an action is, for a person: the page puts it into words of their language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// What is done.
    pub deed: Deed,
    /// To what: the first of it, as text that may hold anything.
    pub what: String,
    /// To how many things.
    pub count: usize,
    /// The new name, the place it goes to: what the deed needs besides.
    pub to: String,
    /// Whether it is taken back.
    pub is_undone: bool,
}

impl Title {
    /// A deed done to one thing.
    #[must_use]
    pub fn one(deed: Deed, what: impl Into<String>) -> Self {
        Self { deed, what: what.into(), count: 1, to: String::new(), is_undone: false }
    }

    /// A deed done to these names.
    #[must_use]
    pub fn many(deed: Deed, names: &[super::Name]) -> Self {
        let what = names.first().map(super::Name::text).unwrap_or_default();
        Self { deed, what, count: names.len(), to: String::new(), is_undone: false }
    }

    /// With where it leads.
    #[must_use]
    pub fn to(self, to: impl Into<String>) -> Self {
        Self { to: to.into(), ..self }
    }

    /// The same, taken back.
    #[must_use]
    pub fn undoing(self) -> Self {
        Self { is_undone: true, ..self }
    }
}
