//! The screen of a shell at the beginning of its output log: what a client needs to see before the log goes on.
//!
//! It is fed only with bytes that leave the log, so a shell with little output never has one, and plain
//! text that scrolls out of sight is skipped without being parsed.

mod skip;

use avt::Terminal;
use postern_shared::wire::TermSize;
use vte::{Params, Parser, Perform};

use crate::limits::PENDING_SCREEN_BYTES;

/// A screen model with what a repaint must restore.
pub(crate) struct Screen {
    terminal: Terminal,
    size: TermSize,
    modes: Modes,
    mode_parser: Parser,
    /// Output that was not parsed yet.
    pending: Vec<u8>,
    /// Start of a UTF-8 sequence that the last bytes left open.
    partial: Vec<u8>,
}

impl Screen {
    /// An empty screen.
    pub(crate) fn new(size: TermSize) -> Self {
        Self {
            terminal: blank(size),
            size,
            modes: Modes::default(),
            mode_parser: Parser::new(),
            pending: Vec::new(),
            partial: Vec::new(),
        }
    }

    /// Gives the screen a new size.
    pub(crate) fn resize(&mut self, size: TermSize) {
        self.settle();
        self.size = size;
        self.terminal.resize(size.cols().into(), size.rows().into());
    }

    /// Takes output; parses it only once it can no longer scroll out of sight unseen.
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        self.pending.extend_from_slice(bytes);
        if !self.modes.special && self.partial.is_empty() {
            let visible = skip::visible(&self.pending, self.size.rows());
            if visible.len() > 1 {
                self.pending = visible.concat();
            }
        }
        if self.pending.len() > PENDING_SCREEN_BYTES {
            self.settle();
        }
    }

    /// Parses what still waits.
    fn settle(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        self.show(&pending);
    }

    fn show(&mut self, bytes: &[u8]) {
        self.mode_parser.advance(&mut self.modes, bytes);
        let mut joined = std::mem::take(&mut self.partial);
        let whole = if joined.is_empty() {
            bytes
        } else {
            joined.extend_from_slice(bytes);
            &joined
        };
        let end = whole.len() - open_sequence(whole);
        self.partial = whole[end..].to_vec();
        self.terminal.feed(String::from_utf8_lossy(&whole[..end]).as_ref());
    }

    /// Bytes that draw this screen on an empty terminal of the same size, and leave it amid the sequence it is amid.
    pub(crate) fn repaint(&mut self) -> Vec<u8> {
        self.settle();
        let mut bytes = Vec::new();
        self.modes.write(&mut bytes);
        bytes.extend_from_slice(with_plain_colours(&self.terminal.dump()).as_bytes());
        bytes.extend_from_slice(&self.partial);
        bytes
    }
}

fn blank(size: TermSize) -> Terminal {
    let (cols, rows) = (size.cols().into(), size.rows().into());
    // A size is never 0 (see `TermSize`), so the fallback is never taken; it only spares a panic.
    Terminal::new(cols, rows).unwrap_or_else(|_| blank(TermSize::default()))
}

/// Writes true colours with semicolons: of the form with colons terminals disagree whether a colour space comes first.
fn with_plain_colours(dump: &str) -> String {
    let mut parts = dump.split("\x1b[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str("\x1b[");
        let end = part.find(|c: char| !matches!(c, '0'..='9' | ';' | ':')).unwrap_or(part.len());
        let (params, rest) = part.split_at(end);
        for (at, param) in params.split(';').enumerate() {
            if at > 0 {
                plain.push(';');
            }
            match param.get(..5) {
                Some("38:2:" | "48:2:") => plain.push_str(&param.replace(':', ";")),
                _ => plain.push_str(param),
            }
        }
        plain.push_str(rest);
    }
    plain
}

/// How many bytes at the end begin a UTF-8 sequence (RFC 3629, section 3) without finishing it.
fn open_sequence(bytes: &[u8]) -> usize {
    for back in 1..=bytes.len().min(3) {
        let byte = bytes[bytes.len() - back];
        let length = match byte {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            0x80..=0xbf => continue,
            _ => return 0,
        };
        return if length > back { back } else { 0 };
    }
    0
}

/// Modes that change what a terminal sends, which the screen model does not keep.
#[derive(Default)]
struct Modes {
    /// DEC private modes that are set, out of [`KEPT`], as bits.
    set: u16,
    /// Application keypad (DECKPAM).
    keypad: bool,
    /// The scrolling region, insert mode, wrap or the like is not what a shell has.
    special: bool,
}

/// DEC private modes a repaint restores besides the screen model's: mouse and focus reports, bracketed paste.
const KEPT: [u16; 10] = [9, 1000, 1002, 1003, 1004, 1005, 1006, 1015, 1016, 2004];

impl Modes {
    fn write(&self, bytes: &mut Vec<u8>) {
        for (bit, mode) in KEPT.iter().enumerate() {
            if self.set & (1 << bit) != 0 {
                bytes.extend_from_slice(format!("\x1b[?{mode}h").as_bytes());
            }
        }
        if self.keypad {
            bytes.extend_from_slice(b"\x1b=");
        }
    }
}

impl Perform for Modes {
    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], _ignore: bool, action: char) {
        match (intermediates, action) {
            (b"?", 'h' | 'l') => {
                for param in params {
                    if let Some(bit) = KEPT.iter().position(|mode| param.first() == Some(mode)) {
                        let mask = 1 << bit;
                        self.set = if action == 'h' { self.set | mask } else { self.set & !mask };
                    }
                    // Origin and wrap mode change how lines scroll.
                    if matches!(param.first(), Some(6 | 7)) {
                        self.special = true;
                    }
                }
            }
            (b"", 'r' | 'h') => self.special = true,
            (b"!", 'p') => *self = Self::default(),
            _ => {}
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _ignore: bool, byte: u8) {
        match (intermediates, byte) {
            (b"", b'=') => self.keypad = true,
            (b"", b'>') => self.keypad = false,
            (b"", b'c') => *self = Self::default(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use postern_shared::wire::TermSize;
    use proptest::prelude::*;

    use super::Screen;

    /// Lines as programs print them, some with colour, some that move the cursor or do worse.
    const LINE: &str = "([ -~\t\x07\x08]{0,25}|[ -~]{0,9}\x1b\\[([0-9;]{0,5})m[a-zé订]{0,9}(\x1b\\[0?m)?\x1b\\[K|\x1b\\[[1-4];[1-9]H[a-z]{0,5}|\x0e[a-z]|\x1b[(]0x|\x1b\\[2;3r)(\r\n|\r\n|\r\n|\n)";

    /// The same with modes set, true colours and titles, which a cut may divide anywhere.
    const MODES_AND_LINES: &str = "\x1b\\[\\?(2004|1006|1049)[hl]|\x1b\\[38;2;[0-9]{1,3};0;255m|\x1b\\]0;[a-z]{0,9}\x07|[a-zé订]{0,9}\x1b\\[(0;1|7)?m[a-z]{0,9}\r\n|\x1b\\[[1-4];[1-9]H[a-z]{0,5}";

    fn shown(screen: &mut Screen) -> Vec<String> {
        screen.settle();
        screen.terminal.screen().text()
    }

    fn repainted(screen: &mut Screen) -> Screen {
        let mut copy = Screen::new(screen.size);
        copy.feed(&screen.repaint());
        copy
    }

    #[test]
    fn a_repaint_restores_text_cursor_alternate_screen_and_input_modes() {
        let mut screen = Screen::new(TermSize::new(20, 5).unwrap());
        screen.feed(b"one\r\n\x1b[31mtwo\x1b[?1049h\x1b[2J\x1b[3;4Hvim\x1b[?2004h\x1b[?1006h\x1b=\xe8\xae");
        let mut copy = repainted(&mut screen);
        assert_eq!(shown(&mut copy), shown(&mut screen));
        assert_eq!(copy.terminal.cursor(), screen.terminal.cursor());
        assert_eq!((copy.modes.set, copy.modes.keypad), (screen.modes.set, true));

        let mut back = copy;
        back.feed(b"\xa2\x1b[?1049l");
        assert_eq!(shown(&mut back)[..2], ["one", "two"]);
    }

    #[test]
    fn true_colours_are_drawn_in_the_form_every_terminal_reads() {
        let mut screen = Screen::new(TermSize::new(40, 2).unwrap());
        screen.feed(b"38:2:1:2:3 \x1b[1;38;2;10;20;30;48:2::40:50:60mx\x1b[38;5;200my");
        let drawn = String::from_utf8(screen.repaint()).unwrap();
        assert!(drawn.contains("38:2:1:2:3 "), "text stays: {drawn:?}");
        assert!(drawn.contains("38;2;10;20;30") && drawn.contains("48;2;40;50;60"), "{drawn:?}");
        assert!(drawn.contains("38:5:200") && !drawn.contains("38:2:10"), "{drawn:?}");
        assert_eq!(repainted(&mut screen).repaint(), drawn.as_bytes());
    }

    #[test]
    fn a_character_cut_in_two_is_shown_whole() {
        let mut screen = Screen::new(TermSize::default());
        screen.feed("订".as_bytes().split_at(1).0);
        screen.feed("订单".as_bytes().split_at(1).1);
        assert_eq!(shown(&mut screen)[0].trim_end(), "订单");
    }

    proptest! {
        #[test]
        fn a_repaint_and_the_rest_show_what_the_whole_shows(
            lines in prop::collection::vec(MODES_AND_LINES, 0..12),
            cut in any::<prop::sample::Index>(),
        ) {
            let bytes = lines.concat().into_bytes();
            let (before, after) = bytes.split_at(cut.index(bytes.len() + 1));
            let mut whole = Screen::new(TermSize::new(20, 4).unwrap());
            whole.feed(&bytes);
            let mut first = Screen::new(TermSize::new(20, 4).unwrap());
            first.feed(before);
            let mut resumed = repainted(&mut first);
            resumed.feed(after);
            prop_assert_eq!(shown(&mut resumed), shown(&mut whole));
            prop_assert_eq!(resumed.terminal.cursor(), whole.terminal.cursor());
        }

        #[test]
        fn a_screen_that_skips_shows_what_one_that_reads_all_shows(
            before in "(\r\n|[a-z ]{0,30}|\x1b\\[[0-9]{0,2};[0-9]{0,2}[Hm]|\x1b\\[2;4r|\x1b\\[\\?1049h){0,12}",
            lines in prop::collection::vec(LINE, 0..60),
            after in "[a-z订\r\n]{0,20}",
            pieces in 1usize..600,
        ) {
            let size = TermSize::new(12, 4).unwrap();
            let bytes = lines.concat();
            let mut whole = Screen::new(size);
            let mut skipping = Screen::new(size);
            for screen in [&mut whole, &mut skipping] {
                screen.feed(before.as_bytes());
            }
            whole.settle();
            for byte in bytes.as_bytes() {
                whole.show(&[*byte]);
            }
            for piece in bytes.as_bytes().chunks(pieces) {
                skipping.feed(piece);
            }
            for screen in [&mut whole, &mut skipping] {
                screen.feed(after.as_bytes());
            }
            prop_assert_eq!(shown(&mut skipping), shown(&mut whole));
            prop_assert_eq!(skipping.terminal.cursor(), whole.terminal.cursor());
            prop_assert_eq!(skipping.terminal.dump(), whole.terminal.dump());
        }

        #[test]
        fn nothing_a_target_sends_makes_the_screen_panic(chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..64), 0..8)) {
            let mut screen = Screen::new(TermSize::new(5, 2).unwrap());
            for chunk in chunks {
                screen.feed(&chunk);
                screen.repaint();
            }
            screen.resize(TermSize::new(1, 1).unwrap());
            screen.repaint();
        }
    }
}
