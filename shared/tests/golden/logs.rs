//! Scripts for logs.

use postern_shared::script::logs::{Filter, Follow, List, Priority, Source};
use postern_shared::script::services::{Manager, UnitName};
use postern_shared::script::{Init, Tools};

use super::services::with;
use super::{Page, is_as_before, path};

#[test]
fn scripts_for_logs_read_as_they_did() {
    is_as_before("logs-systemd.sh", &logs(&with(Init::Systemd, true)));
    is_as_before("logs-systemd-sudo.sh", &logs(&with(Init::Systemd, true).through_sudo()));
    is_as_before("logs-busybox.sh", &logs(&with(Init::Openrc, false)));
}

fn logs(tools: &Tools) -> Page {
    let mut page = Page::default();
    page.act("List", &List, tools);
    let unit = |manager| Source::Unit { name: UnitName::parse("nginx.service").unwrap(), manager };
    let file = |path: &[u8]| Source::File(self::path(path));
    let sources = [
        Source::Journal,
        Source::Kernel,
        unit(Manager::System),
        unit(Manager::User),
        file(b"/var/log/syslog"),
        file(b"/var/log/syslog.2.gz"),
        file(b"/var/log/wtmp"),
        file(b"/var/log/-it's\n$(touch pwned)\xff\x1b[2J.xz"),
    ];
    for (number, source) in sources.into_iter().enumerate() {
        let title = format!("Follow {number}");
        page.act(&title, &Follow { source: source.clone(), filter: Filter::default() }, tools);
        let filter = Filter { lines: 50, priority: Priority::Warning, search: "Can't $(open)".into() };
        page.act(&format!("{title}, filtered"), &Follow { source, filter }, tools);
    }
    page
}
