//! Downloads by an address of their own: it works once, soon, for one file, and tells its holder how far it is.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use hyper::Method;
use postern_shared::api::{DownloadState, DownloadTicket, FileFault, OwnTicket, Problem, Stored};
use postern_testkit::{Reply, Session, Stand, sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test]
async fn an_address_fetches_its_file_without_a_token_and_only_once() {
    let stand = Stand::start(&[]).await;
    let path = file(&stand, b"content");
    let ticket = issue(&stand.session, &path).await;
    assert_eq!((ticket.name.as_str(), ticket.bytes), ("a file", 7));
    assert!(!ticket.url.contains(&stand.session.token));
    assert_eq!(state(&stand.session, &ticket).await, DownloadState::Waiting);

    let reply = navigate(&stand, &ticket, &[("sec-fetch-site", "same-origin")]).await;
    assert_eq!((reply.status, reply.text().as_str()), (200, "content"));
    assert!(reply.header("content-disposition").unwrap().starts_with("attachment; filename=\"a file\""));
    let sent =
        DownloadState::Sent(Stored { bytes: 7, sha256: Some(sha256(b"content")), verified: Some(true) });
    assert_eq!(ended(&stand.session, &ticket).await, sent);
    assert_eq!(navigate(&stand, &ticket, &[]).await.problem(), Problem::TicketGone);
}

#[tokio::test]
async fn what_broke_off_is_gone_on_with_by_the_same_address() {
    let stand = Stand::start(&[]).await;
    let path = stand.sshd.home().join("large");
    fs::File::create(&path).unwrap().set_len(64 << 20).unwrap();
    let ticket = issue(&stand.session, &path).await;
    let mut stream = TcpStream::connect(stand.relay.address()).await.unwrap();
    let request = format!("GET {} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n", ticket.url);
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.read_exact(&mut vec![0; 1 << 20]).await.unwrap();
    assert!(matches!(state(&stand.session, &ticket).await, DownloadState::Running { .. }));
    // From the beginning it is not to be had again.
    assert_eq!(navigate(&stand, &ticket, &[]).await.problem(), Problem::TicketGone);
    drop(stream);
    while !matches!(state(&stand.session, &ticket).await, DownloadState::Broken { .. }) {}
    let rest = navigate(&stand, &ticket, &[("range", "bytes=67000000-")]).await;
    assert_eq!((rest.status, rest.body.len()), (206, (64 << 20) - 67_000_000));
    let DownloadState::Sent(Stored { bytes, verified: None, .. }) = ended(&stand.session, &ticket).await
    else {
        panic!()
    };
    assert_eq!(bytes, 64 << 20);
}

#[tokio::test]
async fn a_file_that_changed_while_it_was_fetched_is_not_called_verified() {
    let stand = Stand::start(&[]).await;
    let path = stand.sshd.home().join("large");
    fs::File::create(&path).unwrap().set_len(64 << 20).unwrap();
    let ticket = issue(&stand.session, &path).await;
    let mut stream = TcpStream::connect(stand.relay.address()).await.unwrap();
    let request = format!("GET {} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n", ticket.url);
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.read_exact(&mut vec![0; 1 << 20]).await.unwrap();
    use std::os::unix::fs::FileExt as _;
    fs::OpenOptions::new().write(true).open(&path).unwrap().write_at(b"x", 0).unwrap();
    stream.read_to_end(&mut Vec::new()).await.unwrap();
    let ended = ended(&stand.session, &ticket).await;
    assert!(matches!(ended, DownloadState::Sent(Stored { verified: Some(false), .. })), "{ended:?}");
}

#[tokio::test]
async fn an_address_is_good_for_its_ticket_its_file_and_its_site_only() {
    let stand = Stand::start(&[]).await;
    let ticket = issue(&stand.session, &file(&stand, b"content")).await;
    for site in ["cross-site", "same-site"] {
        let refused = navigate(&stand, &ticket, &[("sec-fetch-site", site)]).await;
        assert_eq!(refused.problem(), Problem::OriginRefused);
    }
    let foreign = navigate(&stand, &ticket, &[("origin", "https://evil.example")]).await;
    assert_eq!(foreign.problem(), Problem::OriginRefused);
    let (place, _) = ticket.url.rsplit_once('/').unwrap();
    for wrong in [
        format!("{place}/{}", stand.session.token),
        format!("{place}/x"),
        ticket.url.replace(&stand.session.id, "other"),
    ] {
        let reply = stand.relay.client().get(&wrong, None).await;
        assert_eq!(reply.problem(), Problem::TicketGone, "{wrong}");
    }
    // None of these used it up.
    assert_eq!(navigate(&stand, &ticket, &[]).await.status, 200);
}

#[tokio::test]
async fn a_download_that_is_given_up_stops_and_its_address_is_gone() {
    let stand = Stand::start(&[]).await;
    let path = stand.sshd.home().join("large");
    fs::File::create(&path).unwrap().set_len(64 << 20).unwrap();
    let ticket = issue(&stand.session, &path).await;
    let mut stream = TcpStream::connect(stand.relay.address()).await.unwrap();
    let request = format!("GET {} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n", ticket.url);
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut taken = vec![0; 1 << 20];
    stream.read_exact(&mut taken).await.unwrap();
    assert_eq!(on(&stand.session, Method::DELETE, &ticket).await.status, 204);
    let rest = stream.read_to_end(&mut taken).await;
    assert!(rest.is_err() || taken.len() < 64 << 20);
    assert_eq!(navigate(&stand, &ticket, &[("range", "bytes=5-")]).await.problem(), Problem::TicketGone);
}

#[tokio::test]
async fn an_address_that_the_page_made_up_is_good_for_as_little_as_one_of_the_relays() {
    let stand = Stand::start(&[]).await;
    let path = stand.sshd.home().join(OsStr::from_bytes(b"it's \xff:\n\"%2e"));
    fs::write(&path, b"content").unwrap();
    let (ticket, other) = (TICKET, "A".repeat(43));
    let own: DownloadTicket = own(&stand.session, &path, "mine-1", ticket).await.json();
    assert_eq!(own.url, format!("/api/sessions/{}/downloads/mine-1/{ticket}", stand.session.id));
    // It cannot be put in the place of another one, nor used by another site, nor guessed.
    let twice = self::own(&stand.session, &path, "mine-1", &other).await;
    assert_eq!(twice.problem(), Problem::TicketGone);
    let foreign = navigate(&stand, &own, &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(foreign.problem(), Problem::OriginRefused);
    let guessed = stand.relay.client().get(&own.url.replace(ticket, &other), None).await;
    assert_eq!(guessed.problem(), Problem::TicketGone);

    let reply = navigate(&stand, &own, &[("sec-fetch-site", "none")]).await;
    assert_eq!((reply.status, reply.text().as_str()), (200, "content"));
    assert!(matches!(ended(&stand.session, &own).await, DownloadState::Sent(_)));
    assert_eq!(navigate(&stand, &own, &[]).await.problem(), Problem::TicketGone);
}

#[tokio::test]
async fn a_ticket_that_could_be_guessed_and_one_for_what_cannot_be_read_are_none() {
    let stand = Stand::start(&[]).await;
    let path = file(&stand, b"content");
    for (name, ticket) in [("a", "short"), ("a", &TICKET[1..]), ("a%20b", TICKET), (&"a".repeat(37), TICKET)]
    {
        let refused = own(&stand.session, &path, name, ticket).await.problem();
        assert!(matches!(refused, Problem::BadRequest { .. }), "{name} {ticket}: {refused:?}");
    }
    let shadow = own(&stand.session, Path::new("/etc/shadow"), "a", TICKET).await;
    assert!(matches!(shadow.problem(), Problem::FileRefused { why: FileFault::Denied, .. }));
    let other = stand.relay.client().sign_in(&stand.sshd).await;
    let thief = Session { token: other.token.clone(), ..stand.session.clone() };
    assert_eq!(own(&thief, &path, "a", TICKET).await.status, 401);
    let url = format!("/api/sessions/{}/downloads/a/{TICKET}", stand.session.id);
    assert_eq!(stand.relay.client().get(&url, None).await.problem(), Problem::TicketGone);
}

#[tokio::test]
async fn what_cannot_be_fetched_is_said_before_a_browser_goes_there() {
    let stand = Stand::start(&[]).await;
    let request = stand.session.on_file(Method::POST, "downloads", "/etc/shadow");
    let problem = request.send(Vec::new()).await.problem();
    assert!(matches!(problem, Problem::FileRefused { why: FileFault::Denied, .. }), "{problem:?}");
}

#[tokio::test]
async fn every_route_of_files_asks_for_the_sessions_own_token() {
    let stand = Stand::start(&[]).await;
    let other = stand.relay.client().sign_in(&stand.sshd).await;
    let thief = Session { token: other.token.clone(), ..stand.session.clone() };
    let path = file(&stand, b"content");
    for (method, resource) in [
        (Method::GET, "files"),
        (Method::HEAD, "files"),
        (Method::PUT, "files"),
        (Method::POST, "downloads"),
        (Method::GET, "downloads/x"),
        (Method::DELETE, "downloads/x"),
        (Method::GET, "uploads/x"),
        (Method::DELETE, "uploads/x"),
    ] {
        let reply =
            thief.on_file(method.clone(), resource, path.as_os_str().as_bytes()).send(Vec::new()).await;
        assert_eq!(reply.status, 401, "{method} {resource}");
    }
    assert_eq!(fs::read(path).unwrap(), b"content");
}

fn file(stand: &Stand, bytes: &[u8]) -> PathBuf {
    let path = stand.sshd.home().join("a file");
    fs::write(&path, bytes).unwrap();
    path
}

/// 256 bits, which a page would have made up at random.
const TICKET: &str = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcdE";

async fn own(session: &Session, path: &Path, name: &str, ticket: &str) -> Reply {
    let body = serde_json::to_vec(&OwnTicket { ticket: ticket.to_owned() }).unwrap();
    let request = session.on_file(Method::PUT, &format!("downloads/{name}"), path.as_os_str().as_bytes());
    request.header("content-type", "application/json").send(body).await
}

async fn issue(session: &Session, path: &Path) -> DownloadTicket {
    let reply =
        session.on_file(Method::POST, "downloads", path.as_os_str().as_bytes()).send(Vec::new()).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()
}

/// What a browser asks for: no token, but what it says of itself.
async fn navigate(stand: &Stand, ticket: &DownloadTicket, headers: &[(&str, &str)]) -> Reply {
    stand.relay.client().request(Method::GET, &ticket.url, headers, Vec::new()).await
}

async fn on(session: &Session, method: Method, ticket: &DownloadTicket) -> Reply {
    session.on_file(method, &format!("downloads/{}", ticket.download), "x").send(Vec::new()).await
}

async fn state(session: &Session, ticket: &DownloadTicket) -> DownloadState {
    on(session, Method::GET, ticket).await.json()
}

/// How it ended.
async fn ended(session: &Session, ticket: &DownloadTicket) -> DownloadState {
    loop {
        match state(session, ticket).await {
            DownloadState::Waiting | DownloadState::Running { .. } | DownloadState::Checking { .. } => {}
            ended => return ended,
        }
    }
}
