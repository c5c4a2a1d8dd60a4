//! A TCP line between two loopback ports that can be cut, stalled, throttled, delayed, and broken at a given byte.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::Instant;

/// Kernel buffers of the line, in bytes: small, so that a slow line is felt at once, and several times the 64 KiB that a
/// segment has over loopback. With less, both ends wait for each other's timers now and then (RFC 9293, section
/// 3.8.6.2: silly window syndrome), and the line crawls.
const BUFFER_BYTES: u32 = 256 * 1024;
/// Most pieces of 16 KiB under way at once on a line that delays: enough for 80 MB/s at 200 ms.
const DELAYED_PIECES: usize = 512;

/// What the line does with what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    /// Carries it.
    Open,
    /// Carries at most this many bytes a second towards the client.
    Slow(u32),
    /// Carries it, with this round trip in milliseconds: half of it each way.
    Delay(u32),
    /// Keeps every connection open and carries nothing.
    Stalled,
    /// Breaks every connection with RST, new ones too.
    Reset,
    /// Ends every connection with FIN, new ones too.
    Closed,
}

/// A line to one server. Dropping it breaks it.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    line: watch::Sender<Line>,
    counts: Arc<Counts>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Counts {
    down: AtomicU64,
    connections: AtomicU64,
}

impl Proxy {
    /// A line to `server`.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start(server: SocketAddr) -> Self {
        Self::start_breaking_at(server, u64::MAX).await
    }

    /// A line that closes each connection after this many bytes from the server.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start_breaking_at(server: SocketAddr, bytes: u64) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (line, state) = watch::channel(Line::Open);
        let counts = Arc::new(Counts::default());
        let task = tokio::spawn(accept(listener, server, state, Arc::clone(&counts), bytes));
        Self { address, line, counts, task }
    }

    /// Where clients connect.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes the line, for present and new connections.
    pub fn set(&self, line: Line) {
        self.line.send_replace(line);
    }

    /// Bytes carried from the server to clients so far, over all connections.
    #[must_use]
    pub fn bytes_down(&self) -> u64 {
        self.counts.down.load(Ordering::Relaxed)
    }

    /// Connections so far.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.counts.connections.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(
    listener: TcpListener,
    server: SocketAddr,
    line: watch::Receiver<Line>,
    counts: Arc<Counts>,
    break_at: u64,
) {
    // Aborting this task drops the set, and with it every connection.
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        counts.connections.fetch_add(1, Ordering::Relaxed);
        connections.spawn(carry(client, server, line.clone(), Arc::clone(&counts), break_at));
        while connections.try_join_next().is_some() {}
    }
}

async fn carry(
    mut client: TcpStream,
    server: SocketAddr,
    line: watch::Receiver<Line>,
    counts: Arc<Counts>,
    break_at: u64,
) {
    let Ok(mut upstream) = dial(server).await else { return };
    let _ = (client.set_nodelay(true), upstream.set_nodelay(true));
    {
        let (client_read, client_write) = client.split();
        let (server_read, server_write) = upstream.split();
        let up = pump(client_read, server_write, line.clone(), None, u64::MAX);
        let down = pump(server_read, client_write, line.clone(), Some(&counts.down), break_at);
        let mut ended = line.clone();
        tokio::select! {
            _ = async { tokio::try_join!(up, down) } => {}
            _ = ended.wait_for(|line| matches!(line, Line::Reset | Line::Closed)) => {}
        }
    }
    if *line.borrow() == Line::Reset {
        let _ = (client.set_zero_linger(), upstream.set_zero_linger());
    }
}

async fn dial(server: SocketAddr) -> io::Result<TcpStream> {
    let socket = if server.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_recv_buffer_size(BUFFER_BYTES)?;
    socket.connect(server).await
}

/// Carries one direction until it ends; an error ends the other direction too.
async fn pump(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    mut line: watch::Receiver<Line>,
    count: Option<&AtomicU64>,
    mut left: u64,
) -> io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    let mut under_way: VecDeque<(Instant, Vec<u8>)> = VecDeque::new();
    let mut has_ended = false;
    loop {
        let state = carrying(&mut line).await?;
        let slow = match state {
            Line::Slow(rate) if count.is_some() => Some(f64::from(rate)),
            _ => None,
        };
        // A slow line carries small pieces, so that it is slow and not jerky.
        let size = slow.map_or(buffer.len(), |rate| ((rate / 100.0) as usize).clamp(1, buffer.len()));
        let (delay, most) = match state {
            Line::Delay(millis) => (Duration::from_millis(millis.into()) / 2, DELAYED_PIECES),
            _ => (Duration::ZERO, 1),
        };
        let due = under_way.front().map(|(due, _)| *due);
        tokio::select! {
            biased;
            () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {}
            read = from.read(&mut buffer[..size]), if !has_ended && under_way.len() < most => {
                let read = read?;
                has_ended = read == 0;
                under_way.push_back((Instant::now() + delay, buffer[..read].to_vec()));
                continue;
            }
            // It may be another line by now.
            _ = line.changed() => continue,
        }
        // What is on the line while it stalls arrives when it goes on.
        carrying(&mut line).await?;
        let Some((_, piece)) = under_way.pop_front() else { continue };
        if piece.is_empty() {
            return to.shutdown().await;
        }
        let carried = usize::try_from(left).map_or(piece.len(), |left| piece.len().min(left));
        if let Some(rate) = slow {
            tokio::time::sleep(Duration::from_secs_f64(carried as f64 / rate)).await;
        }
        to.write_all(&piece[..carried]).await?;
        if let Some(count) = count {
            count.fetch_add(carried as u64, Ordering::Relaxed);
        }
        left -= carried as u64;
        if left == 0 {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
    }
}

async fn carrying(line: &mut watch::Receiver<Line>) -> io::Result<Line> {
    let open = line.wait_for(|line| matches!(line, Line::Open | Line::Slow(_) | Line::Delay(_))).await;
    open.map(|line| *line).map_err(|_| io::ErrorKind::ConnectionAborted.into())
}
