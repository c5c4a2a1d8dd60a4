//! How text became commands elsewhere, as it was published of other panels; what names of files do is in `names.rs`.

use postern_shared::script::containers::{Handle, ImageName};
use postern_shared::script::disks::Device;
use postern_shared::script::logs::{Filter, Follow, Source};
use postern_shared::script::network::{Chain, Interface, Network};
use postern_shared::script::packages::PackageName;
use postern_shared::script::services::UnitName;
use postern_shared::script::users::Account;
use postern_shared::script::{Action as _, Name};

use super::desk::{Desk, name};
use super::names::nasty;
use super::services::{said, systemd};

/// What can be typed into a field of one line.
fn typed() -> Vec<String> {
    let is_typed = |name: &Name| !name.bytes().contains(&b'\n') && name.text().as_bytes() == name.bytes();
    nasty().into_iter().filter(is_typed).map(|name| name.text()).collect()
}

/// Of Cockpit: words of a log's filter, which a link could hold, stood in a command as they were.
#[tokio::test]
async fn what_is_looked_for_in_a_file_of_a_log_is_text() {
    for desk in Desk::both().await {
        for search in typed() {
            desk.lay(&format!("printf '%s\\n' other {} more >log", super::desk::plainly(search.as_bytes())))
                .await;
            let source = Source::File(desk.place.join(&name("log")));
            let filter = Filter { search: search.clone(), ..Filter::default() };
            let mut exec = desk.exec(Follow { source, filter }.script(&desk.tools).unwrap().text()).await;
            let began = exec.read_until("\0").await;
            assert_eq!(exec.read_until("\n").await, format!("{search}\n"));
            desk.end(exec, &began).await;
        }
        assert!(!desk.is_pwned().await);
    }
}

/// The same, where it is an expression.
#[tokio::test]
async fn what_is_looked_for_in_the_journal_is_one_expression() {
    let (_machine, desk) = systemd(&[]).await;
    said(&desk, "logger shout; logger murmur; journalctl --sync").await;
    for search in typed() {
        let search = format!(r"\Q{search}\E|shout");
        let follow = Follow { source: Source::Journal, filter: Filter { search, ..Filter::default() } };
        let mut exec = desk.exec(follow.script(&desk.tools).unwrap().text()).await;
        assert!(!exec.read_until(": shout\n").await.contains("murmur"));
        said(&desk, "pkill journalctl").await;
        exec.outcome().await;
    }
    assert!(!desk.is_pwned().await);
}

/// Of 1Panel: a container's id with a redirection, an address of the firewall, a path with a line break past a list of
/// characters that were not allowed. What has a form of its own is read by it, and is nothing else.
#[test]
fn what_goes_beyond_its_form_is_no_name_address_or_number() {
    type Reader = fn(&str) -> bool;
    let readers: [(&str, Reader); 9] = [
        ("6e6308cb8e47", |text| Handle::parse(text).is_some()),
        ("registry.example:5000/nginx:1.27", |text| ImageName::parse(text).is_some()),
        ("192.0.2.7", |text| Network::parse(text).is_some()),
        ("inet filter input", |text| Chain::parse(text).is_some()),
        ("eth0", |text| Interface::parse(text).is_some()),
        ("sda1", |text| Device::of(text).is_some()),
        ("nginx.service", |text| UnitName::parse(text).is_some()),
        ("nginx", |text| PackageName::parse(text).is_some()),
        ("deploy", |text| Account::parse(text).is_some()),
    ];
    let beyond = [
        ">/tmp/pwned",
        "\ntouch pwned",
        ";touch pwned",
        "$(touch pwned)",
        "`touch pwned`",
        "|touch pwned",
        "&touch pwned",
        "'touch pwned'",
        "\"touch pwned\"",
        " --privileged pwned",
        "\0",
        "*",
        "#",
        "\u{202e}",
    ];
    for (usual, is_read) in readers {
        assert!(is_read(usual), "{usual}");
        // A device stands below `/dev`.
        assert!(usual == "sda1" || !is_read(&format!("-{usual}")), "{usual} as an option");
        for beyond in beyond {
            assert!(!is_read(&format!("{usual}{beyond}")), "{usual}{beyond:?}");
            assert!(!is_read(&format!("{beyond}{usual}")), "{beyond:?}{usual}");
        }
    }
}
