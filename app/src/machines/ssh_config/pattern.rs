//! Patterns of ssh_config(5), section PATTERNS: `*` for any characters, `?` for one.

/// Whether a pattern names one host.
pub(super) fn is_concrete(pattern: &str) -> bool {
    !pattern.is_empty() && !pattern.contains(['*', '?', '!'])
}

/// Whether a name fits; upper and lower case differ, as they do for OpenSSH.
pub(super) fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut p, mut n) = (0, 0);
    // Where to go on after the last `*`: it takes one character more each time. No recursion, so no pattern is slow.
    let mut star = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p + 1, n));
                p += 1;
            }
            Some(b'?') => {
                p += 1;
                n += char_len(name, n);
            }
            Some(c) if *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((after, taken)) = star else { return false };
                (p, n) = (after, taken + 1);
                star = Some((after, taken + 1));
            }
        }
    }
    pattern[p..].iter().all(|c| *c == b'*')
}

/// Bytes of the character that starts here.
fn char_len(name: &[u8], at: usize) -> usize {
    let more = name[at + 1..].iter().take_while(|byte| (0x80..0xc0).contains(*byte)).count();
    1 + more
}
