//! Text that has to be one certain thing: which, and whether it is.

use crate::script::cron::Schedule;
use crate::script::keys::PublicKey;
use crate::script::packages::PackageName;
use crate::script::users::{Account, Date};

/// What a text has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// Names of packages, with spaces between.
    PackageNames,
    /// The name of a user or a group.
    Account,
    /// Names of users or groups, with spaces or commas between.
    Accounts,
    /// A day: `2027-01-31`.
    Date,
    /// When cron runs a command: five fields, or a word such as `@daily`.
    Schedule,
    /// A command of cron: one line.
    Command,
    /// Public keys of SSH, one a line.
    PublicKeys,
    /// Text that a line of /etc/passwd can hold: no colon.
    Comment,
}

impl Syntax {
    /// Whether a text is that.
    pub(super) fn takes(self, text: &str) -> bool {
        match self {
            Self::PackageNames => PackageName::parse_all(text).is_some(),
            Self::Account => Account::parse(text).is_some(),
            Self::Accounts => Account::parse_all(text).is_some(),
            Self::Date => Date::parse(text).is_some(),
            Self::Schedule => Schedule::parse(text).is_some(),
            Self::Command => crate::script::cron::is_command(text),
            Self::PublicKeys => PublicKey::parse_all(text).is_some(),
            Self::Comment => !text.contains(':') && !text.contains(char::is_control),
        }
    }

    /// Whether it may have several lines.
    pub(super) fn has_lines(self) -> bool {
        self == Self::PublicKeys
    }
}
