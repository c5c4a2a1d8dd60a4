//! Services of machines whose systemd, OpenRC or scripts really run: started, stopped, enabled, masked, read.

use postern_shared::form::Answers;
use postern_shared::script::services::{
    List, Located, Manage, Manager, Read, Reading, ReloadFiles, Service, Services, UnitName, Verb,
};
use postern_shared::script::{Action as _, Failure, Init, Remedy, Script, word};
use postern_shared::table::Subject as _;
use postern_testkit::{Machine, Services as Kind, USER};

use super::desk::{Desk, Refused, Userland};
use super::root;

/// A machine of the test's own, and a place on it.
pub(crate) async fn machine(kind: Kind) -> (Machine, Desk) {
    let machine = Machine::start(kind);
    let stand = root::stand_with(&machine.sshd_config()).await;
    let desk = Desk::at(stand.into(), Userland::Gnu).await;
    (machine, desk)
}

/// One with systemd and these units, by name and what their files hold.
pub(crate) async fn systemd(units: &[(&str, &str)]) -> (Machine, Desk) {
    let (machine, desk) = machine(Kind::Systemd).await;
    for (name, text) in units {
        said(&desk, &format!("cat >'/etc/systemd/system/{name}' <<'UNIT'\n{text}\nUNIT")).await;
    }
    said(&desk, "systemctl daemon-reload").await;
    (machine, desk)
}

/// What a command of the test's own says.
pub(crate) async fn said(desk: &Desk, command: &str) -> String {
    let outcome = desk.stand.session.run(command).await;
    String::from_utf8(outcome.stdout).unwrap().trim().to_owned()
}

const SLEEPER: &str = "[Unit]\nDescription=Sleeps $(touch ~/pwned)\n[Service]\nExecStart=/bin/sleep 1000\n\
                       ExecReload=/bin/touch /run/reloaded\n[Install]\nWantedBy=multi-user.target";
const NEEDY: &str = "[Unit]\nRequires=sleeper.service\n[Service]\nExecStart=/bin/sleep 1000";
const BROKEN: &str = "[Service]\nType=oneshot\nExecStart=/bin/false";

async fn listed(desk: &Desk, name: &str) -> Service {
    let services = desk.act(&List).await;
    let found = services.iter().find(|service| service.unit.name.text() == name);
    found.unwrap_or_else(|| panic!("no {name} in {services:?}")).clone()
}

async fn manage(desk: &Desk, name: &str, verb: Verb) -> Manage {
    Manage { verb, units: vec![listed(desk, name).await.unit], is_now: false }
}

#[tokio::test]
async fn services_are_listed_whether_they_run_failed_or_were_never_begun() {
    let (_machine, desk) = systemd(&[
        ("sleeper.service", SLEEPER),
        ("broken.service", BROKEN),
        (r"o\x2dd@1.service", SLEEPER),
        ("many@.service", SLEEPER),
    ])
    .await;
    assert_eq!(desk.tools.init, Init::Systemd);
    said(&desk, "systemctl start sleeper; systemctl start broken; systemctl mask --runtime gone").await;
    let sleeper = listed(&desk, "sleeper.service").await;
    let how = |service: &Service| {
        let unit = &service.unit;
        format!("{} {} {}", unit.active, unit.sub, unit.at_boot)
    };
    assert_eq!(how(&sleeper), "active running disabled");
    assert_eq!(sleeper.description, "Sleeps $(touch ~/pwned)");
    let now: i64 = said(&desk, "date +%s").await.parse().unwrap();
    assert!((now - 60..=now).contains(&sleeper.since.unwrap()), "{sleeper:?}, now {now}");
    assert_eq!(how(&listed(&desk, "broken.service").await), "failed failed static");
    assert_eq!(how(&listed(&desk, r"o\x2dd@1.service").await), "inactive dead disabled");
    assert_eq!(how(&listed(&desk, "gone.service").await), "inactive dead masked-runtime");
    let all = desk.act(&List).await;
    assert!(all.iter().all(|service| service.unit.name.text() != "many@.service"), "nothing by itself");
    assert!(!desk.is_pwned().await);
}

#[tokio::test]
async fn a_service_starts_restarts_reloads_and_stops() {
    let (_machine, desk) = systemd(&[("sleeper.service", SLEEPER), (r"o\x2dd@1.service", SLEEPER)]).await;
    let mut start = manage(&desk, "sleeper.service", Verb::Start).await;
    start.units.push(listed(&desk, r"o\x2dd@1.service").await.unit);
    desk.act(&start).await;
    assert_eq!(said(&desk, r"systemctl is-active sleeper 'o\x2dd@1'").await, "active\nactive");
    let pid = "systemctl show -p MainPID --value sleeper";
    let first = said(&desk, pid).await;
    desk.act(&manage(&desk, "sleeper.service", Verb::Reload).await).await;
    assert_eq!(said(&desk, "ls /run/reloaded").await, "/run/reloaded");
    assert_eq!(said(&desk, pid).await, first);
    desk.act(&manage(&desk, "sleeper.service", Verb::Restart).await).await;
    assert_ne!(said(&desk, pid).await, first);
    desk.act(&Manage { verb: Verb::Stop, ..start }).await;
    assert_eq!(said(&desk, r"systemctl is-active sleeper 'o\x2dd@1'").await, "inactive\ninactive");
}

#[tokio::test]
async fn what_stops_says_before_what_runs_of_it_and_what_needs_it() {
    let (_machine, desk) = systemd(&[("sleeper.service", SLEEPER), ("needy.service", NEEDY)]).await;
    said(&desk, "systemctl start needy").await;
    let stop = manage(&desk, "sleeper.service", Verb::Stop).await;
    let preview = stop.preview(&desk.tools).unwrap();
    let ran = desk.run(preview.script()).await;
    let text = String::from_utf8(ran.output().unwrap().to_vec()).unwrap();
    assert!(text.contains("/bin/sleep 1000") && text.contains("needy.service"), "{text}");
    assert_eq!(said(&desk, "systemctl is-active sleeper needy").await, "active\nactive");
    desk.act(&stop).await;
    assert_eq!(said(&desk, "systemctl is-active sleeper needy").await, "inactive\ninactive");
}

#[tokio::test]
async fn what_fails_to_start_says_so_and_can_be_forgotten() {
    let (_machine, desk) = systemd(&[("broken.service", BROKEN)]).await;
    let refused = desk.refused(&manage(&desk, "broken.service", Verb::Start).await).await;
    assert_eq!(refused, Refused { failure: Failure::Failed, remedy: None });
    assert!(listed(&desk, "broken.service").await.unit.has_failed());
    desk.act(&manage(&desk, "broken.service", Verb::ResetFailed).await).await;
    assert!(!listed(&desk, "broken.service").await.unit.has_failed());
}

#[tokio::test]
async fn enabling_and_masking_are_taken_back_to_what_was_there() {
    let library = "cat >/run/systemd/system/plain.service <<'UNIT'\n[Service]\nExecStart=/bin/true\n\
                   [Install]\nWantedBy=multi-user.target\nUNIT\nsystemctl daemon-reload";
    let (_machine, desk) = systemd(&[("sleeper.service", SLEEPER), ("passing.service", SLEEPER)]).await;
    said(&desk, library).await;
    said(&desk, "systemctl enable --runtime passing").await;
    let links = "find /etc/systemd /run/systemd/system -type l -printf '%p %l\\n' | sort";
    let there_and_back = async |name: &str, verb, state: &str| {
        let manage = manage(&desk, name, verb).await;
        let before = said(&desk, links).await;
        assert!(verb.is_for(&manage.units[0], desk.tools.init), "{manage:?}");
        desk.act(&manage).await;
        assert_eq!(listed(&desk, name).await.unit.at_boot, state, "{manage:?}");
        desk.undo(&manage).await;
        assert_eq!(said(&desk, links).await, before, "{manage:?}");
        assert_eq!(listed(&desk, name).await.unit, manage.units[0]);
    };
    there_and_back("sleeper.service", Verb::Enable, "enabled").await;
    said(&desk, "systemctl enable sleeper").await;
    there_and_back("sleeper.service", Verb::Disable, "disabled").await;
    there_and_back("passing.service", Verb::Disable, "disabled").await;
    there_and_back("plain.service", Verb::Mask, "masked").await;
    said(&desk, "systemctl mask plain").await;
    there_and_back("plain.service", Verb::Unmask, "disabled").await;
}

#[tokio::test]
async fn what_is_said_of_a_service_is_read_whether_it_runs_or_not() {
    let (_machine, desk) = systemd(&[("sleeper.service", SLEEPER), ("needy.service", NEEDY)]).await;
    let read = async |name: &str, read| {
        let reading = Reading { unit: listed(&desk, name).await.unit, read };
        String::from_utf8(desk.act(&reading).await).unwrap()
    };
    assert!(read("sleeper.service", Read::Status).await.contains("Active: inactive (dead)"));
    said(&desk, "systemctl start sleeper").await;
    assert!(read("sleeper.service", Read::Status).await.contains("Active: active (running)"));
    assert!(read("needy.service", Read::Dependencies).await.contains("sleeper.service"));
    assert!(read("needy.service", Read::Definition).await.contains("\nRequires=sleeper.service\n"));
    let mut unit = listed(&desk, "needy.service").await.unit;
    unit.name = UnitName::parse("gone.service").unwrap();
    assert_eq!(desk.refused(&Reading { unit, read: Read::Status }).await.failure, Failure::Failed);
}

#[tokio::test]
async fn files_of_units_are_read_anew() {
    let (_machine, desk) = systemd(&[("sleeper.service", SLEEPER)]).await;
    said(&desk, "systemctl start sleeper").await;
    said(&desk, "sed -i s/^Description=.*/Description=Dreams/ /etc/systemd/system/sleeper.service").await;
    assert!(listed(&desk, "sleeper.service").await.description.starts_with("Sleeps"));
    desk.act(&ReloadFiles { manager: Manager::System }).await;
    assert_eq!(listed(&desk, "sleeper.service").await.description, "Dreams");
}

#[tokio::test]
async fn services_of_the_users_own_manager_stand_beside_those_of_the_target() {
    let (_machine, desk) = systemd(&[]).await;
    said(&desk, "systemctl start own; mkdir -p /run/user/0/systemd/user").await;
    let unit = "[Service]\nExecStart=/bin/sleep 1000";
    said(&desk, &format!("printf '{unit}' >/run/user/0/systemd/user/mine.service")).await;
    let own = "XDG_RUNTIME_DIR=/run/user/0 systemctl --user";
    said(&desk, &format!("{own} daemon-reload")).await;
    let mine = listed(&desk, "mine.service").await;
    assert_eq!((mine.unit.manager, mine.unit.is_active()), (Manager::User, false));
    desk.act(&Manage { verb: Verb::Start, units: vec![mine.unit.clone()], is_now: false }).await;
    assert!(listed(&desk, "mine.service").await.unit.is_active());
    assert_eq!(said(&desk, &format!("{own} is-active mine")).await, "active");
    let status = Reading { unit: mine.unit, read: Read::Status };
    assert!(String::from_utf8(desk.act(&status).await).unwrap().contains("active (running)"));
    desk.act(&ReloadFiles { manager: Manager::User }).await;
}

#[tokio::test]
async fn who_may_not_learns_that_sudo_may() {
    let (_machine, mut desk) = systemd(&[("sleeper.service", SLEEPER)]).await;
    assert!(said(&desk, "getent passwd").await.contains(USER));
    for verb in [Verb::Start, Verb::Enable, Verb::Mask] {
        let script = manage(&desk, "sleeper.service", verb).await.script(&desk.tools).unwrap();
        let whole =
            format!("setpriv --reuid={USER} --clear-groups bash -c {}", word(script.text().as_bytes()));
        let ran = desk.run(&Script::edited(whole)).await;
        assert_eq!((ran.done(), Remedy::after(&ran)), (Err(Failure::Failed), Some(Remedy::Sudo)), "{ran:?}");
    }
    desk.tools = desk.tools.through_sudo();
    let start = manage(&desk, "sleeper.service", Verb::Start).await;
    assert!(
        start.script(&desk.tools).unwrap().text().contains("\nsudo -n systemctl start -- sleeper.service\n")
    );
    desk.act(&start).await;
    assert!(listed(&desk, "sleeper.service").await.unit.is_active());
    let enable = manage(&desk, "sleeper.service", Verb::Enable).await;
    desk.act(&enable).await;
    desk.undo(&enable).await;
    assert_eq!(listed(&desk, "sleeper.service").await.unit.at_boot, "disabled");
}

#[tokio::test]
async fn every_offer_runs_on_a_machine_that_has_what_it_needs() {
    for kind in [Kind::Systemd, Kind::Openrc, Kind::Scripts] {
        let (_machine, desk) = machine(kind).await;
        said(&desk, if kind == Kind::Openrc { DAEMON } else { SCRIPT }).await;
        let service = desk.act(&List).await.remove(0);
        let offers = Services::offers(&[&service], &desk.tools);
        assert!(offers.len() >= 5, "{kind:?}");
        for offer in offers {
            offer.plan(&Answers::first(&offer.asks), &desk.tools).unwrap();
        }
    }
}

const SCRIPT: &str = "cat >/etc/init.d/probe <<'SCRIPT'
#!/bin/sh
### BEGIN INIT INFO
# Provides: probe
# Required-Start:
# Required-Stop:
# Default-Start: 2
# Default-Stop:
### END INIT INFO
case $1 in
start) touch /run/probe ;;
stop) rm -f /run/probe ;;
restart|reload) touch /run/probe /run/probe-$1 ;;
status) [ -e /run/probe ] && echo running || exit 3 ;;
esac
SCRIPT
chmod +x /etc/init.d/probe";

const DAEMON: &str = "cat >/etc/init.d/probe <<'SCRIPT'
#!/sbin/openrc-run
command=/bin/sleep
command_args=1000
command_background=true
pidfile=/run/$RC_SVCNAME.pid
retry=TERM/5
SCRIPT
chmod +x /etc/init.d/probe
rc-update --update";

#[tokio::test]
async fn scripts_of_init_d_are_started_and_stopped() {
    let (_machine, desk) = machine(Kind::Scripts).await;
    assert_eq!(desk.tools.init, Init::Scripts);
    said(&desk, SCRIPT).await;
    assert_eq!(listed(&desk, "probe").await.unit.active, "stopped");
    desk.act(&manage(&desk, "probe", Verb::Start).await).await;
    assert_eq!(listed(&desk, "probe").await.unit.active, "started");
    desk.act(&manage(&desk, "probe", Verb::Reload).await).await;
    desk.act(&manage(&desk, "probe", Verb::Restart).await).await;
    assert_eq!(said(&desk, "ls /run/probe-*").await, "/run/probe-reload\n/run/probe-restart");
    let stop = manage(&desk, "probe", Verb::Stop).await;
    assert_eq!(desk.run(stop.preview(&desk.tools).unwrap().script()).await.status, Some(0));
    desk.act(&stop).await;
    let stopped = listed(&desk, "probe").await;
    assert_eq!(stopped.unit.active, "stopped");
    desk.act(&Reading { unit: stopped.unit.clone(), read: Read::Status }).await;
    let text = desk.act(&Reading { unit: stopped.unit, read: Read::Definition }).await;
    assert!(text.starts_with(b"#!/bin/sh"));
}

#[tokio::test]
async fn scripts_of_init_d_begin_with_the_target_or_not_and_are_taken_back_to_what_was_there() {
    let (_machine, desk) = machine(Kind::Scripts).await;
    said(&desk, &SCRIPT.replace("Default-Start: 2", "Default-Start: 2 3 5")).await;
    said(&desk, "mkdir -p /etc/rc{0,1,2,3,4,5,6,S}.d").await;
    let links = "find /etc/rc?.d -type l -printf '%p %l\\n' | sort";
    let there_and_back = async |verb: Verb, at_boot: &str, then: &str| {
        let manage = manage(&desk, "probe", verb).await;
        assert_eq!(manage.units[0].at_boot, at_boot);
        assert!(verb.is_for(&manage.units[0], Init::Scripts), "{manage:?}");
        let before = said(&desk, links).await;
        desk.act(&manage).await;
        assert_eq!(listed(&desk, "probe").await.unit.at_boot, then, "{manage:?}");
        desk.undo(&manage).await;
        assert_eq!(said(&desk, links).await, before, "{manage:?}");
        desk.act(&manage).await;
    };
    there_and_back(Verb::Enable, "", "2 3 5").await;
    there_and_back(Verb::Disable, "2 3 5", "off").await;
    there_and_back(Verb::Enable, "off", "2 3 5").await;
    let service = listed(&desk, "probe").await;
    let offers = Services::offers(&[&service], &desk.tools);
    let edit = offers.iter().find(|offer| offer.key == Some("e")).unwrap();
    let plan = edit.plan(&Answers::default(), &desk.tools).unwrap();
    let located = Located::read(&desk.run(&plan.script).await).unwrap();
    assert_eq!((located.path.text().as_str(), located.is_new), ("/etc/init.d/probe", false));
}

#[tokio::test]
async fn services_of_openrc_are_started_stopped_and_taken_into_runlevels() {
    let (_machine, desk) = machine(Kind::Openrc).await;
    assert_eq!(desk.tools.init, Init::Openrc);
    said(&desk, DAEMON).await;
    said(
        &desk,
        "cd /etc/init.d; cp probe needy; echo 'depend() { need probe; }' >>needy; rc-update --update",
    )
    .await;
    assert_eq!(listed(&desk, "probe").await.unit.active, "stopped");
    desk.act(&manage(&desk, "needy", Verb::Start).await).await;
    assert_eq!(listed(&desk, "probe").await.unit.active, "started");
    let stop = manage(&desk, "probe", Verb::Stop).await;
    let preview = desk.run(stop.preview(&desk.tools).unwrap().script()).await;
    let text = String::from_utf8(preview.output().unwrap().to_vec()).unwrap();
    assert!(text.contains("needy"), "{text}");
    desk.act(&manage(&desk, "probe", Verb::Restart).await).await;
    desk.act(&stop).await;
    assert_eq!(listed(&desk, "needy").await.unit.active, "stopped");
    let enable = manage(&desk, "probe", Verb::Enable).await;
    desk.act(&enable).await;
    assert_eq!(listed(&desk, "probe").await.unit.at_boot, "default");
    desk.undo(&enable).await;
    assert_eq!(listed(&desk, "probe").await.unit.at_boot, "");
    said(&desk, "rc-update add probe boot; rc-update add probe default").await;
    let disable = manage(&desk, "probe", Verb::Disable).await;
    desk.act(&disable).await;
    assert_eq!(listed(&desk, "probe").await.unit.at_boot, "");
    desk.undo(&disable).await;
    assert_eq!(listed(&desk, "probe").await.unit.at_boot, "boot default");
    let unit = listed(&desk, "probe").await.unit;
    for read in Read::ALL {
        desk.act(&Reading { unit: unit.clone(), read }).await;
    }
}
