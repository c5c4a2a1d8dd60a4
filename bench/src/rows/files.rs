//! Files: one in and one out, against `sftp`.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::ffi::OsStrExt as _;
use std::time::{Duration, Instant};

use postern_shared::api::DownloadTicket;
use postern_testkit::{Method, Session};

use super::{Rows, megabytes_per_second};
use crate::error::{BenchError, Result};
use crate::figure::{FILES_DOWN, FILES_UP};
use crate::rig::Rig;
use crate::row::Row;
use crate::ssh::SAME_CIPHER;
use crate::websocket::READ_BYTES;

/// Both ways, in turns.
pub(crate) fn measure(rig: &Rig) -> Rows {
    let session = rig.sign_in(&rig.relay)?;
    // Its connection stands from then on.
    let looked = session.on_file(Method::HEAD, "files", rig.file.as_os_str().as_bytes()).send(Vec::new());
    rig.runtime.block_on(looked);
    let mut sftp = rig.ssh.sftp(SAME_CIPHER)?;
    let (file, inbox) = (rig.file.display().to_string(), rig.inbox.display().to_string());
    let speed = |time| megabytes_per_second(rig.extent.file, time);
    let [mut up, mut down, mut sftp_up, mut sftp_down] = [const { Vec::new() }; 4];
    for _ in 0..rig.extent.file_rounds {
        up.push(speed(bring(rig, &session)?));
        sftp_up.push(speed(sftp.run(&format!("put {file} {inbox}/sftp"))?));
        fs::remove_file(rig.inbox.join("sftp"))?;
        down.push(speed(fetch(rig, &session)?));
        sftp_down.push(speed(sftp.run(&format!("get {file} /dev/null"))?));
    }
    rig.close(&session);
    let rows = [Row::of(&FILES_UP, &up, &sftp_up), Row::of(&FILES_DOWN, &down, &sftp_down)];
    Ok(rows.into_iter().flatten().collect())
}

/// Brings all of a file but its last byte: what follows that is the comparison, which `sftp` does not make.
fn bring(rig: &Rig, session: &Session) -> Result<Duration> {
    let path = rig.inbox.join("relay");
    let path = path.as_os_str().as_bytes();
    let request = session.on_file(Method::PUT, "files", path).query("upload", "bench");
    let mut stream = TcpStream::connect(rig.relay.address())?;
    let mut file = fs::File::open(&rig.file)?;
    let began = Instant::now();
    stream.write_all(request.query("size", rig.extent.file + 1).head(rig.extent.file).as_bytes())?;
    std::io::copy(&mut file, &mut stream)?;
    let head = read_head(&mut stream)?;
    let time = began.elapsed();
    if !head.starts_with("HTTP/1.1 200 ") {
        return Err(BenchError::Relay(head));
    }
    let request = session.on_file(Method::DELETE, "uploads/bench", path).send(Vec::new());
    match rig.runtime.block_on(request).status {
        204 => Ok(time),
        status => Err(BenchError::Relay(format!("does not give an upload up: {status}"))),
    }
}

/// Fetches a file as a browser does.
fn fetch(rig: &Rig, session: &Session) -> Result<Duration> {
    let request = session.on_file(Method::POST, "downloads", rig.file.as_os_str().as_bytes());
    let ticket: DownloadTicket = rig.runtime.block_on(request.send(Vec::new())).json();
    let mut stream = TcpStream::connect(rig.relay.address())?;
    let began = Instant::now();
    stream.write_all(format!("GET {} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n", ticket.url).as_bytes())?;
    let head = read_head(&mut stream)?;
    if !head.starts_with("HTTP/1.1 200 ") {
        return Err(BenchError::Relay(head));
    }
    let (mut left, mut buffer) = (rig.extent.file, vec![0; READ_BYTES]);
    while left > 0 {
        match stream.read(&mut buffer)? {
            0 => return Err(BenchError::Relay(format!("kept {left} bytes of a file"))),
            read => left -= read as u64,
        }
    }
    let time = began.elapsed();
    // The target computes its digest now; the next measurement is not to share the machine with that.
    while !rig.runtime.block_on(is_over(session, &ticket)) {
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(time)
}

async fn is_over(session: &Session, ticket: &DownloadTicket) -> bool {
    let resource = format!("downloads/{}", ticket.download);
    let reply = session.on_file(Method::GET, &resource, "-").send(Vec::new()).await;
    !reply.text().contains("\"checking\"")
}

fn read_head(stream: &mut TcpStream) -> Result<String> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}
