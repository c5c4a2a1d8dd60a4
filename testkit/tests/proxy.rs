//! The line that fails on demand does what it says.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::time::{Duration, Instant};

use postern_testkit::{Line, Proxy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Round trip, in milliseconds.
const DELAY: u32 = 200;

#[tokio::test]
async fn a_line_that_delays_takes_its_round_trip_and_keeps_the_order() {
    let line = line_to_echo().await;
    line.set(Line::Delay(DELAY));
    let mut client = TcpStream::connect(line.address()).await.unwrap();
    let begun = Instant::now();
    for number in 0..100u8 {
        client.write_all(&[number]).await.unwrap();
        tokio::task::yield_now().await;
    }
    let mut back = [0; 100];
    client.read_exact(&mut back).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(DELAY.into()), "{:?}", begun.elapsed());
    assert!(back.iter().copied().eq(0..100));
}

#[tokio::test]
async fn a_line_that_delays_has_many_pieces_under_way_at_once() {
    const BYTES: usize = 4 * 1024 * 1024;
    let line = line_to_echo().await;
    line.set(Line::Delay(DELAY));
    let mut client = TcpStream::connect(line.address()).await.unwrap();
    let (mut read, mut write) = client.split();
    let begun = Instant::now();
    let mut back = vec![0; BYTES];
    let sent: Vec<u8> = (0..BYTES).map(|at| (at / 7) as u8).collect();
    let (wrote, _) = tokio::join!(write.write_all(&sent), read.read_exact(&mut back));
    wrote.unwrap();
    assert!(back == sent, "changed on the way");
    // One piece of 16 KiB after the other would take 256 times half the round trip.
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn what_was_under_way_arrives_when_the_line_no_longer_delays() {
    let line = line_to_echo().await;
    line.set(Line::Delay(DELAY));
    let mut client = TcpStream::connect(line.address()).await.unwrap();
    client.write_all(b"early").await.unwrap();
    line.set(Line::Open);
    client.write_all(b" late").await.unwrap();
    let mut back = [0; 10];
    client.read_exact(&mut back).await.unwrap();
    assert_eq!(&back, b"early late");
}

/// A line to a server that sends everything back.
async fn line_to_echo() -> Proxy {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let (mut read, mut write) = stream.split();
        let _ = tokio::io::copy(&mut read, &mut write).await;
    });
    Proxy::start(address).await
}
