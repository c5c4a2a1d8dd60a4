//! Scripts for services and timers.

use postern_shared::script::services::{
    List, Locate, Manage, Manager, Read, Reading, ReloadFiles, Unit, UnitName, Verb,
};
use postern_shared::script::timers::{
    self, Add, Calendar, Delete, Reschedule, Span, TimerName, Trigger, When,
};
use postern_shared::script::users::Account;
use postern_shared::script::{Init, Tool, Tools};

use super::{Page, is_as_before, tools, tools_with};

#[test]
fn scripts_for_services_read_as_they_did() {
    is_as_before("services-systemd.sh", &with_systemd(&with(Init::Systemd, true)));
    is_as_before("services-systemd-sudo.sh", &with_systemd(&with(Init::Systemd, true).through_sudo()));
    is_as_before("services-openrc.sh", &without(&with(Init::Openrc, true)));
    is_as_before("services-scripts.sh", &without(&with(Init::Scripts, true)));
    is_as_before("services-chkconfig.sh", &without(&without_update_rcd()));
}

/// Scripts in `/etc/init.d` whose links `chkconfig` makes.
fn without_update_rcd() -> Tools {
    let has: Vec<Tool> = Tool::ALL.into_iter().filter(|tool| *tool != Tool::UpdateRcd).collect();
    tools_with(true, &has)
}

/// What a target has where this starts its services.
pub(crate) fn with(init: Init, is_gnu: bool) -> Tools {
    let mut tools = tools(is_gnu);
    tools.init = init;
    tools
}

fn with_systemd(tools: &Tools) -> Page {
    let mut page = Page::default();
    page.act("List", &List, tools);
    let mixed = || {
        vec![
            unit("nginx.service", Manager::System, "enabled"),
            unit(r"mnt-a\x2db@1.service", Manager::System, "enabled-runtime"),
            unit("syncthing.service", Manager::User, "disabled"),
        ]
    };
    managed(&mut page, &mixed(), tools);
    for is_active in ["active", "inactive"] {
        for verb in [Verb::Enable, Verb::Disable] {
            let timer = Unit { active: is_active.into(), ..unit("backup.timer", Manager::System, "enabled") };
            let manage = Manage { verb, units: vec![timer], is_now: true };
            page.act(&format!("{verb:?} now, {is_active}"), &manage, tools);
        }
    }
    for manager in Manager::ALL {
        for read in Read::ALL {
            let reading = Reading { unit: unit("nginx.service", manager, ""), read };
            page.act(&format!("Read {read:?} {manager:?}"), &reading, tools);
        }
        page.act(&format!("Reload files {manager:?}"), &ReloadFiles { manager }, tools);
    }
    page.act("List timers", &timers::List, tools);
    page.act("Trigger", &Trigger { units: mixed() }, tools);
    for manager in Manager::ALL {
        page.act(&format!("Edit {manager:?}"), &Locate { unit: unit("nginx.service", manager, "") }, tools);
    }
    changed(&mut page, tools);
    page
}

fn changed(page: &mut Page, tools: &Tools) {
    let name = |text| UnitName::parse(text).unwrap();
    let when = When { calendar: Calendar::parse("Mon..Fri 03:00"), ..When::default() };
    let often = When { every: Span::parse("1h 30min"), ..When::default() };
    let add = Add {
        name: TimerName::parse("backup").unwrap(),
        description: "It's 100% of /srv".into(),
        command: "tar -czf \"/srv/$(date +%F).tgz\" /etc \\".into(),
        when: when.clone(),
        user: Account::parse("deploy"),
        is_persistent: true,
    };
    page.act("New timer", &add, tools);
    let plain = Add { description: String::new(), when: often, user: None, is_persistent: false, ..add };
    page.act("New timer, plain", &plain, tools);
    let instance = name(r"mnt-a\x2db@1.timer");
    for was in [None, Some("[Timer]\nOnCalendar=daily\nRandomizedDelaySec=1h\n".to_owned())] {
        page.act("Reschedule", &Reschedule::to(instance.clone(), when.clone(), was).unwrap(), tools);
    }
    page.act("Reschedule never", &Reschedule::to(instance, When::default(), None).unwrap(), tools);
    let delete = Delete { timers: vec![name("backup.timer"), name(r"a\x2db.timer")], services: Vec::new() };
    page.act("Delete", &delete, tools);
    page.act("Delete with service", &Delete { services: vec![name("backup.service")], ..delete }, tools);
}

fn without(tools: &Tools) -> Page {
    let mut page = Page::default();
    page.act("List", &List, tools);
    let levels = if tools.init == Init::Openrc { "boot default $(id) -rf" } else { "2 5 $(id) -rf" };
    let units = [unit("nginx", Manager::System, ""), unit("sshd", Manager::System, levels)];
    managed(&mut page, &units, tools);
    page.act("Edit", &Locate { unit: units[0].clone() }, tools);
    for read in Read::ALL.into_iter().filter(|read| read.command(tools.init).is_some()) {
        page.act(&format!("Read {read:?}"), &Reading { unit: units[0].clone(), read }, tools);
    }
    page
}

fn managed(page: &mut Page, units: &[Unit], tools: &Tools) {
    for verb in Verb::ALL.into_iter().filter(|verb| verb.command(tools).is_some()) {
        let manage = Manage { verb, units: units.to_vec(), is_now: false };
        page.act(&format!("{verb:?}"), &manage, tools);
    }
}

fn unit(name: &str, manager: Manager, at_boot: &str) -> Unit {
    let (active, sub) = ("active".into(), "running".into());
    Unit { name: UnitName::parse(name).unwrap(), manager, active, sub, at_boot: at_boot.into() }
}
