//! The leanest WebSocket client that keeps the protocol: payloads are looked at where they were received.
//!
//! It shares the machine with what it measures, so it must cost no more than a program that reads a pipe.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::ops::Range;
use std::time::Duration;

use postern_shared::wire::{BEARER_PREFIX, ClientControl, SUBPROTOCOL};

use crate::error::{BenchError, Result};

/// Most bytes of one read from the network.
pub(crate) const READ_BYTES: usize = 256 * 1024;

/// Silence after which the relay is taken to hang.
const PATIENCE: Duration = Duration::from_secs(60);

/// Longest header of a frame from a server, which does not mask (RFC 6455, section 5.2), in bytes.
const HEADER_BYTES: usize = 10;

const TEXT: u8 = 1;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;

/// A WebSocket to the relay.
pub(crate) struct WebSocket {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// What was received and not yet looked at.
    unread: Range<usize>,
    /// Bytes of the present binary message that are yet to come.
    left: u64,
}

/// What arrived.
pub(crate) enum Piece {
    /// A part of a binary message: where it lies in the buffer, and whether the message begins with it.
    Binary { at: Range<usize>, first: bool },
    /// A control message.
    Text(String),
    /// The end.
    Closed,
}

impl WebSocket {
    /// Opens the WebSocket at this path.
    pub(crate) fn open(relay: SocketAddr, path: &str, token: &str) -> Result<Self> {
        let mut stream = TcpStream::connect(relay)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {relay}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             Sec-WebSocket-Protocol: {SUBPROTOCOL}, {BEARER_PREFIX}{token}\r\n\r\n"
        );
        stream.write_all(request.as_bytes())?;
        let mut socket = Self { stream, buffer: vec![0; READ_BYTES], unread: 0..0, left: 0 };
        let head = socket.response_head()?;
        if !head.starts_with("HTTP/1.1 101 ") {
            return Err(BenchError::Relay(head));
        }
        Ok(socket)
    }

    /// The next piece; at most `most` bytes are taken from the network for it.
    pub(crate) fn next(&mut self, most: usize) -> Result<Piece> {
        loop {
            if self.left > 0 {
                return self.binary(most, false);
            }
            let (opcode, length) = self.header(most)?;
            match opcode {
                // Empty messages have no piece.
                BINARY if length == 0 => {}
                BINARY => {
                    self.left = length;
                    return self.binary(most, true);
                }
                TEXT => return Ok(Piece::Text(String::from_utf8_lossy(&self.payload(length)?).into_owned())),
                PING => {
                    let payload = self.payload(length)?;
                    self.send(PONG, &payload)?;
                }
                PONG => drop(self.payload(length)?),
                CLOSE => {
                    self.payload(length)?;
                    return Ok(Piece::Closed);
                }
                other => return Err(BenchError::Relay(format!("sent a frame with opcode {other}"))),
            }
        }
    }

    /// The bytes of a piece, until the next one is asked for.
    pub(crate) fn bytes(&self, at: Range<usize>) -> &[u8] {
        &self.buffer[at]
    }

    /// Sends bytes of the channel.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        self.send(BINARY, bytes)
    }

    /// Sends a control message.
    pub(crate) fn say(&mut self, control: &ClientControl) -> Result<()> {
        let text = serde_json::to_vec(control).map_err(std::io::Error::from)?;
        self.send(TEXT, &text)
    }

    fn send(&mut self, opcode: u8, payload: &[u8]) -> Result<()> {
        const MASKED: u8 = 0x80;
        let mut frame = Vec::with_capacity(payload.len() + 14);
        frame.push(0x80 | opcode);
        match payload.len() {
            length @ 0..126 => frame.push(MASKED | length as u8),
            length @ 126..0x1_0000 => {
                frame.push(MASKED | 126);
                frame.extend((length as u16).to_be_bytes());
            }
            length => {
                frame.push(MASKED | 127);
                frame.extend((length as u64).to_be_bytes());
            }
        }
        // A mask of zeros leaves the payload as it is (RFC 6455, section 5.3).
        frame.extend([0; 4]);
        frame.extend(payload);
        Ok(self.stream.write_all(&frame)?)
    }

    fn binary(&mut self, most: usize, first: bool) -> Result<Piece> {
        if self.unread.is_empty() {
            self.receive(most)?;
        }
        let length = usize::try_from(self.left).unwrap_or(usize::MAX).min(self.unread.len());
        let at = self.unread.start..self.unread.start + length;
        self.unread.start = at.end;
        self.left -= length as u64;
        Ok(Piece::Binary { at, first })
    }

    /// Reads a frame's header: opcode and length of the payload (RFC 6455, section 5.2).
    fn header(&mut self, most: usize) -> Result<(u8, u64)> {
        loop {
            let unread = &self.buffer[self.unread.clone()];
            if let Some((opcode, length, size)) = header(unread) {
                self.unread.start += size;
                return Ok((opcode, length));
            }
            self.receive(most)?;
        }
    }

    /// The whole payload of a small frame.
    fn payload(&mut self, length: u64) -> Result<Vec<u8>> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > READ_BYTES / 2 {
            return Err(BenchError::Relay(format!("sent a control frame of {length} bytes")));
        }
        while self.unread.len() < length {
            self.receive(READ_BYTES)?;
        }
        let payload = self.buffer[self.unread.start..self.unread.start + length].to_vec();
        self.unread.start += length;
        Ok(payload)
    }

    fn response_head(&mut self) -> Result<String> {
        loop {
            self.receive(READ_BYTES)?;
            let received = &self.buffer[self.unread.clone()];
            if let Some(at) = received.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&received[..at]).into_owned();
                self.unread.start += at + 4;
                return Ok(head);
            }
        }
    }

    /// Takes more from the network, behind what is unread.
    fn receive(&mut self, most: usize) -> Result<()> {
        let kept = self.unread.len();
        self.buffer.copy_within(self.unread.clone(), 0);
        self.unread = 0..kept;
        let room = (kept + most.max(HEADER_BYTES)).min(self.buffer.len());
        match self.stream.read(&mut self.buffer[kept..room])? {
            0 => Err(BenchError::Relay("closed the connection".into())),
            length => {
                self.unread.end += length;
                Ok(())
            }
        }
    }
}

/// Opcode, payload length and size of the header that `bytes` begin with; none when it is not all there.
fn header(bytes: &[u8]) -> Option<(u8, u64, usize)> {
    let [first, second, rest @ ..] = bytes else { return None };
    let opcode = first & 0x0f;
    match second & 0x7f {
        126 => Some((opcode, u16::from_be_bytes(*rest.first_chunk()?).into(), 4)),
        127 => Some((opcode, u64::from_be_bytes(*rest.first_chunk()?), 10)),
        length => Some((opcode, length.into(), 2)),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};

    use super::{Piece, WebSocket, header};

    /// A WebSocket whose server sends `frames` after the handshake, `at_once` bytes a write, and keeps what it hears.
    fn served(frames: Vec<u8>, at_once: usize) -> (WebSocket, std::thread::JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.set_nodelay(true).unwrap();
            read_head(&mut stream);
            stream.write_all(b"HTTP/1.1 101 Switching Protocols\r\n\r\n").unwrap();
            frames.chunks(at_once).for_each(|part| stream.write_all(part).unwrap());
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            let mut heard = Vec::new();
            stream.read_to_end(&mut heard).unwrap();
            heard
        });
        (WebSocket::open(address, "/", "token").unwrap(), server)
    }

    fn read_head(stream: &mut TcpStream) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
    }

    #[test]
    fn messages_of_any_length_are_read_however_they_were_cut() {
        let mut frames = vec![0x82, 5];
        frames.extend(b"hello");
        frames.extend([0x82, 126, 1, 0]);
        frames.extend([b'x'; 256]);
        frames.extend([0x81, 2]);
        frames.extend(b"{}");
        frames.extend([0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
        frames.extend(vec![b'y'; 65_536]);
        frames.extend([0x89, 1, b'p', 0x88, 2, 3, 232]);
        for at_once in [1, 3, 100, 1 << 20] {
            let (mut socket, server) = served(frames.clone(), at_once);
            let (mut read, mut messages, mut texts) = (Vec::new(), 0, Vec::new());
            loop {
                match socket.next(1000).unwrap() {
                    Piece::Binary { at, first } => {
                        messages += usize::from(first);
                        read.extend_from_slice(socket.bytes(at));
                    }
                    Piece::Text(text) => texts.push(text),
                    Piece::Closed => break,
                }
            }
            drop(socket);
            assert_eq!((messages, texts), (3, vec!["{}".to_owned()]));
            assert_eq!(read, [b"hello".as_slice(), &[b'x'; 256], &[b'y'; 65_536]].concat());
            assert_eq!(server.join().unwrap(), [0x8a, 0x81, 0, 0, 0, 0, b'p']);
        }
    }

    #[test]
    fn a_header_that_is_not_all_there_is_no_header() {
        for bytes in [&[][..], &[0x82], &[0x82, 126, 1], &[0x82, 127, 0, 0, 0, 0, 0, 1, 0]] {
            assert_eq!(header(bytes), None);
        }
        assert_eq!(header(&[0x82, 0]), Some((2, 0, 2)));
    }
}
