//! Rows of services, timers and logs.

use postern_shared::script::logs::{self, Filter, Follow, Source};
use postern_shared::script::services::{
    List, Locate, Manage, Manager, Read, Reading, ReloadFiles, Unit, UnitName, Verb,
};
use postern_shared::script::timers::{self, Add, Calendar, Delete, Reschedule, TimerName, Trigger, When};

use super::{path, row, tools_without};

pub(crate) fn rows(rows: &mut String) {
    let nginx = || unit("nginx.service");
    row(rows, "services", "list them", &List);
    for (read, label) in [
        (Read::Status, "how one is"),
        (Read::Definition, "the files that say what it is"),
        (Read::Dependencies, "what it needs"),
    ] {
        row(rows, "services", label, &Reading { unit: nginx(), read });
    }
    let (name, manager) = (nginx().name, Manager::System);
    let follow = |source| Follow { source, filter: Filter::default() };
    row(rows, "services", "follow its journal", &follow(Source::Unit { name, manager }));
    for verb in Verb::ALL {
        let manage = Manage { verb, units: vec![nginx()], is_now: false };
        let command = verb.command(&tools_without(None)).unwrap();
        row(rows, "services", command.trim_start_matches("systemctl "), &manage);
    }
    row(rows, "services", "find the file to edit as text", &Locate { unit: nginx() });
    row(rows, "services", "read the files of units anew", &ReloadFiles { manager });
    row(rows, "timers", "list them", &timers::List);
    row(rows, "timers", "begin now what one activates", &Trigger { units: vec![unit("backup.service")] });
    for (verb, label) in [(Verb::Enable, "enable and start"), (Verb::Disable, "disable and stop")] {
        row(rows, "timers", label, &Manage { verb, units: vec![unit("backup.timer")], is_now: true });
    }
    changed(rows);
    row(rows, "logs", "list them", &logs::List);
    row(rows, "logs", "follow the journal", &follow(Source::Journal));
    row(rows, "logs", "follow the kernel's", &follow(Source::Kernel));
    row(rows, "logs", "follow a file", &follow(Source::File(path("/var/log/syslog"))));
    row(rows, "logs", "read a compressed file", &follow(Source::File(path("/var/log/syslog.2.gz"))));
}

fn changed(rows: &mut String) {
    let when = When { calendar: Calendar::parse("Mon..Fri 03:00"), ..When::default() };
    let add = Add {
        name: TimerName::parse("backup").unwrap(),
        description: String::new(),
        command: "backup".into(),
        when: when.clone(),
        user: None,
        is_persistent: true,
    };
    row(rows, "timers", "make one, with a service", &add);
    let timer = unit("backup.timer").name;
    let reschedule = Reschedule::to(timer.clone(), when, None).unwrap();
    row(rows, "timers", "change when one elapses", &reschedule);
    row(rows, "timers", "find the file to edit as text", &Locate { unit: unit("backup.timer") });
    let delete = Delete { timers: vec![timer], services: Vec::new() };
    row(rows, "timers", "delete one that was made here", &delete);
    let services = vec![unit("backup.service").name];
    row(rows, "timers", "delete one, with its service", &Delete { services, ..delete });
}

fn unit(name: &str) -> Unit {
    let nothing = String::new;
    let name = UnitName::parse(name).unwrap();
    Unit { name, manager: Manager::System, active: nothing(), sub: nothing(), at_boot: nothing() }
}
