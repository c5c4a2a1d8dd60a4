//! Timers of a machine whose systemd really runs.

use postern_shared::script::Action as _;
use postern_shared::script::services::{Manage, Verb};
use postern_shared::script::timers::{List, Timer, Timers};
use postern_shared::table::Subject as _;

use super::desk::Desk;
use super::services::{said, systemd};

const JOB: &str = "[Service]\nType=oneshot\nExecStart=/bin/touch /run/job-ran";
const DAILY: &str = "[Timer]\nOnCalendar=*-*-* 00:00:00\nUnit=job.service\n[Install]\nWantedBy=timers.target";
const HOURLY: &str = "[Timer]\nOnActiveSec=1h\n[Install]\nWantedBy=timers.target";
const UNITS: [(&str, &str); 4] =
    [("job.service", JOB), ("daily.timer", DAILY), ("hourly.service", JOB), ("hourly.timer", HOURLY)];

async fn listed(desk: &Desk, name: &str) -> Timer {
    let timers = desk.act(&List).await;
    let found = timers.iter().find(|timer| timer.unit.name.text() == name);
    found.unwrap_or_else(|| panic!("no {name} in {timers:?}")).clone()
}

#[tokio::test]
async fn timers_are_listed_with_when_they_elapse() {
    let (_machine, desk) = systemd(&UNITS).await;
    let idle = listed(&desk, "daily.timer").await;
    assert_eq!((&*idle.unit.active, idle.next, idle.left), ("inactive", None, None));
    said(&desk, "systemctl start daily.timer hourly.timer").await;
    let now: i64 = said(&desk, "date +%s").await.parse().unwrap();
    let daily = listed(&desk, "daily.timer").await;
    let midnight: i64 = said(&desk, "date -d 'tomorrow 00:00' +%s").await.parse().unwrap();
    assert_eq!((daily.next, daily.last), (Some(midnight), None), "{daily:?}");
    assert_eq!(daily.activates.as_ref().unwrap().text(), "job.service");
    let hourly = listed(&desk, "hourly.timer").await;
    let left = hourly.left.unwrap();
    assert!((3500..=3601).contains(&left) && hourly.next.unwrap() > now + 3500, "{hourly:?}, now {now}");
    assert_eq!(hourly.activates.as_ref().unwrap().text(), "hourly.service");
}

#[tokio::test]
async fn what_a_timer_activates_begins_now() {
    let (_machine, desk) = systemd(&UNITS).await;
    said(&desk, "systemctl start daily.timer").await;
    let daily = listed(&desk, "daily.timer").await;
    let offers = Timers::offers(&[&daily], &desk.tools);
    let trigger = offers.iter().find(|offer| offer.command == "systemctl start").unwrap();
    let plan = trigger.plan(&Default::default(), &desk.tools).unwrap();
    assert_eq!(said(&desk, "ls /run/job-ran").await, "");
    assert_eq!(desk.run(&plan.script).await.status, Some(0), "{}", plan.script.text());
    assert_eq!(said(&desk, "ls /run/job-ran").await, "/run/job-ran");
}

#[tokio::test]
async fn a_timer_is_enabled_and_counts_and_taken_back_to_what_it_was() {
    let (_machine, desk) = systemd(&UNITS).await;
    let state = "systemctl is-enabled daily.timer; systemctl is-active daily.timer";
    for (before, verb, after) in [
        ("disable --now", Verb::Enable, "enabled\nactive"),
        ("start", Verb::Enable, "enabled\nactive"),
        ("enable --now", Verb::Disable, "disabled\ninactive"),
        ("stop", Verb::Disable, "disabled\ninactive"),
    ] {
        said(&desk, &format!("systemctl {before} daily.timer")).await;
        let had = said(&desk, state).await;
        let manage = Manage { verb, units: vec![listed(&desk, "daily.timer").await.unit], is_now: true };
        desk.act(&manage).await;
        assert_eq!(said(&desk, state).await, after, "{before}");
        desk.undo(&manage).await;
        assert_eq!(said(&desk, state).await, had, "{}", manage.undo(&desk.tools).unwrap().text());
    }
}
