//! Targets that are no SSH servers, or bad ones: what a relay may meet behind an address a person typed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// What a bad target does with every connection.
#[derive(Clone, Debug)]
pub enum Malice {
    /// Says nothing and stays.
    Silence,
    /// Sends one byte of a version line that never ends, every so often.
    Drip(Duration),
    /// Sends lines before the version line (RFC 4253, section 4.2), up to this many bytes.
    Lines(u64),
    /// Sends one line without an end, up to this many bytes.
    EndlessLine(u64),
    /// Sends a version line, then this many bytes that are no SSH packets.
    Garbage(u64),
    /// Sends exactly these bytes and closes.
    Says(Vec<u8>),
}

/// A bad target on a free loopback port. Dropping it ends it.
#[derive(Debug)]
pub struct HostileTarget {
    address: SocketAddr,
    sent: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl HostileTarget {
    /// Starts one.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start(malice: Malice) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let sent = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&sent);
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(harm(stream, malice.clone(), Arc::clone(&count)));
                while connections.try_join_next().is_some() {}
            }
        });
        Self { address, sent, task }
    }

    /// Its TCP port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Bytes that were taken from it so far.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }
}

impl Drop for HostileTarget {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn harm(mut stream: TcpStream, malice: Malice, sent: Arc<AtomicU64>) {
    let line = [b"x".repeat(8190), b"\r\n".to_vec()].concat();
    match malice {
        Malice::Silence => wait_for_close(&mut stream).await,
        Malice::Drip(pause) => {
            let _ = stream.write_all(b"SSH-2.0-").await;
            while stream.write_all(b"x").await.is_ok() {
                tokio::time::sleep(pause).await;
            }
        }
        Malice::Lines(bytes) => flood(&mut stream, &line, bytes, &sent).await,
        Malice::EndlessLine(bytes) => flood(&mut stream, &line[..8190], bytes, &sent).await,
        Malice::Garbage(bytes) => {
            let _ = stream.write_all(b"SSH-2.0-Garbage\r\n").await;
            let noise: Vec<u8> = (0u32..8192).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
            flood(&mut stream, &noise, bytes, &sent).await;
        }
        Malice::Says(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
            wait_for_close(&mut stream).await;
        }
    }
}

async fn flood(stream: &mut TcpStream, piece: &[u8], bytes: u64, sent: &AtomicU64) {
    let mut total = 0;
    while total < bytes && stream.write_all(piece).await.is_ok() {
        total += piece.len() as u64;
        sent.fetch_add(piece.len() as u64, Ordering::Relaxed);
    }
    wait_for_close(stream).await;
}

async fn wait_for_close(stream: &mut TcpStream) {
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}
