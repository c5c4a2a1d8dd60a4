//! Files through the relay, in and out: they are what they were, whatever they hold and are called.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use hyper::Method;
use postern_shared::api::{FileFault, Problem, Stored, TooManyOf, UploadState};
use postern_testkit::{Login, Stand, TestRelay, TestSshd, sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// More than one request carries, and no round number of them.
const SEVERAL: usize = 3_000_001;

#[tokio::test]
async fn a_file_arrives_whole_and_comes_back_the_same() {
    let stand = Stand::start(&[]).await;
    for length in [0, 1, 261_120, 261_121, SEVERAL] {
        let (path, bytes) = (stand.sshd.home().join(format!("file-{length}")), pattern(length));
        let reply = stand.session.store(bytes_of(&path), bytes.clone()).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        let stored = Stored { bytes: length as u64, sha256: Some(sha256(&bytes)), verified: Some(true) };
        assert_eq!(reply.json::<UploadState>(), UploadState::Stored(stored));
        assert!(fs::read(&path).unwrap() == bytes);
        let reply = stand.session.fetch(bytes_of(&path)).await;
        assert_eq!(reply.status, 200, "{}", reply.text());
        assert!(reply.body == bytes);
    }
    assert_eq!(leftovers(&stand.sshd.home()), Vec::<String>::new());
}

#[tokio::test]
async fn a_file_is_sent_as_a_file_whatever_it_holds() {
    let stand = Stand::start(&[]).await;
    let path = stand.sshd.home().join("p\u{e4}ge.html");
    fs::write(&path, "<script>").unwrap();
    let head = stand.session.on_file(Method::HEAD, "files", bytes_of(&path)).send(Vec::new()).await;
    let whole = stand.session.fetch(bytes_of(&path)).await;
    for reply in [&head, &whole] {
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("content-type"), Some("application/octet-stream"));
        assert_eq!(reply.header("content-length"), Some("8"));
        assert_eq!(reply.header("accept-ranges"), Some("bytes"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(
            reply.header("content-disposition"),
            Some("attachment; filename=\"p_ge.html\"; filename*=UTF-8''p%C3%A4ge.html")
        );
        assert!(reply.header("etag").is_some() && reply.header("last-modified").is_some());
    }
    assert!(head.body.is_empty());
}

#[tokio::test]
async fn a_file_that_the_system_makes_up_as_it_is_read_is_not_taken_for_empty() {
    let stand = Stand::start(&[]).await;
    let reply = stand.session.fetch("/proc/version").await;
    assert!(reply.text().starts_with("Linux version"), "{}", reply.text());
    assert_eq!(reply.header("content-length"), None);
}

#[tokio::test]
async fn a_download_goes_on_where_it_broke_off_unless_the_file_changed() {
    let stand = Stand::start(&[]).await;
    let (path, bytes) = (stand.sshd.home().join("file"), pattern(SEVERAL));
    fs::write(&path, &bytes).unwrap();
    let request = || stand.session.on_file(Method::GET, "files", bytes_of(&path));
    let tag = request().send(Vec::new()).await.header("etag").unwrap().to_owned();
    let rest = request().header("range", "bytes=2000000-").header("if-range", &tag).send(Vec::new()).await;
    assert_eq!(rest.status, 206);
    assert_eq!(rest.header("content-range"), Some("bytes 2000000-3000000/3000001"));
    assert!(rest.body == bytes[2_000_000..]);
    let beyond = request().header("range", "bytes=3000001-").send(Vec::new()).await;
    assert_eq!(beyond.header("content-range"), Some("bytes */3000001"));
    assert_eq!(beyond.problem(), Problem::RangeRefused { size: SEVERAL as u64 });

    fs::write(&path, b"another").unwrap();
    let whole = request().header("range", "bytes=3-").header("if-range", &tag).send(Vec::new()).await;
    assert_eq!((whole.status, whole.text().as_str()), (200, "another"));
}

#[tokio::test]
async fn a_file_that_becomes_shorter_on_the_way_is_not_passed_off_as_whole() {
    let stand = Stand::start(&[]).await;
    let path = large_file(&stand.sshd);
    let mut stream = TcpStream::connect(stand.relay.address()).await.unwrap();
    let head = stand.session.on_file(Method::GET, "files", bytes_of(&path)).head(0);
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut taken = vec![0; 1 << 20];
    stream.read_exact(&mut taken).await.unwrap();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(1000).unwrap();
    let rest = stream.read_to_end(&mut taken).await;
    assert!(rest.is_err() || taken.len() < 64 << 20, "{} bytes", taken.len());
}

#[tokio::test]
async fn directories_devices_and_pipes_are_no_files() {
    let stand = Stand::start(&[]).await;
    let pipe = stand.sshd.home().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [bytes_of(&stand.sshd.home()), b"/dev/zero", bytes_of(&pipe)] {
        assert_eq!(fault(&stand.session.fetch(path).await.problem()), FileFault::NotAFile);
        assert_eq!(fault(&stand.session.store(path, "x").await.problem()), FileFault::NotAFile);
    }
    for path in ["", "/", "a/", "..", "a\0b"] {
        let problem = stand.session.fetch(path).await.problem();
        assert!(matches!(problem, Problem::BadRequest { .. }), "{path:?}: {problem:?}");
    }
}

#[tokio::test]
async fn what_is_not_there_or_not_allowed_is_said_so() {
    let stand = Stand::start(&[]).await;
    let missing = stand.sshd.home().join("none/file");
    assert_eq!(fault(&stand.session.fetch(bytes_of(&missing)).await.problem()), FileFault::NotFound);
    assert_eq!(fault(&stand.session.store(bytes_of(&missing), "x").await.problem()), FileFault::NotFound);
    let reply = stand.session.fetch("/etc/shadow").await;
    assert_eq!((reply.status, fault(&reply.problem())), (403, FileFault::Denied));
    assert_eq!(fault(&stand.session.store("/etc/postern-test", "x").await.problem()), FileFault::Denied);
}

#[tokio::test]
async fn names_are_data_whatever_they_mean_to_a_shell() {
    let stand = Stand::start(&[]).await;
    let long = "n".repeat(255);
    let names: [&[u8]; 11] = [
        b"line\nend\n",
        b"'quote\" `back`",
        b"$(touch pwned)",
        b"-rf",
        b"; touch pwned #",
        b"\\n\\x41",
        b"%2e%00",
        b"\xff\xfe no text",
        "\u{4e2d}\u{6587}\u{1f600}".as_bytes(),
        b"* ? ~",
        long.as_bytes(),
    ];
    for name in names {
        let path = stand.sshd.home().join(OsStr::from_bytes(name));
        let reply = stand.session.store(bytes_of(&path), name).await;
        let verified = matches!(reply.json(), UploadState::Stored(Stored { verified: Some(true), .. }));
        assert!(verified, "{}: {}", String::from_utf8_lossy(name), reply.text());
        assert_eq!(fs::read(&path).unwrap(), name);
        let reply = stand.session.fetch(bytes_of(&path)).await;
        assert_eq!((reply.status, &reply.body[..]), (200, name));
    }
    assert_eq!(fs::read_dir(stand.sshd.home()).unwrap().count(), names.len() + 2);
}

#[tokio::test]
async fn a_path_that_is_not_absolute_begins_at_the_login_directory() {
    let stand = Stand::start(&[]).await;
    let reply = stand.session.fetch("proc/version").await;
    assert!(reply.text().starts_with("Linux version"), "{}", reply.text());
}

#[tokio::test]
async fn a_target_without_sftp_is_said_to_have_none() {
    for (command, answer) in [("/bin/false", "no-sftp"), ("echo welcome to this server", "channel-refused")] {
        let sshd = TestSshd::start_with(Login::Password, &format!("ForceCommand {command}\n"));
        let relay = TestRelay::start(&[]);
        let session = relay.client().sign_in(&sshd).await;
        for reply in [session.fetch("/proc/version").await, session.store("x", "x").await] {
            assert_eq!(reply.problem().code(), answer, "{command}");
        }
    }
}

#[tokio::test]
async fn files_on_their_way_are_bounded_and_keep_their_session_alive() {
    let stand = Stand::start(&[]).await;
    let path = large_file(&stand.sshd);
    let mut held = Vec::new();
    for _ in 0..4 {
        let mut stream = TcpStream::connect(stand.relay.address()).await.unwrap();
        let head = stand.session.on_file(Method::GET, "files", bytes_of(&path)).head(0);
        stream.write_all(head.as_bytes()).await.unwrap();
        let head = read_head(&mut stream).await;
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        held.push(stream);
    }
    let problem = stand.session.fetch(bytes_of(&path)).await.problem();
    assert!(matches!(problem, Problem::TooMany { of: TooManyOf::Transfers, .. }), "{problem:?}");
    while stand.session.now().await.unwrap().kept_seconds.is_some() {}
    held.clear();
    while stand.session.now().await.unwrap().kept_seconds.is_none() {}
    assert_eq!(stand.session.fetch("/proc/version").await.status, 200);
}

#[tokio::test]
async fn the_end_of_a_session_ends_its_files() {
    let stand = Stand::start(&[]).await;
    let path = large_file(&stand.sshd);
    let mut stream = TcpStream::connect(stand.relay.address()).await.unwrap();
    let head = stand.session.on_file(Method::GET, "files", bytes_of(&path)).head(0);
    stream.write_all(head.as_bytes()).await.unwrap();
    read_head(&mut stream).await;
    assert_eq!(stand.session.close().await.status, 204);
    let mut rest = Vec::new();
    let read = stream.read_to_end(&mut rest).await;
    assert!(read.is_err() || rest.len() < 64 << 20);
}

/// More than fits into all the buffers on its way.
fn large_file(sshd: &TestSshd) -> PathBuf {
    let path = sshd.home().join("large");
    fs::File::create(&path).unwrap().set_len(64 << 20).unwrap();
    path
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

fn bytes_of(path: &Path) -> &[u8] {
    path.as_os_str().as_bytes()
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
