//! Timers that are made, changed and deleted, and units that are edited as text, on a machine whose systemd really runs.

use postern_shared::form::Answers;
use postern_shared::script::files::{Expected, SaveFile, Saving, TrashId};
use postern_shared::script::services::{Locate, ReloadFiles};
use postern_shared::script::timers::{
    Add, Calendar, Deed, Delete, List, Reschedule, Span, Timer, TimerName, Timers, When,
};
use postern_shared::script::users::Account;
use postern_shared::script::{Action as _, Plan, Remedy, Script, word};
use postern_shared::table::{Shows, Subject as _};
use postern_testkit::USER;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::desk::Desk;
use super::services::{said, systemd};

/// All that systemd reads there.
const FILES: &str = "cd /etc/systemd/system && find . -printf '%p %m %l\\n' | sort && \
                     find . -type f -exec cat {} + && systemctl list-timers --all | grep -c timer";
const DAILY: &str = "[Timer]\nOnCalendar=*-*-* 00:00:00\nUnit=job.service\n[Install]\nWantedBy=timers.target";
const JOB: &str = "[Service]\nType=oneshot\nExecStart=/bin/touch /run/job-ran";

fn calendar(text: &str) -> When {
    When { calendar: Calendar::parse(text), ..When::default() }
}

fn adding(name: &str, command: &str) -> Add {
    Add {
        name: TimerName::parse(name).unwrap(),
        description: "It's 100% \"so\"; $HOME \\ [x] 部署".into(),
        command: command.into(),
        when: calendar("*-*-* 03:00:00"),
        user: None,
        is_persistent: true,
    }
}

async fn listed(desk: &Desk, name: &str) -> Timer {
    let timers = desk.act(&List).await;
    let found = timers.iter().find(|timer| timer.unit.name.text() == name);
    found.unwrap_or_else(|| panic!("no {name} in {timers:?}")).clone()
}

/// What the page would run for something that is offered.
async fn plan(desk: &Desk, name: &str, deed: Deed, typed: &[&str]) -> Plan {
    let timer = listed(desk, name).await;
    let offers = Timers::offers(&[&timer], &desk.tools);
    let offer = offers.iter().find(|offer| offer.deed == deed.into()).unwrap();
    let place = |label: &_| offer.asks.iter().position(|field| field.label == *label).unwrap();
    let answers = Answers::read(&offer.asks, |label| typed[place(label)].to_owned()).unwrap();
    offer.plan(&answers, &desk.tools).unwrap()
}

async fn ran(desk: &Desk, script: &Script) {
    let ran = desk.run(script).await;
    assert_eq!(ran.status, Some(0), "{}\n{ran:?}", script.text());
}

#[tokio::test]
async fn a_new_timer_counts_and_is_gone_when_it_is_taken_back() {
    let (_machine, desk) = systemd(&[]).await;
    let before = said(&desk, FILES).await;
    let add = adding("back-up_1.x", "id -un >/run/ran");
    desk.act(&add).await;
    let timer = listed(&desk, "back-up_1.x.timer").await;
    let three: i64 = said(&desk, "date -d 'tomorrow 3:00' +%s").await.parse().unwrap();
    assert!(timer.next == Some(three) || timer.next == Some(three - 86_400), "{timer:?}");
    assert_eq!((&*timer.unit.active, &*timer.unit.at_boot), ("active", "enabled"));
    assert_eq!(timer.triggers, ["OnCalendar=*-*-* 03:00:00"]);
    let shown = said(&desk, "systemctl show -P Description -P Persistent back-up_1.x.timer").await;
    assert!(shown.contains(&add.description) && shown.contains("yes"), "{shown}");
    said(&desk, "systemctl start back-up_1.x.service").await;
    assert_eq!(said(&desk, "cat /run/ran").await, "root");
    assert_eq!(said(&desk, "stat -c '%a %U' /etc/systemd/system/back-up*").await, "644 root\n644 root");
    desk.undo(&add).await;
    assert_eq!(said(&desk, FILES).await, before);
    assert_eq!(said(&desk, "systemctl is-active back-up_1.x.timer").await, "inactive");
}

#[tokio::test]
async fn a_command_reaches_the_shell_as_it_was_typed() {
    let (_machine, desk) = systemd(&[]).await;
    let odd = [
        "%n %i %H %% %",
        "$HOME ${HOME} $$ $",
        "$(touch /run/pwned) `id`",
        "\\ \\\\ \\n \\x41 \\",
        "\" \\\" '",
        "-e",
        "; && | > <",
        "#x",
        "\t",
        "é 部署 \u{202e}",
        "\u{1b}[2J\u{7}\u{7f}",
        "",
        " ",
        "{a,b}",
        "~",
        "!x",
        "@",
        "END",
        ":-+",
    ];
    let mut runner = TestRunner::deterministic();
    let text = "[\\\\\"'$%;{}a-n0-3 \t]{0,12}|[^\\n\\r\\x00]{0,8}";
    let mut drawn = || text.new_tree(&mut runner).unwrap().current();
    for (at, words) in
        [odd.map(str::to_owned).to_vec(), (0..60).map(|_| drawn()).collect()].iter().enumerate()
    {
        let words: Vec<String> = words.iter().map(|text| text.replace(['\n', '\r', '\0'], "")).collect();
        // The quotes of the shell alone, so that the words stand in the file as they are.
        let quoted: Vec<String> = words.iter().map(|it| format!("'{}'", it.replace('\'', r"'\''"))).collect();
        let command = format!("printf '%s\\0' {} >/run/said-{at}", quoted.join(" "));
        desk.act(&adding(&format!("said-{at}"), &command)).await;
        assert_eq!(said(&desk, &format!("systemctl start said-{at}.service; echo $?")).await, "0");
        let heard = desk.stand.session.run(&format!("cat /run/said-{at}")).await.stdout;
        let heard = String::from_utf8(heard).unwrap();
        let heard: Vec<&str> = heard.strip_suffix('\0').unwrap().split('\0').collect();
        assert_eq!(heard, words, "{command}");
    }
    assert_eq!(said(&desk, "ls /run/pwned").await, "");
}

#[tokio::test]
async fn nothing_is_written_over_and_nothing_is_left_of_what_is_refused() {
    let (_machine, desk) = systemd(&[("mine.service", JOB), ("job.service", JOB)]).await;
    said(&desk, "mkdir /etc/systemd/system/half.timer.d; systemctl mask gone.service").await;
    let before = said(&desk, FILES).await;
    let nobody = Add { user: Account::parse("no-such-user"), ..adding("new", "true") };
    let when = |when| Add { when, ..adding("new", "true") };
    for add in [
        adding("mine", "true"),
        adding("gone", "true"),
        adding("half", "true"),
        adding("systemd-journald", "true"),
        nobody,
        when(calendar("25:99")),
        when(When::default()),
    ] {
        desk.refused(&add).await;
        assert_eq!(said(&desk, FILES).await, before, "{add:?}");
    }
    assert_eq!(said(&desk, "ls -d /tmp/tmp.*/new.timer").await, "", "what was tried is cleared away");

    let add = adding("new", "true");
    desk.act(&add).await;
    for change in ["mkdir /etc/systemd/system/new.timer.d", "echo '# mine' >>/etc/systemd/system/new.timer"] {
        said(&desk, change).await;
        let changed = said(&desk, FILES).await;
        assert_eq!(desk.run(&add.undo(&desk.tools).unwrap()).await.status, Some(1));
        assert_eq!(said(&desk, FILES).await, changed);
        said(&desk, "rmdir /etc/systemd/system/new.timer.d").await;
    }
}

#[tokio::test]
async fn a_timer_counts_from_the_start_or_from_the_last_time_and_runs_as_whom_it_is_told() {
    let (_machine, desk) = systemd(&[]).await;
    let every = When { every: Span::parse("1h"), ..When::default() };
    let user = Account::parse(USER);
    let add = Add { when: every, user, is_persistent: false, ..adding("often", "id -un") };
    desk.act(&add).await;
    let timer = listed(&desk, "often.timer").await;
    assert!((3500..=3600).contains(&timer.left.unwrap()), "{timer:?}");
    said(&desk, "systemctl start often.service").await;
    assert!(said(&desk, "journalctl -u often.service -o cat").await.contains(USER));
    let boot = When { boot: Span::parse("1000d"), ..When::default() };
    desk.act(&Add { when: boot, ..adding("boot", "true") }).await;
    let timer = listed(&desk, "boot.timer").await;
    assert!(timer.triggers[0].starts_with("OnBootUSec=") && timer.left.unwrap() > 86_400 * 300, "{timer:?}");
}

#[tokio::test]
async fn a_timer_elapses_at_another_time_and_what_else_its_drop_in_said_stays() {
    let odd = "[Unit]\nDescription=Odd\n[Timer]\nOnUnitActiveSec=1h\nRandomizedDelaySec=2s";
    let units = [("daily.timer", DAILY), ("odd.timer", odd), ("odd.service", JOB), ("job.service", JOB)];
    let (_machine, desk) = systemd(&units).await;
    let drop_in = "printf '# mine\\n[Timer]\\nPersistent=yes\\nOnBootSec=7min\\n' >odd.timer.d/override.conf";
    said(&desk, &format!("cd /etc/systemd/system; mkdir odd.timer.d; {drop_in}; systemctl daemon-reload"))
        .await;
    said(&desk, "systemctl start daily.timer odd.timer").await;
    let five: i64 = said(&desk, "date -d 'tomorrow 5:30' +%s").await.parse().unwrap();
    for (name, kept) in [("daily.timer", ""), ("odd.timer", "# mine")] {
        let before = said(&desk, FILES).await;
        let had = listed(&desk, name).await;
        let plan = plan(&desk, name, Deed::Change, &["*-*-* 05:30", "", ""]).await;
        ran(&desk, &plan.script).await;
        let now = listed(&desk, name).await;
        assert_eq!(now.triggers, ["OnCalendar=*-*-* 05:30:00"], "nothing of what it was");
        let delay = if kept.is_empty() { 0 } else { 2 };
        let next = now.next.unwrap();
        assert!([five, five - 86_400].iter().any(|five| (*five..=five + delay).contains(&next)), "{now:?}");
        assert!(said(&desk, &format!("cat /etc/systemd/system/{name}.d/override.conf")).await.contains(kept));
        ran(&desk, plan.undo.as_ref().unwrap()).await;
        assert_eq!(said(&desk, FILES).await, before);
        assert_eq!(listed(&desk, name).await.triggers, had.triggers);
    }
    assert_eq!(said(&desk, "systemctl show -P Persistent odd.timer").await, "yes");
}

#[tokio::test]
async fn a_drop_in_that_changed_meanwhile_or_a_time_that_is_none_changes_nothing() {
    let (_machine, desk) = systemd(&[("daily.timer", DAILY), ("job.service", JOB)]).await;
    let good = plan(&desk, "daily.timer", Deed::Change, &["", "1h", ""]).await;
    let name = listed(&desk, "daily.timer").await.unit.name;
    let before = said(&desk, FILES).await;
    for when in [calendar("25:99"), When::default()] {
        desk.refused(&Reschedule::to(name.clone(), when, None).unwrap()).await;
        assert_eq!(said(&desk, FILES).await, before);
    }
    said(&desk, "cd /etc/systemd/system; mkdir daily.timer.d; echo '[Timer]' >daily.timer.d/override.conf")
        .await;
    let meanwhile = said(&desk, FILES).await;
    let refused = desk.run(&good.script).await;
    assert!(refused.stderr.ends_with(b"the timer was changed meanwhile: read it again\n"), "{refused:?}");
    assert_eq!(said(&desk, FILES).await, meanwhile);
    said(
        &desk,
        "printf '[Timer]\\nOnCalendar=a \\\\\\n b\\n' >/etc/systemd/system/daily.timer.d/override.conf",
    )
    .await;
    let timer = listed(&desk, "daily.timer").await;
    let offers = Timers::offers(&[&timer], &desk.tools);
    assert!(offers.iter().all(|offer| offer.deed != Deed::Change.into()), "nobody can be sure of that");
}

#[tokio::test]
async fn a_timer_is_deleted_alone_or_with_its_service_and_says_before_what_goes() {
    let (_machine, desk) = systemd(&[("daily.timer", DAILY), ("job.service", JOB)]).await;
    let shipped =
        "cp /etc/systemd/system/daily.timer /run/systemd/system/shipped.timer; systemctl daemon-reload";
    said(&desk, shipped).await;
    let before = said(&desk, FILES).await;
    desk.act(&adding("backup", "true")).await;
    let others = plan(&desk, "backup.timer", Deed::Change, &["daily", "", ""]).await;
    ran(&desk, &others.script).await;
    let delete = plan(&desk, "backup.timer", Deed::DeleteWithService, &[]).await;
    let touched = desk.run(delete.preview.as_ref().unwrap().script()).await;
    let touched = String::from_utf8(touched.output().unwrap().to_vec()).unwrap();
    for line in ["backup.timer\n", "backup.timer.d/override.conf\n", "backup.service\n"] {
        assert!(touched.contains(&format!("/etc/systemd/system/{line}")), "{touched}");
    }
    ran(&desk, &delete.script).await;
    assert_eq!(said(&desk, FILES).await, before);
    assert!(desk.act(&List).await.iter().all(|timer| timer.unit.name.text() != "backup.timer"));

    let alone = plan(&desk, "daily.timer", Deed::Delete, &[]).await;
    ran(&desk, &alone.script).await;
    assert_eq!(said(&desk, "ls /etc/systemd/system").await, "job.service");
    let timer = listed(&desk, "shipped.timer").await;
    let delete =
        |deed: Deed| Timers::offers(&[&timer], &desk.tools).iter().any(|offer| offer.deed == deed.into());
    assert!(!delete(Deed::Delete) && !delete(Deed::DeleteWithService), "it was not made there");
}

#[tokio::test]
async fn who_may_not_make_a_timer_learns_that_sudo_may() {
    let (_machine, mut desk) = systemd(&[]).await;
    let add = adding("backup", "true");
    let script = add.script(&desk.tools).unwrap();
    let whole = format!("setpriv --reuid={USER} --clear-groups bash -c {}", word(script.text().as_bytes()));
    let ran = desk.run(&Script::edited(whole)).await;
    assert_eq!((ran.status == Some(0), Remedy::after(&ran)), (false, Some(Remedy::Sudo)), "{ran:?}");
    let before = said(&desk, FILES).await;
    desk.tools = desk.tools.through_sudo();
    desk.act(&add).await;
    let change = plan(&desk, "backup.timer", Deed::Change, &["daily", "", ""]).await;
    self::ran(&desk, &change.script).await;
    assert_eq!(listed(&desk, "backup.timer").await.triggers, ["OnCalendar=*-*-* 00:00:00"]);
    self::ran(&desk, change.undo.as_ref().unwrap()).await;
    desk.undo(&add).await;
    assert_eq!(said(&desk, FILES).await, before);
    desk.act(&add).await;
    let timer = listed(&desk, "backup.timer").await;
    let services = timer.activates.into_iter().collect();
    desk.act(&Delete { timers: vec![timer.unit.name], services }).await;
    assert_eq!(said(&desk, FILES).await, before);
}

#[tokio::test]
async fn a_unit_is_edited_where_it_was_made_or_overridden_where_it_came_with_the_system() {
    let (_machine, desk) = systemd(&[("daily.timer", DAILY), ("job.service", JOB)]).await;
    said(
        &desk,
        "printf '[Service]\\nExecStart=/bin/true\\n' >/run/units/shipped.service; systemctl daemon-reload",
    )
    .await;
    let services = desk.act(&postern_shared::script::services::List).await;
    let unit = |name: &str| {
        let mut unit = services.iter().find(|it| it.unit.name.text() == "job.service").unwrap().unit.clone();
        unit.name = postern_shared::script::services::UnitName::parse(name).unwrap();
        unit
    };
    let own = desk.act(&Locate { unit: unit("job.service") }).await;
    assert_eq!((own.path.text().as_str(), own.is_new), ("/etc/systemd/system/job.service", false));
    let shipped = Locate { unit: unit("shipped.service") };
    let place = desk.act(&shipped).await;
    let path = "/etc/systemd/system/shipped.service.d/override.conf";
    assert_eq!((place.path.text().as_str(), place.is_new), (path, true));

    let save = SaveFile {
        directory: place.path.parent().unwrap(),
        name: place.path.name().unwrap(),
        bytes: b"[Unit]\nDescription=Mine\n".to_vec(),
        expected: Expected::Nothing,
        id: TrashId::parse("2026-11-21-7f3a").unwrap(),
    };
    assert!(matches!(desk.act(&save).await, Saving::Done(_)));
    desk.act(&ReloadFiles { manager: unit("x.service").manager }).await;
    assert_eq!(said(&desk, "systemctl show -P Description shipped.service").await, "Mine");
    assert!(!desk.act(&shipped).await.is_new);
    desk.undo(&save).await;
    assert!(desk.act(&shipped).await.is_new);
    desk.refused(&Locate { unit: unit("gone.service") }).await;

    let timer = listed(&desk, "daily.timer").await;
    let offers = Timers::offers(&[&timer], &desk.tools);
    let edit = offers.iter().find(|offer| offer.key == Some("e")).unwrap();
    let Shows::Editor(editing) = &edit.shows else { panic!("it is a text") };
    assert_eq!(editing.then, Some(ReloadFiles { manager: timer.unit.manager }));
}
