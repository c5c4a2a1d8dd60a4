//! What a script writes, fetched as a file: whole or not at all, once, at the pace of whoever fetches it.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use hyper::Method;
use postern_shared::api::{DownloadState, DownloadTicket, OutputOrder, Problem};
use postern_testkit::{Own, Reply, Session, Stand, Sudo, TestRelay, TestSshd};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test]
async fn what_a_script_writes_is_a_file_and_comes_once() {
    let stand = Stand::start(&[]).await;
    let script = "printf 'a\\0b'; echo warned >&2; head -c 3000000 /dev/zero; printf end";
    let ticket = order(&stand.session, script).await;
    assert_eq!((ticket.name.as_str(), ticket.bytes), ("site.tar.gz", 0));
    assert!(!ticket.url.contains(&stand.session.token));
    assert_eq!(state(&stand.session, &ticket).await, DownloadState::Waiting);
    let reply = navigate(&stand, &ticket).await;
    assert_eq!((reply.status, reply.body.len()), (200, 3_000_006));
    assert!(reply.body.starts_with(b"a\0b\0") && reply.body.ends_with(b"\0end"));
    assert_eq!(reply.header("content-type"), Some("application/octet-stream"));
    assert!(reply.header("content-disposition").unwrap().starts_with("attachment; filename=\"site.tar.gz\""));
    assert_eq!(reply.header("accept-ranges"), None, "its second half cannot be had alone");
    let written = DownloadState::Written { bytes: 3_000_006, said: "warned\n".into() };
    assert_eq!(state(&stand.session, &ticket).await, written);
    assert_eq!(navigate(&stand, &ticket).await.problem(), Problem::TicketGone);
}

#[tokio::test]
async fn what_start_files_print_is_no_part_of_it() {
    let stand = Stand::start(&[]).await;
    fs::write(stand.sshd.home().join(".bashrc"), "echo Welcome\n").unwrap();
    let ticket = order(&stand.session, "printf content").await;
    assert_eq!(navigate(&stand, &ticket).await.text(), "content");
}

#[tokio::test]
async fn a_script_that_fails_at_once_is_no_file_at_all() {
    let stand = Stand::start(&[]).await;
    let ticket = order(&stand.session, "set -eu\ncd -- /nowhere\ntar -czf - -- a").await;
    let reply = navigate(&stand, &ticket).await;
    assert_eq!(reply.status, 502);
    let problem = reply.problem();
    assert!(matches!(&problem, Problem::ScriptFailed { exit: Some(1), said } if said.contains("/nowhere")));
    assert_eq!(state(&stand.session, &ticket).await, DownloadState::Failed { problem });
    assert_eq!(navigate(&stand, &ticket).await.problem(), Problem::TicketGone);
}

#[tokio::test]
async fn an_archive_that_lacks_something_is_not_passed_off_as_whole() {
    let stand = Stand::start(&[]).await;
    let tree = stand.sshd.home().join("tree");
    let lay = "mkdir ~/tree; head -c 5000000 /dev/urandom > ~/tree/a; echo b > ~/tree/b; chmod 000 ~/tree/b";
    assert_eq!(stand.session.run(lay).await.status, Some(0));
    let script = format!("set -eu\ncd -- '{}'\ntar -czf - -- tree", tree.parent().unwrap().display());
    let ticket = order(&stand.session, &script).await;
    let mut stream = begin(&stand, &ticket).await;
    let mut taken = Vec::new();
    // A body in chunks is whole with its last, empty one (RFC 9112, section 7.1). What hyper still holds when the
    // script fails, up to about 400 KiB, is not sent any more.
    let cut = stream.read_to_end(&mut taken).await;
    assert!(taken.len() > 4_000_000 && !taken.ends_with(b"0\r\n\r\n"), "{cut:?}, {} bytes", taken.len());
    let DownloadState::Failed { problem: Problem::ScriptFailed { exit: Some(2), said } } =
        state(&stand.session, &ticket).await
    else {
        panic!()
    };
    assert!(said.contains("tree/b"), "{said}");
}

#[tokio::test]
async fn one_that_is_given_up_ends_with_everything_it_began() {
    let stand = Stand::start(&[]).await;
    let ticket = order(&stand.session, ENDLESS).await;
    let mut stream = begin(&stand, &ticket).await;
    stream.read_exact(&mut vec![0; 1 << 20]).await.unwrap();
    let running = pids(&stand).await;
    assert_eq!(running.len(), 2);
    let deleted = on(&stand.session, Method::DELETE, &ticket).await;
    assert_eq!(deleted.status, 204);
    wait_for_end(&running).await;
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    assert!(!rest.ends_with(b"0\r\n\r\n"));
    assert_eq!(on(&stand.session, Method::GET, &ticket).await.problem(), Problem::TicketGone);
}

#[tokio::test]
async fn one_whose_browser_went_away_ends_with_everything_it_began() {
    let stand = Stand::start(&[]).await;
    let ticket = order(&stand.session, ENDLESS).await;
    let mut stream = begin(&stand, &ticket).await;
    stream.read_exact(&mut vec![0; 1 << 20]).await.unwrap();
    let running = pids(&stand).await;
    drop(stream);
    wait_for_end(&running).await;
    assert!(matches!(
        state(&stand.session, &ticket).await,
        DownloadState::Failed { problem: Problem::ScriptFailed { exit: None, .. } }
    ));
}

#[tokio::test]
async fn a_browser_that_does_not_read_holds_the_script_and_costs_a_bounded_amount_of_memory() {
    let stand = Stand::start(&[]).await;
    // The script says how much of its output was taken from it.
    let script = "cd ~; while head -c 65536 /dev/zero; do printf x >> taken; done";
    let ticket = order(&stand.session, script).await;
    let before = stand.relay.memory();
    let mut stream = begin(&stand, &ticket).await;
    let taken = stand.sshd.home().join("taken");
    let length = || fs::metadata(&taken).map_or(0, |file| file.len()) << 16;
    // It stands still once everything between it and here is full: for as long as twenty looks at the target take.
    let (mut last, mut same) = (0, 0);
    while same < 20 {
        assert_eq!(stand.session.run("true").await.status, Some(0));
        let now = length();
        same = if now == last && now > 0 { same + 1 } else { 0 };
        last = now;
    }
    assert!(last < 32 << 20, "{last} bytes are under way");
    assert!(stand.relay.memory() < before + (16 << 20), "{} bytes", stand.relay.memory() - before);
    // And it goes on when somebody reads.
    stream.read_exact(&mut vec![0; 64 << 20]).await.unwrap();
    assert!(length() > last);
}

#[tokio::test]
async fn root_packs_what_is_roots_with_a_password_that_is_nowhere_to_be_found() {
    let sudo = Sudo { rules: "Defaults !lecture\nUSER ALL=(ALL:ALL) ALL".into(), password: PASSWORD.into() };
    let sshd = TestSshd::start_own(Own { sudo: Some(sudo), ..Own::default() });
    let relay = TestRelay::start(&["--log", "trace"]);
    let session = relay.client().sign_in(&sshd).await;
    let stand = Stand { session, relay, sshd };
    let script = "set -eu\nsudo -n id -u";
    let without = order(&stand.session, script).await;
    assert!(matches!(navigate(&stand, &without).await.problem(), Problem::ScriptFailed { .. }));
    let with = order_with(&stand.session, "a", script, Some(PASSWORD)).await;
    assert_eq!(navigate(&stand, &with).await.text(), "0\n");
    let wrong = order_with(&stand.session, "a", script, Some("wrong")).await;
    let problem = navigate(&stand, &wrong).await.problem();
    assert!(matches!(&problem, Problem::ScriptFailed { exit: Some(1), said } if !said.contains("wrong")));
    assert!(!stand.relay.log().contains(PASSWORD));
}

#[tokio::test]
async fn names_are_told_safely_and_what_is_none_is_refused() {
    let stand = Stand::start(&[]).await;
    let ticket = order_with(&stand.session, "\"; x=\n..\u{4e2d}:\u{202e}", "echo", None).await;
    let reply = navigate(&stand, &ticket).await;
    let expected =
        "attachment; filename=\"__ x__..____\"; filename*=UTF-8''%22%3B%20x%3D%0A..%E4%B8%AD%3A%E2%80%AE";
    let told = reply.header("content-disposition").unwrap();
    assert_eq!(told.split_once("filename*").unwrap().1, expected.split_once("filename*").unwrap().1);
    for name in ["", "a/b", "a\0b", &"n".repeat(256)] {
        let reply = asked(&stand.session, name, "echo", None).await;
        assert!(matches!(reply.problem(), Problem::BadRequest { .. }), "{name:?}");
    }
}

#[tokio::test]
async fn an_order_needs_the_sessions_own_token() {
    let stand = Stand::start(&[]).await;
    let other = stand.relay.client().sign_in(&stand.sshd).await;
    let thief = Session { token: other.token.clone(), ..stand.session.clone() };
    let refused = asked(&thief, "a", "touch ~/pwned", None).await;
    assert_eq!(refused.status, 401);
    assert!(!stand.sshd.home().join("pwned").exists());
}

const PASSWORD: &str = "p'\u{5bc6}\u{78bc} $(x)";

/// Writes without end, in two processes; says which they are.
const ENDLESS: &str = "cd ~; echo $$ > one; yes & echo $! > two; wait";

async fn order(session: &Session, script: &str) -> DownloadTicket {
    order_with(session, "site.tar.gz", script, None).await
}

async fn order_with(session: &Session, name: &str, script: &str, password: Option<&str>) -> DownloadTicket {
    let reply = asked(session, name, script, password).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()
}

async fn asked(session: &Session, name: &str, script: &str, password: Option<&str>) -> Reply {
    let order =
        OutputOrder { name: name.into(), script: script.into(), password: password.map(str::to_owned) };
    let body = serde_json::to_vec(&order).unwrap();
    session.on_file(Method::POST, "outputs", "x").header("content-type", "application/json").send(body).await
}

/// What a browser asks for: no token, but what it says of itself.
async fn navigate(stand: &Stand, ticket: &DownloadTicket) -> Reply {
    let headers = [("sec-fetch-site", "same-origin")];
    stand.relay.client().request(Method::GET, &ticket.url, &headers, Vec::new()).await
}

/// The same, read as far as the test wants.
async fn begin(stand: &Stand, ticket: &DownloadTicket) -> TcpStream {
    let mut stream = TcpStream::connect(stand.relay.address()).await.unwrap();
    let request = format!("GET {} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n", ticket.url);
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

async fn on(session: &Session, method: Method, ticket: &DownloadTicket) -> Reply {
    session.on_file(method, &format!("downloads/{}", ticket.download), "x").send(Vec::new()).await
}

/// Where it stands, once it is over or has not begun.
async fn state(session: &Session, ticket: &DownloadTicket) -> DownloadState {
    loop {
        match on(session, Method::GET, ticket).await.json() {
            DownloadState::Running { .. } => {}
            other => return other,
        }
    }
}

/// The processes of [`ENDLESS`].
async fn pids(stand: &Stand) -> Vec<String> {
    let output = stand.session.run("cat ~/one ~/two").await.stdout;
    String::from_utf8(output).unwrap().split_whitespace().map(str::to_owned).collect()
}

async fn wait_for_end(pids: &[String]) {
    while pids.iter().any(|pid| Path::new("/proc").join(pid).join("exe").is_symlink()) {
        tokio::task::yield_now().await;
    }
}
