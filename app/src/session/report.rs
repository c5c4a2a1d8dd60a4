//! Tells what a terminal answers by itself from what a person types.

/// Whether these bytes are a report that a terminal sends when a program asks: device attributes, cursor
/// position, modes, colours, focus (ECMA-48, sections 8.3.14, 8.3.24 and 8.3.35; DEC's DECRPM and DCS reports).
pub(crate) fn is_report(bytes: &[u8]) -> bool {
    match bytes {
        [0x1b, b'P' | b']', ..] => true,
        [0x1b, b'[', parameters @ .., last] => {
            let is_asked_for = matches!(last, b'c' | b'n' | b'R' | b'y' | b't' | b'I' | b'O' | b'u');
            is_asked_for && parameters.iter().all(|byte| matches!(byte, 0x20..=0x3f))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_report;

    #[test]
    fn reports_are_told_from_keys() {
        for report in [
            "\x1b[?1;2c",
            "\x1b[>0;276;0c",
            "\x1b[0n",
            "\x1b[12;40R",
            "\x1b[?2026;2$y",
            "\x1b]11;rgb:00/00/00\x1b\\",
            "\x1bP1$r0m\x1b\\",
        ] {
            assert!(is_report(report.as_bytes()), "{report:?}");
        }
        for typed in [
            "",
            "a",
            "ls\r",
            "\x1b",
            "\x1b[A",
            "\x1bOP",
            "\x1b[15~",
            "\x1b[1;5C",
            "\x1b[200~text\x1b[201~",
            "\x1b[M !!",
            "\x03",
        ] {
            assert!(!is_report(typed.as_bytes()), "{typed:?}");
        }
    }
}
