//! Every bound of the relay that is not configurable, with unit and reason.

use std::time::Duration;

/// Output a channel may run ahead of what its owner has acknowledged, in bytes.
///
/// Together with [`SHELL_WINDOW`] it is what a slow reader has to see after Ctrl-C.
pub(crate) const RUN_AHEAD_BYTES: u64 = 64 * 1024;

/// The same for `exec` and `tcp`, in bytes: large enough that a distant reader keeps a line full.
pub(crate) const BULK_RUN_AHEAD_BYTES: u64 = 384 * 1024;

/// SSH window of a shell (RFC 4254, section 5.2), in bytes. Small, so that Ctrl-C bites at once.
pub(crate) const SHELL_WINDOW: u32 = 64 * 1024;

/// SSH window of bulk channels, in bytes. One link carries one channel, so nothing else waits behind it.
pub(crate) const BULK_WINDOW: u32 = 2 * 1024 * 1024;

/// Largest SSH packet asked for (RFC 4253, section 6.1, wants 32 KiB supported), in bytes.
pub(crate) const SSH_PACKET_BYTES: u32 = 32 * 1024;

/// Read buffer of an idle link, in bytes. It exists once a shell.
pub(crate) const IDLE_READ_BUFFER: usize = 2 * 1024;

/// Read buffer of a busy link, in bytes: two full packets, or many small ones, for one system call.
pub(crate) const BUSY_READ_BUFFER: usize = 72 * 1024;

/// Small reads in a row after which a link counts as idle again.
pub(crate) const READS_UNTIL_IDLE: u32 = 32;

/// Size of a block of the output log, in bytes; also the largest binary frame.
pub(crate) const BLOCK_BYTES: usize = 64 * 1024;

/// Output sent within [`FLOOD_TIME`] that makes a flood, and that gathers before it is sent during one, in bytes.
pub(crate) const FLOOD_BYTES: u64 = 16 * 1024;

/// How long output gathers at most during a flood: the shortest time a timer can measure.
pub(crate) const FLOOD_TIME: Duration = Duration::from_millis(1);

/// How long after a key nothing gathers: what it brings about is waited for.
pub(crate) const KEY_TIME: Duration = Duration::from_millis(50);

/// What a block costs the log beyond its bytes, in bytes, so that tiny blocks are bounded too.
pub(crate) const BLOCK_OVERHEAD: usize = 64;

/// Output that left the log and waits to be parsed for the screen, in bytes.
pub(crate) const PENDING_SCREEN_BYTES: usize = 32 * 1024;

/// Terminal sizes that may wait for the output before them to leave the log.
pub(crate) const PENDING_SIZES: usize = 64;

/// Signals that may wait for a target that takes no input.
pub(crate) const PENDING_SIGNALS: usize = 8;

/// Pings of one client that may wait for their answers.
pub(crate) const PENDING_PINGS: usize = 64;

/// Attachments of one channel.
pub(crate) const ATTACHMENTS_PER_CHANNEL: usize = 32;

/// Time for the goodbye to a target. After it the connection is dropped.
pub(crate) const LINK_CLOSE_TIME: Duration = Duration::from_secs(2);

/// Time for everything of a session to end.
pub(crate) const SESSION_END_TIME: Duration = Duration::from_secs(5);

/// Typists whose input a channel remembers the count of.
pub(crate) const TYPISTS: usize = 8;

/// Length of a typist's name, in bytes.
pub(crate) const TYPIST_BYTES: usize = 36;

/// Hops on the way to a target.
pub(crate) const HOPS: usize = 8;

/// Rounds of keyboard-interactive authentication before the relay gives up.
pub(crate) const CHALLENGE_ROUNDS: u32 = 32;

/// Sign-ins that may wait for their person's answers at once.
pub(crate) const PENDING_SIGN_INS: usize = 256;

/// Of those, the ones of one client: a room full of people behind one address passes.
pub(crate) const PENDING_PER_CLIENT: usize = 16;

/// Times a target may ask the same again. Each is a guess, and sshd(8) too lets three pass.
pub(crate) const CHALLENGE_REPEATS: usize = 3;

/// Methods that are tried at one place, those that succeed in part among them: a target may ask for four or five.
pub(crate) const SIGN_IN_METHODS: usize = 16;

/// Steps' worth of time that a target may take over a whole sign-in; the person's own time does not count.
pub(crate) const SIGN_IN_STEPS: u32 = 4;

/// How long another program may hold the lock of `known_hosts`. Well below the time a handshake has.
pub(crate) const LOCK_TIME: Duration = Duration::from_secs(2);

/// How often that lock is tried meanwhile: the system tells nobody that a lock is free with a time limit.
pub(crate) const LOCK_EVERY: Duration = Duration::from_millis(5);

/// Prompts in one round (RFC 4256 sets none).
pub(crate) const CHALLENGE_PROMPTS: usize = 32;

/// The part of a target's banner that is kept, in bytes.
pub(crate) const BANNER_BYTES: usize = 8 * 1024;

/// Bytes of banner after which a target is given up on.
pub(crate) const BANNER_FLOOD_BYTES: usize = 256 * 1024;

/// Length of one text a target sends into a challenge or an error, in characters.
pub(crate) const TARGET_TEXT_CHARS: usize = 1024;

/// Links that stay open without a channel, for each session.
pub(crate) const IDLE_LINKS: usize = 2;

/// Body of a request, in bytes: a private key with room to spare.
pub(crate) const BODY_BYTES: usize = 64 * 1024;

/// Read buffer of a WebSocket, in bytes. It exists once an attachment.
pub(crate) const WEBSOCKET_READ_BUFFER: usize = 1024;

/// Unsent bytes a WebSocket may buffer: one frame and its header, and control messages.
pub(crate) const WEBSOCKET_WRITE_BUFFER: usize = 4 * BLOCK_BYTES;

/// Time for a client to send its request's head and body.
pub(crate) const REQUEST_TIME: Duration = Duration::from_secs(10);

/// Time for a client to finish its TLS handshake.
pub(crate) const TLS_TIME: Duration = Duration::from_secs(10);

/// Time in which a client must take some of what is written to it.
pub(crate) const WRITE_STALL_TIME: Duration = Duration::from_secs(120);

/// Time for a WebSocket to take its last messages when it is closed.
pub(crate) const CLOSE_TIME: Duration = Duration::from_secs(2);

/// Ended sessions whose reason is remembered, so that a page that comes back learns it.
pub(crate) const TOMBSTONES: usize = 1024;

/// How often idle sessions, held output and old tombstones are looked at.
pub(crate) const SWEEP_EVERY: Duration = Duration::from_secs(1);

/// Files on their way at once, for each session: a page sends two, and one that comes back meets its own.
pub(crate) const TRANSFERS: usize = 4;

/// Largest piece of a file one SFTP request carries, in bytes: what OpenSSH's server takes.
pub(crate) const SFTP_CHUNK_BYTES: usize = 255 * 1024;

/// The same of a server that does not say what it takes, in bytes: what every one does
/// (draft-ietf-secsh-filexfer-02, section 3).
pub(crate) const SFTP_PLAIN_CHUNK_BYTES: usize = 32 * 1024;

/// Largest packet an SFTP server may send, in bytes: a piece of a file and its head.
pub(crate) const SFTP_PACKET_BYTES: usize = SFTP_CHUNK_BYTES + 1024;

/// Bytes of a file that are on their way between relay and target at once: what the SSH window lets through.
pub(crate) const SFTP_IN_FLIGHT_BYTES: usize = 2 * 1024 * 1024;

/// Requests of one transfer under way at once, so that small ones are bounded too.
pub(crate) const SFTP_IN_FLIGHT: usize = 64;

/// Pieces that one write is made of; many tiny ones would cost more than their bytes.
pub(crate) const WRITE_PIECES: usize = 128;

/// Time in which target and client must each take or bring some of a file.
pub(crate) const TRANSFER_STALL_TIME: Duration = Duration::from_secs(120);

/// Time an upload's client waits for the comparison at the end before it is told to ask again: below the
/// minute after which proxies give up.
pub(crate) const CHECK_TIME: Duration = Duration::from_secs(20);

/// Time a partial file, and what is known of it, is kept for a client that may come back.
pub(crate) const PARTIAL_TIME: Duration = Duration::from_secs(60 * 60);

/// Time in which a download's address must be used first.
pub(crate) const TICKET_TIME: Duration = Duration::from_secs(60);

/// Time that what a script writes first is waited for before the answer begins: below a proxy's patience.
pub(crate) const FIRST_OUTPUT_TIME: Duration = Duration::from_secs(5);

/// Time a script that is to end has for it, before it is killed, and then before its channel is closed.
pub(crate) const SCRIPT_END_TIME: Duration = Duration::from_secs(3);

/// What is kept of a script's standard error, in bytes: the last of it, enough for what went wrong.
pub(crate) const SCRIPT_SAID_BYTES: usize = 4 * 1024;

/// Uploads, and downloads, that one session remembers.
pub(crate) const REMEMBERED_TRANSFERS: usize = 256;

/// Length of a path, in bytes (`PATH_MAX` of Linux).
pub(crate) const PATH_BYTES: usize = 4096;

/// Length of a file's name, in bytes (`NAME_MAX` of Linux).
pub(crate) const NAME_BYTES: usize = 255;

/// Length of an upload's name, in bytes.
pub(crate) const UPLOAD_NAME_BYTES: usize = 36;

/// Length of a download's name, in bytes.
pub(crate) const DOWNLOAD_NAME_BYTES: usize = 36;

/// Output of `sha256sum` that is read, in bytes: a digest and a name are all it is asked for.
pub(crate) const DIGEST_OUTPUT_BYTES: usize = 256;

/// Body of an upload that was refused, which is read and dropped so that its client sees why, in bytes.
pub(crate) const REFUSED_BODY_BYTES: u64 = 64 * 1024 * 1024;
