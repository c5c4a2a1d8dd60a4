//! Uploads: they go on after a break, and nothing half-done or damaged has a file's name.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use hyper::Method;
use postern_shared::api::{FileFault, Problem, Stored, UploadState};
use postern_testkit::{Session, SmallDisk, Stand, TestRelay, TestSshd, sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// More than one request carries, and no round number of them.
const SEVERAL: usize = 3_000_001;

#[tokio::test]
async fn an_upload_goes_on_where_its_client_was_cut_off() {
    let stand = Stand::start(&[]).await;
    let (path, bytes) = (stand.sshd.home().join("file"), pattern(SEVERAL));
    let cut = 1_234_567;
    let put = |offset| upload(&stand.session, &path, "u-1").query("offset", offset);
    half_of(&stand.relay, put(0).head(SEVERAL as u64), &bytes[..cut]).await;
    assert!(!path.exists(), "a half file has the name");
    assert_eq!(leftovers(&stand.sshd.home()), [".file.part-u-1"]);

    let state = arrived(&stand.session, &path, "u-1").await;
    assert_eq!(state, Ok(UploadState::Partial { bytes: cut as u64 }));
    let wrong = put(cut - 1).send(bytes[cut - 1..].to_vec()).await;
    assert_eq!(wrong.problem(), Problem::UploadOffset { offset: cut as u64 });
    let reply = put(cut).send(bytes[cut..].to_vec()).await;
    let stored = Stored { bytes: SEVERAL as u64, sha256: Some(sha256(&bytes)), verified: Some(true) };
    assert_eq!(reply.json::<UploadState>(), UploadState::Stored(stored.clone()));
    assert!(fs::read(&path).unwrap() == bytes);
    assert_eq!(leftovers(&stand.sshd.home()), Vec::<String>::new());
    // The answer may have been lost.
    assert_eq!(arrived(&stand.session, &path, "u-1").await, Ok(UploadState::Stored(stored)));
}

#[tokio::test]
async fn an_upload_goes_on_where_its_target_was_cut_off() {
    let mut stand = Stand::start(&[]).await;
    let (path, bytes) = (stand.sshd.home().join("file"), pattern(SEVERAL));
    let mut stream = TcpStream::connect(stand.relay.address()).await.unwrap();
    let head = upload(&stand.session, &path, "u").head(SEVERAL as u64);
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&bytes[..1_000_000]).await.unwrap();
    let confirmed = loop {
        match arrived(&stand.session, &path, "u").await {
            Ok(UploadState::Partial { bytes: 0 }) => {}
            Ok(UploadState::Partial { bytes }) => break bytes,
            other => panic!("{other:?}"),
        }
    };
    stand.sshd.cut_sessions();
    let answer = read_head(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 502 "), "{answer}");

    let Ok(UploadState::Partial { bytes: now }) = arrived(&stand.session, &path, "u").await else { panic!() };
    assert!((confirmed..=1_000_000).contains(&now));
    let rest = bytes[usize::try_from(now).unwrap()..].to_vec();
    let reply = upload(&stand.session, &path, "u").query("offset", now).send(rest).await;
    assert!(
        matches!(reply.json(), UploadState::Stored(Stored { verified: Some(true), .. })),
        "{}",
        reply.text()
    );
    assert!(fs::read(&path).unwrap() == bytes);
}

#[tokio::test]
async fn an_upload_comes_in_slices_and_is_one_file_at_the_last_of_them() {
    let stand = Stand::start(&[]).await;
    let (path, bytes) = (stand.sshd.home().join("file"), pattern(SEVERAL));
    let put = |offset| upload(&stand.session, &path, "u").query("offset", offset).query("size", SEVERAL);
    let first = put(0).send(bytes[..2_000_000].to_vec()).await;
    assert_eq!((first.status, first.json()), (200, UploadState::Partial { bytes: 2_000_000 }));
    assert!(!path.exists());
    let too_long = put(2_000_000).send(vec![0; SEVERAL]).await;
    assert!(matches!(too_long.problem(), Problem::BadRequest { .. }), "{}", too_long.text());
    let Ok(UploadState::Partial { bytes: now }) = arrived(&stand.session, &path, "u").await else { panic!() };
    let rest = bytes[usize::try_from(now).unwrap()..].to_vec();
    assert_eq!(put(now as usize).send(rest).await.status, 201);
    assert_eq!(fs::metadata(&path).unwrap().len(), SEVERAL as u64);
}

#[tokio::test]
async fn an_upload_goes_on_in_a_new_session_but_is_not_vouched_for() {
    let stand = Stand::start(&[]).await;
    let (path, bytes) = (stand.sshd.home().join("file"), pattern(SEVERAL));
    let first = upload(&stand.session, &path, "u").query("size", SEVERAL);
    assert_eq!(first.send(bytes[..2_000_000].to_vec()).await.status, 200);
    stand.session.close().await;
    let session = stand.relay.client().sign_in(&stand.sshd).await;
    assert_eq!(arrived(&session, &path, "u").await, Ok(UploadState::Partial { bytes: 2_000_000 }));
    let reply =
        upload(&session, &path, "u").query("offset", 2_000_000).send(bytes[2_000_000..].to_vec()).await;
    let stored = Stored { bytes: SEVERAL as u64, sha256: None, verified: None };
    assert_eq!(reply.json::<UploadState>(), UploadState::Stored(stored));
    assert!(fs::read(&path).unwrap() == bytes);
}

#[tokio::test]
async fn an_upload_that_is_given_up_leaves_nothing_behind() {
    let stand = Stand::start(&[]).await;
    let path = stand.sshd.home().join("file");
    let begun = upload(&stand.session, &path, "u").query("size", 100);
    assert_eq!(begun.send(pattern(50)).await.status, 200);
    let request = stand.session.on_file(Method::DELETE, "uploads/u", bytes_of(&path));
    assert_eq!(request.send(Vec::new()).await.status, 204);
    assert_eq!(leftovers(&stand.sshd.home()), Vec::<String>::new());
    assert_eq!(arrived(&stand.session, &path, "u").await, Ok(UploadState::Partial { bytes: 0 }));
}

#[tokio::test]
async fn a_file_that_is_there_is_overwritten_only_if_asked_and_keeps_its_mode() {
    let stand = Stand::start(&[]).await;
    let path = stand.sshd.home().join("script");
    stand.session.store(bytes_of(&path), "old").await;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o751)).unwrap();
    let reply = stand.session.store(bytes_of(&path), "new").await;
    assert_eq!((reply.status, fault(&reply.problem())), (409, FileFault::Exists));
    assert_eq!(fs::read(&path).unwrap(), b"old");

    let reply = upload(&stand.session, &path, "u").query("overwrite", true).send(b"new".to_vec()).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o751);
}

#[tokio::test]
async fn a_link_stays_a_link_when_the_file_it_leads_to_is_overwritten() {
    let stand = Stand::start(&[]).await;
    let (file, link) = (stand.sshd.home().join("real"), stand.sshd.home().join("link"));
    stand.session.store(bytes_of(&file), "old").await;
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let reply = upload(&stand.session, &link, "u").query("overwrite", true).send(b"new".to_vec()).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&file).unwrap(), b"new");
}

#[tokio::test]
async fn what_is_taken_while_an_upload_runs_is_not_overwritten() {
    let stand = Stand::start(&[]).await;
    let (path, bytes) = (stand.sshd.home().join("file"), pattern(SEVERAL));
    let mut stream = TcpStream::connect(stand.relay.address()).await.unwrap();
    let head = upload(&stand.session, &path, "u").head(SEVERAL as u64);
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&bytes[..1_000_000]).await.unwrap();
    // The name was looked for, and was free.
    while matches!(arrived(&stand.session, &path, "u").await, Ok(UploadState::Partial { bytes: 0 })) {}
    fs::write(&path, "somebody else's").unwrap();
    stream.write_all(&bytes[1_000_000..]).await.unwrap();
    assert!(read_head(&mut stream).await.starts_with("HTTP/1.1 409 "));
    assert_eq!(fs::read(&path).unwrap(), b"somebody else's");
    assert_eq!(
        arrived(&stand.session, &path, "u").await.map_err(|problem| fault(&problem)),
        Err(FileFault::Exists)
    );

    let end = upload(&stand.session, &path, "u").query("offset", SEVERAL).query("overwrite", true);
    let reply = end.send(Vec::new()).await;
    assert!(
        matches!(reply.json(), UploadState::Stored(Stored { verified: Some(true), .. })),
        "{}",
        reply.text()
    );
    assert!(fs::read(&path).unwrap() == bytes);
}

#[tokio::test]
async fn a_full_disk_is_called_so_and_the_upload_goes_on_when_there_is_room() {
    let stand = Stand::start(&[]).await;
    let disk = SmallDisk::mount(1 << 20);
    let (path, filler, bytes) = (disk.path("file"), disk.path("filler"), pattern(900_000));
    fs::write(&filler, pattern(500_000)).unwrap();
    let reply = upload(&stand.session, &path, "u").send(bytes.clone()).await;
    assert_eq!((reply.status, fault(&reply.problem())), (507, FileFault::NoSpace));
    assert!(!path.exists());

    fs::remove_file(&filler).unwrap();
    let Ok(UploadState::Partial { bytes: now }) = arrived(&stand.session, &path, "u").await else { panic!() };
    let rest = bytes[usize::try_from(now).unwrap()..].to_vec();
    let reply = upload(&stand.session, &path, "u").query("offset", now).send(rest).await;
    assert!(
        matches!(reply.json(), UploadState::Stored(Stored { verified: Some(true), .. })),
        "{}",
        reply.text()
    );
    assert!(fs::read(&path).unwrap() == bytes);
}

#[tokio::test]
async fn what_the_target_stored_otherwise_than_it_was_sent_gets_no_name() {
    let stand = Stand::start(&[]).await;
    let path = stand.sshd.home().join("file");
    shadow_sha256sum(&stand.sshd, "cat >/dev/null; printf '%064d  -\\n' 0");
    let reply = stand.session.store(bytes_of(&path), "x").await;
    assert_eq!((reply.status, fault(&reply.problem())), (502, FileFault::Checksum));
    assert!(!path.exists());
    assert!(!leftovers(&stand.sshd.home()).iter().any(|name| name.contains("part")));
}

#[tokio::test]
async fn a_target_without_sha256sum_is_not_called_verified() {
    let stand = Stand::start(&[]).await;
    shadow_sha256sum(&stand.sshd, "exit 127");
    let reply = stand.session.store(bytes_of(&stand.sshd.home().join("file")), "x").await;
    let stored = Stored { bytes: 1, sha256: Some(sha256(b"x")), verified: None };
    assert_eq!(reply.json::<UploadState>(), UploadState::Stored(stored));
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

fn bytes_of(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
}

fn upload<'a>(session: &'a Session, path: &Path, name: &str) -> postern_testkit::FileRequest<'a> {
    session.on_file(Method::PUT, "files", bytes_of(path)).query("upload", name)
}

async fn arrived(session: &Session, path: &Path, name: &str) -> Result<UploadState, Problem> {
    let request = session.on_file(Method::GET, &format!("uploads/{name}"), bytes_of(path));
    let reply = request.send(Vec::new()).await;
    if reply.status == 200 { Ok(reply.json()) } else { Err(reply.problem()) }
}

fn fault(problem: &Problem) -> FileFault {
    match problem {
        Problem::FileRefused { why, .. } => *why,
        other => panic!("{other:?}"),
    }
}

/// Files that a test did not ask for.
fn leftovers(home: &Path) -> Vec<String> {
    let names = fs::read_dir(home).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| {
            name.starts_with('.') && !matches!(name.as_str(), ".bash_profile" | ".inputrc" | ".bashrc")
        })
        .collect()
}

/// Puts a program of this name before the system's own.
fn shadow_sha256sum(sshd: &TestSshd, script: &str) {
    let bin: PathBuf = sshd.home().join("bin");
    fs::create_dir(&bin).unwrap();
    fs::write(bin.join("sha256sum"), format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(bin.join("sha256sum"), fs::Permissions::from_mode(0o755)).unwrap();
    // bash reads it when sshd runs it with a command.
    fs::write(sshd.home().join(".bashrc"), "PATH=$HOME/bin:$PATH\n").unwrap();
}

/// Sends a head and a part of its body, and then no more; returns once the relay has noticed.
async fn half_of(relay: &TestRelay, head: String, part: &[u8]) {
    let mut stream = TcpStream::connect(relay.address()).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(part).await.unwrap();
    stream.shutdown().await.unwrap();
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let reading = async {
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => break,
            }
        }
    };
    tokio::time::timeout(postern_testkit::DEADLINE, reading).await.unwrap();
    String::from_utf8(head).unwrap()
}
