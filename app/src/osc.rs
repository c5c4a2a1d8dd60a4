//! What a program says to the page by operating system commands (ECMA-48, section 8.3.89): hostile text in, values out.

use crate::marks::{Progress, ProgressKind};

/// Operating system commands that mean the page: directory, progress, and prompts in two dialects.
pub(crate) const NUMBERS: [u32; 4] = [7, 9, 133, 633];
/// Longest command that is listened to, in characters; a percent-encoded path takes three for a byte.
pub(crate) const LONGEST: u32 = 12_288 + 512;
/// Longest path, in bytes (`PATH_MAX` of Linux).
const LONGEST_PATH: usize = 4_096;

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// Something about prompts and commands.
    Shell(ShellMark),
    /// The shell is in this directory.
    Directory(Directory),
    /// How far a program has come; none if it is done.
    Progress(Option<Progress>),
}

/// A place in the output that a shell marks (the "semantic prompts" of OSC 133, and VS Code's OSC 633).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShellMark {
    /// A prompt begins.
    Prompt,
    /// The prompt ends; what is typed follows.
    Input,
    /// A command begins to run; its output follows.
    Output,
    /// The command is over, with this exit status if it had one.
    Done(Option<i32>),
}

/// A directory, as a shell names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Directory {
    /// The machine by its own name; empty if the shell does not say.
    pub(crate) host: String,
    /// An absolute path, without control characters.
    pub(crate) path: String,
}

/// Reads a command by its number; none if it means nothing here.
pub(crate) fn read(number: u32, text: &str) -> Option<Said> {
    match number {
        7 => directory(text).map(Said::Directory),
        9 => progress(text).map(Said::Progress),
        133 => shell_mark(text).map(Said::Shell),
        633 => match text.strip_prefix("P;Cwd=") {
            Some(path) => {
                let path = fit_path(unescape(path)?)?;
                Some(Said::Directory(Directory { host: String::new(), path }))
            }
            None => shell_mark(text).map(Said::Shell),
        },
        _ => None,
    }
}

fn shell_mark(text: &str) -> Option<ShellMark> {
    let mut parts = text.split(';');
    match parts.next()? {
        // Prompts of further lines (`k=s`) and on the right (`k=r`) are parts of one.
        "A" | "N" if !parts.any(|part| matches!(part, "k=s" | "k=c" | "k=r")) => Some(ShellMark::Prompt),
        "B" => Some(ShellMark::Input),
        "C" => Some(ShellMark::Output),
        "D" => Some(ShellMark::Done(parts.next().and_then(|status| status.parse().ok()))),
        _ => None,
    }
}

/// `file://host/path`, percent-encoded (RFC 8089).
fn directory(text: &str) -> Option<Directory> {
    let text = text.strip_prefix("file://")?;
    let (host, path) = text.split_at_checked(text.find('/')?)?;
    let path = fit_path(decode(path)?)?;
    let is_host =
        host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']'));
    is_host.then(|| Directory { host: host.to_owned(), path })
}

/// A path that may be shown and handed on: absolute, of bounded length, without control characters.
fn fit_path(path: String) -> Option<String> {
    let fits = path.starts_with('/') && path.len() <= LONGEST_PATH && !path.chars().any(char::is_control);
    fits.then_some(path)
}

/// Undoes percent-encoding; none if it is broken, or no text comes of it (RFC 3986, section 2.1).
fn decode(text: &str) -> Option<String> {
    let mut rest = text.bytes();
    let mut bytes = Vec::with_capacity(text.len());
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            hexadecimal(rest.next()?)? << 4 | hexadecimal(rest.next()?)?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// Undoes VS Code's escapes: `\\` and `\x3b`.
fn unescape(text: &str) -> Option<String> {
    let mut rest = text.bytes();
    let mut bytes = Vec::with_capacity(text.len());
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'\\' => match rest.next()? {
                b'x' => hexadecimal(rest.next()?)? << 4 | hexadecimal(rest.next()?)?,
                b'\\' => b'\\',
                _ => return None,
            },
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|digit| digit as u8)
}

/// `4;state;percent`, as ConEmu defined it. Everything else of number 9 is a notice for a desktop, which this is not.
fn progress(text: &str) -> Option<Option<Progress>> {
    let mut parts = text.strip_prefix("4")?.split(';');
    if parts.next() != Some("") {
        return None;
    }
    let state = parts.next().unwrap_or_default();
    let percent =
        parts.next().and_then(|percent| percent.parse::<u32>().ok()).map(|percent| percent.min(100) as u8);
    let progress = |kind| Some(Progress { kind, percent });
    match state {
        "" | "0" => Some(None),
        "1" => Some(Some(Progress { kind: ProgressKind::Normal, percent: percent.or(Some(0)) })),
        "2" => Some(progress(ProgressKind::Error)),
        "3" => Some(Some(Progress { kind: ProgressKind::Busy, percent: None })),
        "4" => Some(progress(ProgressKind::Paused)),
        _ => None,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::{Directory, LONGEST_PATH, NUMBERS, Said, ShellMark, read};
    use crate::marks::{Progress, ProgressKind};

    #[test]
    fn both_dialects_mark_prompts() {
        for number in [133, 633] {
            let mark = |text| read(number, text);
            assert_eq!(mark("A"), Some(Said::Shell(ShellMark::Prompt)));
            assert_eq!(mark("A;aid=12;cl=m"), Some(Said::Shell(ShellMark::Prompt)));
            assert_eq!(mark("B"), Some(Said::Shell(ShellMark::Input)));
            assert_eq!(mark("C;cmdline_url=ls"), Some(Said::Shell(ShellMark::Output)));
            assert_eq!(mark("D"), Some(Said::Shell(ShellMark::Done(None))));
            assert_eq!(mark("D;0"), Some(Said::Shell(ShellMark::Done(Some(0)))));
            assert_eq!(mark("D;130;aid=12"), Some(Said::Shell(ShellMark::Done(Some(130)))));
        }
    }

    #[test]
    fn what_is_no_mark_is_none() {
        for text in ["", ";", "a", "AA", "A;k=s", "P;k=s", "E;rm -rf /", "D0", "é", "133;A"] {
            assert_eq!(read(133, text), None, "{text:?}");
        }
        for status in ["D;", "D;x", "D;99999999999999999999", "D;0x1"] {
            assert_eq!(read(133, status), Some(Said::Shell(ShellMark::Done(None))), "{status:?}");
        }
    }

    #[test]
    fn a_directory_is_an_absolute_path_with_the_machine_that_has_it() {
        let directory = |text| match read(7, text) {
            Some(Said::Directory(Directory { host, path })) => Some((host, path)),
            _ => None,
        };
        let is = |host: &str, path: &str| Some((host.to_owned(), path.to_owned()));
        assert_eq!(directory("file://web-01/srv/app"), is("web-01", "/srv/app"));
        assert_eq!(directory("file:///srv/a%20b%2Fc"), is("", "/srv/a b/c"));
        assert_eq!(directory("file://web-01/%E6%97%A5%E5%BF%97/日志"), is("web-01", "/日志/日志"));
        assert_eq!(directory("file://web-01/100%25"), is("web-01", "/100%"));
        let long = format!("file:///{}", "x".repeat(LONGEST_PATH));
        let hostile = [
            "",
            "/srv",
            "file:",
            "file://",
            "file://web-01",
            "file:/srv",
            "http://web-01/srv",
            "file://a b/srv",
            "file://<b>/srv",
            "file:///a%0ab",
            "file:///a%00",
            "file:///%1b[31m",
            "file:///a%",
            "file:///a%4",
            "file:///a%zz",
            "file:///%ff",
            "file:///%e6%97",
            &long,
        ];
        for text in hostile {
            assert_eq!(directory(text), None, "{text:.50?}");
        }
    }

    #[test]
    fn vs_code_names_the_directory_in_its_own_way() {
        let said =
            |path: &str| Some(Said::Directory(Directory { host: String::new(), path: path.to_owned() }));
        assert_eq!(read(633, "P;Cwd=/srv/a\\x3bb\\\\c"), said("/srv/a;b\\c"));
        assert_eq!(read(633, "P;Cwd=C:\\\\work"), None);
        assert_eq!(read(633, "P;Cwd=/a\\"), None);
    }

    #[test]
    fn progress_has_a_kind_and_a_value_within_bounds() {
        let said = |kind, percent| Some(Said::Progress(Some(Progress { kind, percent })));
        assert_eq!(read(9, "4;1;40"), said(ProgressKind::Normal, Some(40)));
        assert_eq!(read(9, "4;1;4000"), said(ProgressKind::Normal, Some(100)));
        assert_eq!(read(9, "4;1;-7"), said(ProgressKind::Normal, Some(0)));
        assert_eq!(read(9, "4;2"), said(ProgressKind::Error, None));
        assert_eq!(read(9, "4;3;50"), said(ProgressKind::Busy, None));
        assert_eq!(read(9, "4;4;50;x"), said(ProgressKind::Paused, Some(50)));
        assert_eq!(read(9, "4;0;50"), Some(Said::Progress(None)));
        for text in ["", "4x", "4;9", "4;01", "41;1", "done", "9;/srv", "1;4"] {
            assert_eq!(read(9, text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_command_is_too_odd(number in prop::sample::select(&NUMBERS[..]), text in any::<String>()) {
            if let Some(Said::Directory(Directory { path, .. })) = read(number, &text) {
                prop_assert!(path.starts_with('/') && !path.contains(char::is_control));
            }
        }

        #[test]
        fn a_path_comes_out_as_it_was_put_in(path in "/[^\\p{C}]{0,60}") {
            let encoded: String = path.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let said = read(7, &format!("file://host/{}", &encoded[3..]));
            prop_assert_eq!(said, Some(Said::Directory(Directory { host: "host".into(), path })));
        }
    }
}
