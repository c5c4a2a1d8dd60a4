//! How a table is laid out: its columns, its parts, how it is read.

/// How a table is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Its columns.
    pub columns: &'static [Column],
    /// The column it is sorted by at first, and whether the largest comes first.
    pub sorted_by: (usize, bool),
    /// Parts of it that can be shown alone.
    pub scopes: &'static [Scope],
    /// Whether what is in it changes by itself, so that it is read again and again while it is looked at.
    pub is_live: bool,
    /// Whether its rows form a tree.
    pub is_tree: bool,
    /// Whether they stand as one at first.
    pub begins_as_tree: bool,
    /// Whether the reading itself takes what the person looks for.
    pub takes_query: bool,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it is called.
    pub heading: Heading,
    /// How wide it is.
    pub width: Width,
    /// In how narrow a panel it is still shown.
    pub shown: Shown,
}

/// How wide a column is, in characters of the list's font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// What the others leave.
    Rest,
    /// 4.
    Tiny,
    /// 6.
    Small,
    /// 9.
    Middling,
    /// 14.
    Large,
    /// 22.
    Huge,
}

/// In how narrow a panel a column is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In any.
    Always,
    /// Not on a phone.
    Middling,
    /// In a wide one.
    Wide,
    /// In one that is wider than most screens let it be.
    Roomy,
}

/// What a column is called: the page has the words.
#[expect(missing_docs, reason = "each is what its name says; the page has the words")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heading {
    Name,
    Pid,
    User,
    Cpu,
    Memory,
    Resident,
    State,
    Nice,
    Threads,
    Time,
    Age,
    Command,
    // Services, timers and logs.
    AtBoot,
    Since,
    MemoryUsed,
    Next,
    Left,
    Last,
    Size,
    Modified,
    // The network, disks and containers.
    Address,
    Available,
    Created,
    Destination,
    FileSystem,
    Gateway,
    Id,
    Image,
    Inodes,
    Interface,
    Kind,
    Mac,
    Metric,
    Model,
    MountedAt,
    Mtu,
    Peer,
    Place,
    Port,
    Ports,
    Process,
    Protocol,
    Received,
    Rule,
    Sent,
    Source,
    Table,
    Tool,
    UsedShare,
    Verdict,
    // Packages, users and groups, cron.
    Version,
    Uid,
    Gid,
    Groups,
    Members,
    Home,
    Password,
    Comment,
    LastLogin,
    Fingerprint,
    Schedule,
}

/// Part of a table.
#[expect(missing_docs, reason = "each is what its name says; the page has the words")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    All,
    Mine,
    // Services.
    Running,
    Failed,
    // The network and disks.
    Listening,
    Connected,
    Main,
    Real,
    // Packages, users and groups, cron.
    Installed,
    Upgradable,
    People,
    System,
}

impl Column {
    /// A column.
    #[must_use]
    pub const fn of(heading: Heading, width: Width, shown: Shown) -> Self {
        Self { heading, width, shown }
    }
}

impl Layout {
    /// A table with these columns, sorted by the first.
    #[must_use]
    pub const fn of(columns: &'static [Column]) -> Self {
        let scopes: &[Scope] = &[];
        Self {
            columns,
            sorted_by: (0, false),
            scopes,
            is_live: false,
            is_tree: false,
            begins_as_tree: false,
            takes_query: false,
        }
    }
}
