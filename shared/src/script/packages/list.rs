//! Which packages there are: those installed, or those that were found.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::manager::Manager;
use super::{Deed, PackageName};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tools};

/// Lists packages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// What is looked for in the repositories, in words; nothing for what is installed.
    pub query: String,
}

/// A package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: PackageName,
    /// What there is of it.
    pub state: State,
    /// The version that is installed, or could be; nothing where the packager does not say.
    pub version: String,
    /// The version that an upgrade would bring.
    pub newer: Option<String>,
    /// What it takes installed, in bytes.
    pub size: Option<u64>,
    /// What it is, in a line.
    pub summary: String,
}

/// What there is of a package on the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It could be installed.
    Available,
    /// All of it.
    Installed,
    /// Its configuration: the rest was removed (dpkg(1), `config-files`).
    Configuration,
    /// A part: its installation did not come to its end.
    Broken,
}

impl Action for List {
    type Outcome = Vec<Package>;

    fn title(&self) -> Title {
        Title::one(Deed::List, &*self.query)
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let manager = Manager::of(tools)?;
        let script = Script::careful().line("set -o pipefail").line("export LC_ALL=C");
        Ok(manager.lists(script, &self.query))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Package>, Failure> {
        let output = String::from_utf8_lossy(ran.output()?);
        let mut parts = output.split('\0');
        let (Some(manager), Some(installed), Some(newer), Some(found), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Failure::Garbled);
        };
        let read = match manager {
            "apt" => read_apt(installed, newer, found),
            "dnf" => read_dnf(installed, newer, found),
            "apk" => read_apk(installed, newer, found),
            _ => None,
        };
        let (installed, found) = read.ok_or(Failure::Garbled)?;
        Ok(if self.query.trim().is_empty() { installed } else { among(installed, found) })
    }
}

/// What is installed, and what was found.
type Read = Option<(Vec<Package>, Vec<Package>)>;

/// What was found, as far as it is installed with what is known of that.
fn among(installed: Vec<Package>, found: Vec<Package>) -> Vec<Package> {
    let names: HashSet<String> = found.iter().map(|package| package.plain().to_owned()).collect();
    let installed: Vec<Package> =
        installed.into_iter().filter(|package| names.contains(package.plain())).collect();
    let known: HashSet<String> = installed.iter().map(|package| package.plain().to_owned()).collect();
    let others = found.into_iter().filter(|package| !known.contains(package.plain()));
    // A name found twice is one.
    let others: BTreeMap<PackageName, Package> =
        others.map(|package| (package.name.clone(), package)).collect();
    installed.into_iter().chain(others.into_values()).collect()
}

fn read_apt(installed: &str, newer: &str, found: &str) -> Read {
    let newer: HashMap<(String, String), String> = newer.lines().filter_map(would_install).collect();
    let read = |line: &str| {
        let [status, name, architecture, version, kibibytes, summary] = fields(line)?;
        let state = match status.as_bytes().get(1)? {
            // Unknown to dpkg but for a wish.
            b'n' => return Some(None),
            b'i' => State::Installed,
            b'c' => State::Configuration,
            _ => State::Broken,
        };
        let name = PackageName::parse(name)?;
        let key = (name.as_str().split(':').next()?.to_owned(), architecture.to_owned());
        let size = kibibytes.parse::<u64>().ok().and_then(|kibibytes| kibibytes.checked_mul(1024));
        let newer = newer.get(&key).cloned();
        Some(Some(Package { name, state, version: version.into(), newer, size, summary: summary.into() }))
    };
    let installed = installed.lines().map(read).collect::<Option<Vec<_>>>()?;
    let found = found.lines().map(|line| {
        let (name, summary) = line.split_once(" - ")?;
        Some(Package { summary: summary.into(), ..Package::available(PackageName::parse(name)?, "") })
    });
    Some((installed.into_iter().flatten().collect(), found.collect::<Option<_>>()?))
}

/// `Inst name [old] (new origin [architecture])`: what gets which version. Not what is new.
fn would_install(line: &str) -> Option<((String, String), String)> {
    let (name, rest) = line.strip_prefix("Inst ")?.split_once(" [")?;
    let (_, rest) = rest.split_once("] (")?;
    let (version, origin) = rest.split_once(' ')?;
    let architecture = origin.split_once("])")?.0.rsplit_once('[')?.1;
    let name = name.split(':').next()?;
    Some(((name.to_owned(), architecture.to_owned()), version.to_owned()))
}

fn read_dnf(installed: &str, newer: &str, found: &str) -> Read {
    let newer: HashMap<String, String> = newer
        .lines()
        .filter_map(fields)
        .map(|[name, architecture, version]| (format!("{name}.{architecture}"), version.to_owned()))
        .collect();
    let read = |line: &str, state: State| {
        let [name, architecture, version, size, summary] = fields(line)?;
        // A key that packages are signed with is listed as one.
        if architecture == "(none)" {
            return Some(None);
        }
        let name = format!("{name}.{architecture}");
        let newer = newer.get(&name).cloned().filter(|_| state == State::Installed);
        let version = version.to_owned();
        let (name, size) = (PackageName::parse(&name)?, size.parse().ok());
        Some(Some(Package { name, state, version, newer, size, summary: summary.into() }))
    };
    let all = |text: &str, state| {
        let lines = text.lines().filter(|line| !line.is_empty());
        Some(lines.map(|line| read(line, state)).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
    };
    Some((all(installed, State::Installed)?, all(found, State::Available)?))
}

fn read_apk(installed: &str, newer: &str, found: &str) -> Read {
    let newer: HashMap<String, String> = newer
        .lines()
        .filter_map(|line| {
            let (package, newer) = line.split_once('<')?;
            Some((versioned(package.trim())?.0.to_string(), newer.trim().to_owned()))
        })
        .collect();
    let read = |line: &str, state: State| {
        let (package, summary) = line.split_once(" - ")?;
        let (name, version) = versioned(package)?;
        let newer = newer.get(name.as_str()).cloned().filter(|_| state == State::Installed);
        let available = Package::available(name, version);
        Some(Package { state, newer, summary: summary.into(), ..available })
    };
    let all = |text: &str, state| text.lines().map(|line| read(line, state)).collect::<Option<Vec<_>>>();
    Some((all(installed, State::Installed)?, all(found, State::Available)?))
}

/// `name-1.2.3-r4`: a name, and a version, which begins with a digit and ends with a revision.
fn versioned(package: &str) -> Option<(PackageName, &str)> {
    let revision = package.rfind("-r")?;
    let at = package.get(..revision)?.rfind('-')?;
    let (name, version) = (package.get(..at)?, package.get(at + 1..)?);
    let is_version = version.starts_with(|first: char| first.is_ascii_digit());
    Some((PackageName::parse(name).filter(|_| is_version)?, version))
}

/// The fields of a line, with tabs between. The last may have tabs in it.
fn fields<const N: usize>(line: &str) -> Option<[&str; N]> {
    line.splitn(N, '\t').collect::<Vec<_>>().try_into().ok()
}

impl Package {
    fn available(name: PackageName, version: &str) -> Self {
        let version = version.to_owned();
        Self { name, state: State::Available, version, newer: None, size: None, summary: String::new() }
    }

    /// Its name, without the architecture that apt writes after it.
    fn plain(&self) -> &str {
        self.name.as_str().split(':').next().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{List, Package, State};
    use crate::script::{Action as _, Failure, Ran};

    fn read(query: &str, parts: &[&str]) -> Result<Vec<Package>, Failure> {
        let stdout = parts.join("\0").into_bytes();
        List { query: query.into() }.outcome(&Ran { stdout, status: Some(0), ..Ran::default() })
    }

    fn brief(packages: &[Package]) -> Vec<(&str, State, &str, Option<&str>)> {
        packages
            .iter()
            .map(|package| {
                (package.name.as_str(), package.state, &*package.version, package.newer.as_deref())
            })
            .collect()
    }

    const DPKG: &str = "ii \tlibc6:amd64\tamd64\t2.36-9\t12987\tGNU C Library: Shared libraries\n\
        rc \told\tall\t1\t\tgone\tbut for its files\n\
        iF \thalf\tamd64\t1\t10\thalf\n\
        un \twished\t\t\t\t\n\
        ii \tg++\tamd64\t4:12.2\t15\tGNU C++ compiler\n";
    const INST: &str = "Inst libc6 [2.36-9] (2.36-10 Debian:12.12/oldstable, Debian-Security:12 [amd64]) []\n\
        Inst brand-new (1.0 Debian:12 [all])\nInst g++ [4:12.2] (4:12.3 [amd64])\n";

    #[test]
    fn what_dpkg_and_apt_say_comes_together() {
        let packages = read("", &["apt", DPKG, INST, ""]).unwrap();
        assert_eq!(
            brief(&packages),
            [
                ("libc6:amd64", State::Installed, "2.36-9", Some("2.36-10")),
                ("old", State::Configuration, "1", None),
                ("half", State::Broken, "1", None),
                ("g++", State::Installed, "4:12.2", Some("4:12.3")),
            ]
        );
        assert_eq!(packages[0].size, Some(12987 * 1024));
        assert_eq!(packages[1].summary, "gone\tbut for its files");
    }

    #[test]
    fn what_was_found_says_whether_it_is_installed() {
        let found = "nginx - web server\nlibc6 - GNU C Library - Shared\nnginx - web server\n";
        let packages = read("x", &["apt", DPKG, "", found]).unwrap();
        assert_eq!(
            brief(&packages),
            [("libc6:amd64", State::Installed, "2.36-9", None), ("nginx", State::Available, "", None)]
        );
    }

    #[test]
    fn what_rpm_and_dnf_say_comes_together() {
        let installed = "bash\tx86_64\t5.2.26-3.fc40\t8376143\tThe GNU Bourne Again shell\n\
            gpg-pubkey\t(none)\ta15b79cc-63d04c2c\t0\tFedora\n";
        let newer = "bash\tx86_64\t5.2.32-1.fc40\n\n";
        let found = "zsh\tx86_64\t5.9-11.fc40\t8000\tPowerful shell\n\nbash\tx86_64\t5.2.32-1.fc40\t1\tx\n";
        let packages = read("", &["dnf", installed, newer, ""]).unwrap();
        let bash = ("bash.x86_64", State::Installed, "5.2.26-3.fc40", Some("5.2.32-1.fc40"));
        assert_eq!(brief(&packages), [bash]);
        let zsh = ("zsh.x86_64", State::Available, "5.9-11.fc40", None);
        assert_eq!(brief(&read("sh", &["dnf", installed, newer, found]).unwrap()), [bash, zsh]);
    }

    #[test]
    fn what_apk_says_comes_together() {
        let installed = "musl-1.2.5-r0 - the musl c library (libc) implementation\n\
            py3-foo-bar-2.0_git20240101-r12 - x - y\n";
        let newer = "Installed:                                Available:\n\
            musl-1.2.5-r0                           < 1.2.5-r1 \n";
        let packages = read("", &["apk", installed, newer, ""]).unwrap();
        assert_eq!(
            brief(&packages),
            [
                ("musl", State::Installed, "1.2.5-r0", Some("1.2.5-r1")),
                ("py3-foo-bar", State::Installed, "2.0_git20240101-r12", None),
            ]
        );
        let found = "zsh-5.9-r3 - Very advanced shell\n";
        let zsh = ("zsh", State::Available, "5.9-r3", None);
        assert_eq!(brief(&read("zsh", &["apk", installed, "", found]).unwrap()), [zsh]);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for parts in
            [&["apt"][..], &["yum", "", "", ""], &["apt", "hello\n", "", ""], &["apt", "", "", "-y - x"]]
        {
            assert_eq!(read("x", parts), Err(Failure::Garbled), "{parts:?}");
        }
    }
}
