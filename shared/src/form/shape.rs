//! Forms that text has to have, so that a tool takes it for what it is meant to be.

use crate::script::containers::ImageName;
use crate::script::cron::{self, Schedule};
use crate::script::keys::PublicKey;
use crate::script::network::{Chain, Network};
use crate::script::packages::PackageName;
use crate::script::timers::{Calendar, Span, TimerName, is_description};
use crate::script::users::{Account, Date};

/// What a text has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An address: `192.0.2.7`.
    Address,
    /// An address, or a network: `192.0.2.0/24`.
    Network,
    /// Where a rule of nftables stands: `inet filter input`.
    Chain,
    /// Name of an image: `registry.example/nginx:1.27`.
    Image,
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
    /// What a timer of systemd is called.
    Timer,
    /// What a unit of systemd is for.
    Description,
    /// A command of the shell: one line.
    ShellCommand,
    /// Moments as systemd writes them: `Mon..Fri 08:00`.
    Calendar,
    /// A span of time as systemd writes it: `1h 30min`.
    Span,
}

impl Shape {
    /// Whether this is one.
    #[must_use]
    pub fn takes(self, text: &str) -> bool {
        match self {
            Self::Address => !text.contains('/') && Network::parse(text).is_some(),
            Self::Network => Network::parse(text).is_some(),
            Self::Chain => Chain::parse(text).is_some(),
            Self::Image => ImageName::parse(text).is_some(),
            Self::PackageNames => PackageName::parse_all(text).is_some(),
            Self::Account => Account::parse(text).is_some(),
            Self::Accounts => Account::parse_all(text).is_some(),
            Self::Date => Date::parse(text).is_some(),
            Self::Schedule => Schedule::parse(text).is_some(),
            Self::Command => cron::is_command(text),
            Self::PublicKeys => PublicKey::parse_all(text).is_some(),
            Self::Timer => TimerName::parse(text).is_some(),
            Self::Description => is_description(text),
            Self::ShellCommand => cron::is_command(text),
            Self::Calendar => Calendar::parse(text).is_some(),
            Self::Span => Span::parse(text).is_some(),
            Self::Comment => !text.contains(':') && !text.contains(char::is_control),
        }
    }

    /// Whether it may have several lines.
    pub(super) fn has_lines(self) -> bool {
        self == Self::PublicKeys
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Shape;
    use crate::form::{Field, Kind, Label, Wrong};

    #[test]
    fn a_shape_takes_what_it_is_for_and_no_option() {
        for (shape, good, bad) in [
            (Shape::Address, "192.0.2.7", "192.0.2.0/24"),
            (Shape::Network, "2001:db8::/32", "--help"),
            (Shape::Chain, "inet filter input", "inet filter input; flush ruleset"),
            (Shape::PackageNames, "nginx curl", "nginx -y"),
            (Shape::Account, "www-data", "-r"),
            (Shape::Accounts, "adm, www-data", "adm, -r"),
            (Shape::Date, "2027-01-31", "2027-02-29"),
            (Shape::Schedule, "0 3 * * mon", "0 25 * * *"),
            (Shape::Comment, "it's me", "a:b"),
            (Shape::Timer, "backup.timer", "--now"),
            (Shape::Description, "it's 100%", "goes on \\"),
            (Shape::Calendar, "Mon..Fri 08:00", "%H"),
            (Shape::Span, "1h 30min", "0s"),
            (Shape::Image, "registry.example:5000/nginx:1.27", "--privileged"),
        ] {
            let field = Field::of(Label::From, Kind::Shaped(shape));
            assert_eq!(field.read(&format!(" {good} ")), Ok(good.to_owned()));
            assert_eq!(field.read(bad), Err(Wrong::Shape(shape)));
        }
    }
}
