//! Which packager a target has, and how each is told what to do.

use super::{Change, PackageName};
use crate::script::{Missing, Script, Tool, Tools, command, word};

/// A packager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manager {
    /// Of Debian and Ubuntu.
    Apt,
    /// Of Fedora, RHEL and what comes from them.
    Dnf,
    /// Of Alpine.
    Apk,
}

/// Most packages that a search tells.
const FOUND: u32 = 500;

impl Manager {
    /// The one of the target.
    ///
    /// # Errors
    /// Debian's, where there is none.
    pub(super) fn of(tools: &Tools) -> Result<Self, Missing> {
        let ways = [(Tool::Apt, Self::Apt), (Tool::Dnf, Self::Dnf), (Tool::Apk, Self::Apk)];
        let found = ways.into_iter().find(|(tool, _)| tools.has(*tool));
        found.map(|(_, manager)| manager).ok_or(Missing(Tool::Apt))
    }

    /// The command that does it.
    pub(super) fn does(self, change: Change, names: &[PackageName], tools: &Tools) -> String {
        let head = match self {
            // Nobody is there to answer, and a configuration file that was changed stays as it is.
            Self::Apt => format!(
                "env DEBIAN_FRONTEND=noninteractive apt-get --assume-yes -o Dpkg::Options::=--force-confold {}",
                self.verb(change)
            ),
            Self::Dnf => format!("dnf --assumeyes {}", self.verb(change)),
            Self::Apk => format!("apk {}", self.verb(change)),
        };
        with_names(&tools.as_chosen(&head), names)
    }

    /// The command that says what would be done.
    pub(super) fn would_do(self, change: Change, names: &[PackageName], tools: &Tools) -> String {
        let verb = self.verb(change);
        match self {
            Self::Apt => with_names(&format!("apt-get --simulate {verb}"), names),
            // It always ends with 1, for nothing was done.
            Self::Dnf => {
                let head = tools.as_chosen(&format!("dnf --assumeno {verb}"));
                with_names(&head, names) + " || [ $? = 1 ]"
            }
            Self::Apk => with_names(&tools.as_chosen(&format!("apk {verb} --simulate")), names),
        }
    }

    fn verb(self, change: Change) -> &'static str {
        match (self, change) {
            (Self::Apt | Self::Dnf, Change::Install) => "install",
            (Self::Apt | Self::Dnf, Change::Remove) => "remove",
            (Self::Apt, Change::Purge) => "purge",
            (Self::Apt, Change::Upgrade) => "install --only-upgrade",
            // Packages that others need now come too; none goes.
            (Self::Apt, Change::UpgradeAll) => "upgrade --with-new-pkgs",
            // It keeps no configuration apart from the package.
            (Self::Dnf, Change::Purge) => "remove",
            (Self::Dnf | Self::Apk, Change::Upgrade | Change::UpgradeAll) => "upgrade",
            (Self::Apk, Change::Install) => "add",
            (Self::Apk, Change::Remove) => "del",
            (Self::Apk, Change::Purge) => "del --purge",
        }
    }

    /// The command that brings the lists of what there is up to date.
    pub(super) fn refreshes(self, tools: &Tools) -> String {
        tools.as_chosen(match self {
            Self::Apt => "apt-get update",
            Self::Dnf => "dnf --assumeyes makecache --refresh",
            Self::Apk => "apk update",
        })
    }

    /// The command that describes a package.
    pub(super) fn describes(self, name: &PackageName) -> String {
        let head = match self {
            Self::Apt => "apt-cache show --",
            Self::Dnf => "dnf --quiet info --",
            Self::Apk => "apk info --all --",
        };
        command(head, [word(name.as_str().as_bytes())])
    }

    /// The command that lists the files of a package.
    pub(super) fn files_of(self, name: &PackageName) -> String {
        let head = match self {
            Self::Apt => "dpkg-query --listfiles --",
            Self::Dnf => "rpm --query --list --",
            Self::Apk => "apk info --contents --",
        };
        command(head, [word(name.as_str().as_bytes())])
    }

    /// Three parts, with zero bytes between: what is installed, what an upgrade would bring, what was found.
    pub(super) fn lists(self, script: Script, query: &str) -> Script {
        match self {
            Self::Apt => apt(script, query),
            Self::Dnf => dnf(script, query),
            Self::Apk => apk(script, query),
        }
    }
}

fn with_names(head: &str, names: &[PackageName]) -> String {
    if names.is_empty() {
        return head.to_owned();
    }
    command(&format!("{head} --"), names.iter().map(|name| word(name.as_str().as_bytes())))
}

fn apt(script: Script, query: &str) -> Script {
    let script = script
        .line(r"printf 'apt\0'")
        .line("format='${db:Status-Abbrev}\\t${binary:Package}\\t${Architecture}\\t${Version}\\t'")
        .line("format+='${Installed-Size}\\t${binary:Summary}\\n'")
        .line(r#"dpkg-query --show --showformat="$format""#)
        .line(r"printf '\0'")
        .line("# What an upgrade would bring. Nothing is done.")
        .line("apt-get --simulate dist-upgrade | grep '^Inst ' || true")
        .line(r"printf '\0'");
    match words(query) {
        Some(words) => script.line(command("apt-cache search --", words) + &first()),
        None => script,
    }
}

fn dnf(script: Script, query: &str) -> Script {
    let script = script
        .line(r"printf 'dnf\0'")
        .line(r"rpm --query --all --queryformat '%{NAME}\t%{ARCH}\t%{EVR}\t%{SIZE}\t%{SUMMARY}\n'")
        .line(r"printf '\0'")
        .line(r"dnf --quiet repoquery --upgrades --queryformat '%{name}\t%{arch}\t%{evr}\n' || true")
        .line(r"printf '\0'");
    // A name that has one of them in it.
    let globs = query.split_whitespace().map(|part| word(format!("*{part}*").as_bytes()));
    match words(query) {
        Some(_) => {
            let format = r"'%{name}\t%{arch}\t%{evr}\t%{installsize}\t%{summary}\n'";
            let head = format!("dnf --quiet repoquery --latest-limit=1 --queryformat {format} --");
            script.line(command(&head, globs) + &first())
        }
        None => script,
    }
}

fn apk(script: Script, query: &str) -> Script {
    let script = script
        .line(r"printf 'apk\0'")
        .line("apk info -vv")
        .line(r"printf '\0'")
        .line("apk version -v -l '<' || true")
        .line(r"printf '\0'");
    match words(query) {
        Some(words) => script.line(command("apk search -v --", words) + &first()),
        None => script,
    }
}

/// What is looked for, as words of a script; none if that is nothing.
fn words(query: &str) -> Option<impl Iterator<Item = String>> {
    let mut words = query.split_whitespace().map(|part| word(part.as_bytes())).peekable();
    words.peek().is_some().then_some(words)
}

/// Reads to the end, so that what searches does not fail for want of a reader.
fn first() -> String {
    format!(" | awk 'NR <= {FOUND}'")
}
