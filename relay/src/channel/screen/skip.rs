//! What of a flood of output never has to be parsed, because it scrolls out of sight.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

const ESC: u8 = 0x1b;

/// The parts of some output that have to be shown, on a terminal with so many rows, so that the screen ends up
/// as if all had been shown.
///
/// Plain lines only scroll. In a run of them, after one screen of line feeds the cursor stands on the last row,
/// after a second one all that was there before has left, if the first line kept starts at column 0 and lines
/// scroll the way a shell's do. Colours and erasing within the line change nothing of that. What moves the
/// cursor ends a run; behind what is not understood nothing is left out any more.
pub(super) fn visible(bytes: &[u8], rows: u16) -> Vec<Cow<'_, [u8]>> {
    let mut parts = Vec::new();
    let (mut shown, mut run, mut at) = (0, 0, 0);
    loop {
        let escape = memchr(ESC, &bytes[at..]).map(|length| at + length);
        let end = escape.unwrap_or(bytes.len());
        let understood = is_plain(&bytes[at..end]);
        let sequence = escape.and_then(|start| Sequence::at(bytes, start));
        if understood && let Some(Sequence { effect: Effect::OnLine, end }) = sequence {
            at = end;
            continue;
        }
        // A run ends here, or already before the text that is not understood.
        let run_end = if understood { end } else { at };
        if let Some(kept) = kept_from(&bytes[run..run_end], rows) {
            parts.push(Cow::from(&bytes[shown..run]));
            parts.push(Cow::from(pens(&bytes[run..run + kept])));
            shown = run + kept;
        }
        match sequence {
            Some(Sequence { effect: Effect::Elsewhere, end }) if understood => (run, at) = (end, end),
            _ => break,
        }
    }
    parts.push(Cow::from(&bytes[shown..]));
    parts
}

/// Where the part of a run begins that can still be seen at its end, if not at its beginning.
fn kept_from(run: &[u8], rows: u16) -> Option<usize> {
    let at = memchr_iter(b'\n', run).rev().nth(2 * usize::from(rows))?;
    (at > 0 && run[at - 1] == b'\r').then_some(at + 1)
}

/// The changes of colour in a part of a run that still hold behind it.
fn pens(run: &[u8]) -> Vec<u8> {
    let mut pens = Vec::new();
    for start in memchr_iter(ESC, run) {
        let Some(Sequence { end, .. }) = Sequence::at(run, start) else { continue };
        match &run[start..end] {
            reset @ (b"\x1b[m" | b"\x1b[0m") => pens = reset.to_vec(),
            pen if pen.ends_with(b"m") => pens.extend_from_slice(pen),
            _ => {}
        }
    }
    pens
}

/// A control sequence that is understood.
struct Sequence {
    effect: Effect,
    end: usize,
}

enum Effect {
    /// Changes colours or erases within the line.
    OnLine,
    /// Moves the cursor, erases more, or switches something that does not change how lines scroll.
    Elsewhere,
}

/// DEC private modes that do not change how lines scroll.
const HARMLESS_MODES: [&[u8]; 11] =
    [b"?1", b"?12", b"?25", b"?47", b"?1000", b"?1002", b"?1003", b"?1004", b"?1006", b"?1049", b"?2004"];

impl Sequence {
    /// The CSI sequence (ECMA-48, section 5.4) at `start`, if it is one that is understood.
    fn at(bytes: &[u8], start: usize) -> Option<Self> {
        let rest = bytes.get(start + 1..)?.strip_prefix(b"[")?;
        let length = rest.iter().position(|byte| !matches!(byte, 0x20..=0x3f))?;
        let (parameters, end) = (&rest[..length], start + 2 + length + 1);
        let is_public = parameters.iter().all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':'));
        let effect = match rest[length] {
            b'm' | b'K' if is_public => Effect::OnLine,
            b'A'..=b'J' | b'd' | b'f' | b'P' | b'X' | b'@' if is_public => Effect::Elsewhere,
            b'h' | b'l' if HARMLESS_MODES.contains(&parameters) => Effect::Elsewhere,
            _ => return None,
        };
        Some(Self { effect, end })
    }
}

/// Whether bytes hold printable text and what moves within or between lines only: no shift, no C1 control.
fn is_plain(bytes: &[u8]) -> bool {
    let strange = |&byte: &u8| (byte < 0x20 && !matches!(byte, 0x07..=0x0a | b'\r')) || byte == 0xc2;
    // Whole chunks without a branch, so that the compiler can use wide registers.
    let is_strange = |chunk: &[u8]| chunk.iter().fold(false, |found, byte| found | strange(byte));
    if !bytes.chunks(64).any(is_strange) {
        return true;
    }
    // 0xc2 begins the C1 controls, and letters that are harmless.
    bytes.iter().enumerate().all(|(at, byte)| {
        !strange(byte) || (*byte == 0xc2 && !matches!(bytes.get(at + 1), None | Some(0x80..=0x9f)))
    })
}

#[cfg(test)]
mod tests {
    use super::visible;

    const ROWS: u16 = 3;

    fn shown(before: &[u8], lines: usize, after: &[u8]) -> Vec<u8> {
        let bytes = [before, &b"line\r\n".repeat(lines), after].concat();
        visible(&bytes, ROWS).concat()
    }

    #[test]
    fn plain_lines_are_left_out_but_for_the_last_two_screens() {
        assert_eq!(shown(b"", 50, b""), b"line\r\n".repeat(6));
        assert_eq!(shown(b"", 6, b""), b"line\r\n".repeat(6));
        assert_eq!(shown(b"", 50, b"$ "), [&b"line\r\n".repeat(6)[..], b"$ "].concat());
    }

    #[test]
    fn colours_that_still_hold_are_kept() {
        let shown = shown(b"\x1b[1mbold\x1b[0m \x1b[31m\x1b[Kred\r\n", 20, b"");
        assert_eq!(shown, [&b"\x1b[0m\x1b[31m"[..], &b"line\r\n".repeat(6)].concat());
    }

    #[test]
    fn what_moves_the_cursor_is_shown_and_lines_between_are_left_out() {
        let menu = b"\x1b[2J\x1b[?25lmenu\x1b[2;3H";
        let shown = shown(menu, 20, menu);
        assert_eq!(shown, [&menu[..], &b"line\r\n".repeat(6), menu].concat());
    }

    #[test]
    fn behind_what_is_not_understood_nothing_is_left_out() {
        for strange in [
            &b"\x0e"[..],
            b"\x1b(0",
            b"\x1b]0;title\x07",
            b"\x1bP1$r0m\x1b\\",
            b"\xc2\x9b2J",
            b"\x1b[2;3r",
            b"\x1b[?6h",
            b"\x1b[4h",
        ] {
            assert_eq!(shown(strange, 20, b"").len(), strange.len() + 20 * 6, "{strange:?}");
        }
        assert!(visible(&"© line\r\n".repeat(20).into_bytes(), ROWS).concat().len() < 100);
    }
}
