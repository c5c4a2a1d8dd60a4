//! SFTP's packets, version 3 (draft-ietf-secsh-filexfer-02): bytes to values and back. No I/O.

use bytes::{Buf, BufMut as _, Bytes, BytesMut};

use crate::limits::SFTP_PACKET_BYTES;

/// The version that every server speaks.
pub(super) const VERSION: u32 = 3;

/// Packet types (section 3).
pub(super) mod kind {
    pub(in super::super) const INIT: u8 = 1;
    pub(in super::super) const VERSION: u8 = 2;
    pub(in super::super) const OPEN: u8 = 3;
    pub(in super::super) const CLOSE: u8 = 4;
    pub(in super::super) const READ: u8 = 5;
    pub(in super::super) const WRITE: u8 = 6;
    pub(in super::super) const LSTAT: u8 = 7;
    pub(in super::super) const FSTAT: u8 = 8;
    pub(in super::super) const SETSTAT: u8 = 9;
    pub(in super::super) const REMOVE: u8 = 13;
    pub(in super::super) const REALPATH: u8 = 16;
    pub(in super::super) const STAT: u8 = 17;
    pub(in super::super) const RENAME: u8 = 18;
    pub(in super::super) const STATUS: u8 = 101;
    pub(in super::super) const HANDLE: u8 = 102;
    pub(in super::super) const DATA: u8 = 103;
    pub(in super::super) const NAME: u8 = 104;
    pub(in super::super) const ATTRS: u8 = 105;
    pub(in super::super) const EXTENDED: u8 = 200;
    pub(in super::super) const EXTENDED_REPLY: u8 = 201;
}

const HAS_SIZE: u32 = 1;
const HAS_OWNER: u32 = 2;
const HAS_MODE: u32 = 4;
const HAS_TIMES: u32 = 8;

/// Of `st_mode`: the file's type, an ordinary file, a symbolic link (inode(7)).
const TYPE_MASK: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;
const LINK: u32 = 0o120_000;

/// The target broke the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Garbled;

/// What is known of a file (section 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// Bytes.
    pub(crate) size: u64,
    /// Type and permissions, as `st_mode`; none where the server does not say.
    pub(crate) mode: Option<u32>,
    /// Seconds since 1970.
    pub(crate) modified: u32,
}

impl Attributes {
    /// Whether it is an ordinary file, as far as is known.
    pub(crate) fn is_file(&self) -> bool {
        self.mode.is_none_or(|mode| matches!(mode & TYPE_MASK, REGULAR | 0))
    }

    /// Whether it is a symbolic link.
    pub(crate) fn is_link(&self) -> bool {
        self.mode.is_some_and(|mode| mode & TYPE_MASK == LINK)
    }

    /// Its permissions.
    pub(crate) fn permissions(&self) -> Option<u32> {
        self.mode.map(|mode| mode & 0o7777)
    }

    /// Reads them from an answer.
    pub(super) fn read(bytes: &mut Bytes) -> Result<Self, Garbled> {
        let flags = number(bytes)?;
        let mut attributes = Self::default();
        if flags & HAS_SIZE != 0 {
            attributes.size = long(bytes)?;
        }
        if flags & HAS_OWNER != 0 {
            long(bytes)?;
        }
        if flags & HAS_MODE != 0 {
            attributes.mode = Some(number(bytes)?);
        }
        if flags & HAS_TIMES != 0 {
            number(bytes)?;
            attributes.modified = number(bytes)?;
        }
        Ok(attributes)
    }
}

/// One answer of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Packet {
    pub(super) kind: u8,
    /// The request it answers; of [`kind::VERSION`] the version.
    pub(super) id: u32,
    /// The rest, in the pieces it came in.
    pub(super) body: Vec<Bytes>,
}

impl Packet {
    /// The rest in one piece.
    pub(super) fn whole(self) -> Bytes {
        let mut pieces = self.body.into_iter();
        match (pieces.next(), pieces.next()) {
            (None, _) => Bytes::new(),
            (Some(only), None) => only,
            (Some(first), Some(second)) => {
                let mut whole = BytesMut::from(first);
                whole.extend_from_slice(&second);
                pieces.for_each(|piece| whole.extend_from_slice(&piece));
                whole.freeze()
            }
        }
    }

    /// The bytes that a READ brought, uncopied.
    pub(super) fn data(mut self) -> Result<Vec<Bytes>, Garbled> {
        let mut length = [0; 4];
        let mut known = 0;
        for piece in &mut self.body {
            let part = piece.len().min(4 - known);
            piece.copy_to_slice(&mut length[known..known + part]);
            known += part;
        }
        self.body.retain(|piece| !piece.is_empty());
        let held: usize = self.body.iter().map(Bytes::len).sum();
        let told = usize::try_from(u32::from_be_bytes(length)).map_err(|_| Garbled)?;
        if known == 4 && held == told { Ok(self.body) } else { Err(Garbled) }
    }
}

/// Cuts a stream of bytes into packets, without copying what they carry.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    head: BytesMut,
    packet: Option<(Packet, usize)>,
}

/// Length, type, and the number that follows in every packet a server sends.
const HEAD_BYTES: usize = 9;

impl Decoder {
    /// Takes what arrived; returns the first packet that is whole by it, and leaves the rest in `bytes`.
    pub(super) fn next(&mut self, bytes: &mut Bytes) -> Result<Option<Packet>, Garbled> {
        let (mut packet, mut missing) = match self.packet.take() {
            Some(begun) => begun,
            None => {
                let part = bytes.len().min(HEAD_BYTES - self.head.len());
                self.head.extend_from_slice(&bytes.split_to(part));
                if self.head.len() < HEAD_BYTES {
                    return Ok(None);
                }
                let length = self.head.get_u32() as usize;
                let (kind, id) = (self.head.get_u8(), self.head.get_u32());
                self.head.clear();
                if !(HEAD_BYTES - 4..=SFTP_PACKET_BYTES).contains(&length) {
                    return Err(Garbled);
                }
                (Packet { kind, id, body: Vec::new() }, length - (HEAD_BYTES - 4))
            }
        };
        let part = missing.min(bytes.len());
        if part > 0 {
            packet.body.push(bytes.split_to(part));
            missing -= part;
        }
        if missing == 0 {
            return Ok(Some(packet));
        }
        self.packet = Some((packet, missing));
        Ok(None)
    }
}

/// A request: its head, to which `fill` adds what its type has.
pub(super) fn request(kind: u8, id: u32, carried: usize, fill: impl FnOnce(&mut BytesMut)) -> Bytes {
    let mut packet = BytesMut::with_capacity(256);
    packet.put_u32(0);
    packet.put_u8(kind);
    packet.put_u32(id);
    fill(&mut packet);
    // Paths and pieces are bounded far below what a number of 32 bits holds.
    let length = u32::try_from(packet.len() - 4 + carried).unwrap_or(u32::MAX);
    packet[..4].copy_from_slice(&length.to_be_bytes());
    packet.freeze()
}

/// A length and as many bytes.
pub(super) fn put_string(packet: &mut BytesMut, bytes: &[u8]) {
    packet.put_u32(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    packet.extend_from_slice(bytes);
}

/// Attributes that name permissions, or nothing.
pub(super) fn put_mode(packet: &mut BytesMut, mode: Option<u32>) {
    match mode {
        Some(mode) => {
            packet.put_u32(HAS_MODE);
            packet.put_u32(mode);
        }
        None => packet.put_u32(0),
    }
}

/// A number of 32 bits.
pub(super) fn number(bytes: &mut Bytes) -> Result<u32, Garbled> {
    bytes.try_get_u32().map_err(|_| Garbled)
}

/// A number of 64 bits.
pub(super) fn long(bytes: &mut Bytes) -> Result<u64, Garbled> {
    bytes.try_get_u64().map_err(|_| Garbled)
}

/// A length and as many bytes.
pub(super) fn string(bytes: &mut Bytes) -> Result<Bytes, Garbled> {
    let length = number(bytes)? as usize;
    if length <= bytes.len() { Ok(bytes.split_to(length)) } else { Err(Garbled) }
}

#[cfg(test)]
mod tests {
    use bytes::{BufMut as _, Bytes};
    use proptest::prelude::{any, prop, prop_assert_eq, proptest};

    use super::{Attributes, Decoder, Garbled, Packet, kind, put_string, request};

    fn decode(pieces: impl IntoIterator<Item = Bytes>) -> Result<Vec<Packet>, Garbled> {
        let (mut decoder, mut packets) = (Decoder::default(), Vec::new());
        for mut piece in pieces {
            while let Some(packet) = decoder.next(&mut piece)? {
                packets.push(packet);
            }
        }
        Ok(packets)
    }

    proptest! {
        #[test]
        fn packets_come_out_whole_however_they_are_cut(
            bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 1..5),
            cut in 1_usize..40,
        ) {
            let mut stream = Vec::new();
            for (id, body) in bodies.iter().enumerate() {
                let fill = |packet: &mut bytes::BytesMut| put_string(packet, body);
                stream.extend_from_slice(&request(kind::DATA, id as u32, 0, fill));
            }
            let pieces = stream.chunks(cut).map(Bytes::copy_from_slice);
            let packets = decode(pieces).unwrap();
            prop_assert_eq!(packets.len(), bodies.len());
            for ((id, body), packet) in bodies.iter().enumerate().zip(packets) {
                prop_assert_eq!(packet.id as usize, id);
                prop_assert_eq!(&packet.data().unwrap().concat(), body);
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let mut bytes = Bytes::from(bytes);
            let _ = Attributes::read(&mut bytes.clone());
            let mut decoder = Decoder::default();
            while let Ok(Some(packet)) = decoder.next(&mut bytes) {
                let _ = packet.data();
            }
        }
    }

    #[test]
    fn a_packet_beyond_the_bound_is_refused_at_its_head() {
        let head = Bytes::from_static(b"\x10\0\0\0\x67\0\0\0\x01");
        assert_eq!(decode([head]), Err(Garbled));
        assert_eq!(decode([Bytes::from_static(b"\0\0\0\x01\x67\0\0\0\x01")]), Err(Garbled));
    }

    #[test]
    fn data_whose_length_lies_is_refused() {
        let packet = request(kind::DATA, 1, 0, |packet| {
            packet.put_u32(5);
            packet.put_u8(0);
        });
        assert_eq!(decode([packet]).unwrap().remove(0).data(), Err(Garbled));
    }
}
