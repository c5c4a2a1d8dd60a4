//! Which services there are, and how they are.

use std::collections::BTreeMap;

use super::show::{self, Shown};
use super::{Deed, Manager, Unit, UnitName, links};
use crate::script::{Action, Failure, Init, Missing, Ran, Risk, Script, Title, Tool, Tools};

/// What systemd is asked of a service.
const PROPERTIES: &str =
    "Id,Description,LoadState,ActiveState,SubState,UnitFileState,StateChangeTimestamp,MemoryCurrent";

/// Lists services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List;

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// What it is called, and how it is.
    pub unit: Unit,
    /// What it is for.
    pub description: String,
    /// Since when it is how it is, in seconds since 1970-01-01 UTC.
    pub since: Option<i64>,
    /// Memory that it uses, in bytes.
    pub memory: Option<u64>,
}

impl Action for List {
    type Outcome = Vec<Service>;

    fn title(&self) -> Title {
        Title::one(Deed::List, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        match tools.init {
            Init::Systemd => {
                tools.need(Tool::Systemctl)?;
                let script = Script::careful().line("# Words and moments in a form that does not differ.");
                let script = script.line("export LC_ALL=C TZ=UTC");
                let with = |script, manager| show::listing(script, manager, "service", PROPERTIES);
                Ok(Manager::ALL.into_iter().fold(script, with))
            }
            Init::Openrc => {
                tools.need(Tool::RcService)?;
                let script = tools.sbin().line("rc-status --nocolor --servicelist");
                Ok(script.line(r"printf '\0'").line("rc-update --nocolor --verbose show"))
            }
            Init::Scripts => {
                tools.need(Tool::Service)?;
                Ok(tools
                    .sbin()
                    .line("# It asks each script in /etc/init.d.")
                    .line("service --status-all 2>&1")
                    .line(r"printf '\0'")
                    .line("# Where it begins with the target, and where that was taken away.")
                    .line(r"printf '%s\n' /etc/rc[2345S].d/[SK]*")
                    .line(r"printf '\0'"))
            }
        }
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Service>, Failure> {
        let output = String::from_utf8_lossy(ran.output()?);
        let parts: Vec<&str> = output.split('\0').collect();
        let services: Vec<Service> = match parts[..] {
            [files, shown, own_files, own_shown, ""] => {
                let system = show::read(files, shown, Manager::System);
                let own = show::read(own_files, own_shown, Manager::User);
                system.into_iter().chain(own).map(Service::of).collect()
            }
            [states, levels] => openrc(states, levels),
            [states, links, ""] => {
                let levels = links::levels(links);
                states.lines().filter_map(|line| scripts(line, &levels)).collect()
            }
            _ => return Err(Failure::Garbled),
        };
        let is_odd = services.is_empty() && parts.iter().any(|part| !part.trim().is_empty());
        if is_odd { Err(Failure::Garbled) } else { Ok(services) }
    }
}

impl Service {
    fn of(shown: Shown<'_>) -> Self {
        let memory = shown.bytes("MemoryCurrent");
        let (description, since) = (shown.text("Description"), shown.moment("StateChangeTimestamp"));
        Self { unit: shown.unit, description, since, memory }
    }

    /// One of which no more is known than how it is and in which runlevels.
    fn plain(name: UnitName, state: &str, at_boot: String) -> Self {
        let unit =
            Unit { name, manager: Manager::System, active: state.to_owned(), sub: String::new(), at_boot };
        Self { unit, description: String::new(), since: None, memory: None }
    }
}

/// Reads ` sshd   [  started  ]` of `rc-status`, and ` sshd | default` of `rc-update`.
fn openrc(states: &str, levels: &str) -> Vec<Service> {
    let levels: Vec<(&str, String)> = levels
        .lines()
        .filter_map(|line| line.split_once('|'))
        .map(|(name, levels)| (name.trim(), levels.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    let service = |line: &str| {
        let (name, state) = line.trim().strip_suffix(']')?.rsplit_once('[')?;
        let name = UnitName::parse(name.trim())?;
        let of_it = levels.iter().find(|(other, _)| *other == name.text());
        // A daemon that runs comes with for how long: `started 01:02:03 (0)`.
        let state = state.split_whitespace().next()?;
        Some(Service::plain(name, state, of_it.map(|(_, levels)| levels.clone()).unwrap_or_default()))
    };
    states.lines().filter_map(service).collect()
}

/// Reads ` [ + ]  nginx` of `service --status-all`.
fn scripts(line: &str, levels: &BTreeMap<&str, String>) -> Option<Service> {
    let (mark, name) = line.trim().strip_prefix('[')?.split_once(']')?;
    let state = match mark.trim() {
        "+" => "started",
        "-" => "stopped",
        "?" => "unknown",
        _ => return None,
    };
    let name = UnitName::parse(name.trim())?;
    let levels = levels.get(name.text()).cloned().unwrap_or_default();
    Some(Service::plain(name, state, levels))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{List, Manager, Service};
    use crate::script::{Action as _, Failure, Ran};

    fn read(stdout: &str) -> Result<Vec<Service>, Failure> {
        List.outcome(&Ran { stdout: stdout.into(), stderr: Vec::new(), status: Some(0) })
    }

    fn said(services: &[Service]) -> Vec<(&str, &str, &str)> {
        services
            .iter()
            .map(|Service { unit, .. }| (unit.name.text(), &*unit.active, &*unit.at_boot))
            .collect()
    }

    #[test]
    fn what_both_managers_of_systemd_say_comes_together() {
        let shown = "MemoryCurrent=4096\nId=a.service\nDescription=A\nActiveState=active\nSubState=running\n\
                     StateChangeTimestamp=Thu 1970-01-01 00:01:00 UTC\nUnitFileState=enabled\n";
        let services = read(&format!("b.service static -\n\0{shown}\0\0Id=a.service\n\0")).unwrap();
        assert_eq!(
            said(&services),
            [("a.service", "active", "enabled"), ("b.service", "inactive", "static"), ("a.service", "", "")]
        );
        assert_eq!((services[0].memory, services[0].since), (Some(4096), Some(60)));
        assert_eq!((services[2].unit.manager, services[2].unit.key()), (Manager::User, "~a.service".into()));
    }

    #[test]
    fn what_openrc_says_comes_with_runlevels() {
        let states = " broken                       [  crashed  ]\n sshd         [  started 00:01:02 (0) ]\n\
                      \x20odd name   [  stopped  ]\n";
        let services =
            read(&format!("{states}\0  broken |          \n    sshd |   boot default  \n")).unwrap();
        assert_eq!(said(&services), [("broken", "crashed", ""), ("sshd", "started", "boot default")]);
    }

    #[test]
    fn what_scripts_say_is_a_mark_and_a_name() {
        let services = read(
            " [ + ]  nginx\n [ - ]  procps\n [ ? ]  x11-common\n [ + ]  a b\nhello\n\0/etc/rc2.d/S01nginx\n\0",
        );
        let services = services.unwrap();
        assert_eq!(
            said(&services),
            [("nginx", "started", "2"), ("procps", "stopped", ""), ("x11-common", "unknown", "")]
        );
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert_eq!(read("\0\0"), Ok(Vec::new()));
        for text in ["", "hello", "hello\0\0", "a\0b", "a.service enabled\0\0\0\0x"] {
            assert_eq!(read(text), Err(Failure::Garbled), "{text:?}");
        }
    }
}
