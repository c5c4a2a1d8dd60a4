//! Files far larger than the relay may grow by go through it, both ways.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::ffi::OsStrExt as _;

use hyper::Method;
use postern_shared::api::{Stored, UploadState};
use postern_testkit::{Stand, TestRelay};

const SIZE: u64 = 2 << 30;

/// What the relay may grow by, in bytes.
const GROWTH: u64 = 16 << 20;

/// Bytes between two looks at the relay's memory.
const STEP: usize = 1 << 20;

#[tokio::test]
async fn two_gibibytes_up_and_down_cost_the_relay_sixteen_mebibytes_at_most() {
    let stand = Stand::start(&[]).await;
    let path = stand.sshd.home().join("large");
    // What takes long here is the target's own digest, which tests of smaller files have.
    fs::write(stand.sshd.home().join(".bashrc"), "PATH=/nowhere\n").unwrap();
    let before = stand.relay.memory();
    let (relay, mut most) = (&stand.relay, 0);

    let put = stand.session.on_file(Method::PUT, "files", path.as_os_str().as_bytes()).query("upload", "u");
    let mut stream = connect(relay);
    stream.write_all(put.head(SIZE).as_bytes()).unwrap();
    let piece = vec![b'x'; STEP];
    for _ in 0..SIZE / STEP as u64 {
        stream.write_all(&piece).unwrap();
        most = most.max(relay.memory());
    }
    let (head, body) = answer(&mut stream);
    assert!(head.starts_with("HTTP/1.1 201 "), "{head}{body}");
    let stored: UploadState = serde_json::from_str(&body).unwrap();
    assert!(matches!(stored, UploadState::Stored(Stored { bytes: SIZE, sha256: Some(_), .. })), "{stored:?}");
    assert_eq!(fs::metadata(&path).unwrap().len(), SIZE);
    let up = most.saturating_sub(before);

    let get = stand.session.on_file(Method::GET, "files", path.as_os_str().as_bytes());
    let mut stream = connect(relay);
    stream.write_all(get.head(0).as_bytes()).unwrap();
    read_head(&mut stream);
    let mut buffer = vec![0; STEP];
    for _ in 0..SIZE / STEP as u64 {
        stream.read_exact(&mut buffer).unwrap();
        most = most.max(relay.memory());
    }
    let down = most.saturating_sub(before);
    eprintln!("the relay grew by {} KiB up, {} KiB down", up >> 10, down >> 10);
    assert!(down <= GROWTH, "the relay grew by {down} bytes");
}

fn connect(relay: &TestRelay) -> TcpStream {
    TcpStream::connect(relay.address()).unwrap()
}

fn read_head(stream: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

/// Head and body of an answer that says its length.
fn answer(stream: &mut TcpStream) -> (String, String) {
    let head = read_head(stream);
    let length = head
        .lines()
        .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap()];
    stream.read_exact(&mut body).unwrap();
    (head, String::from_utf8(body).unwrap())
}
