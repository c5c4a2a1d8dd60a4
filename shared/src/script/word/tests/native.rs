//! Words in the shells that will read them: what arrives is what was meant, and nothing else happens.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path as Directory;
use std::process::{Command, Stdio};

use proptest::prelude::*;

use super::super::super::{Name, Path};
use super::word;

/// Shells a target may have, as they are without a person's own options, and the Debian package of each.
const SHELLS: [(&[&str], &str); 4] = [
    (&["bash", "--norc"], "bash"),
    (&["dash"], "dash"),
    (&["busybox", "ash"], "busybox"),
    (&["zsh", "-f"], "zsh"),
];

/// How names were used to break out of scripts, as published of other software.
const INJECTIONS: [&[u8]; 26] = [
    b"$(touch pwned)",
    b"`touch pwned`",
    b"; touch pwned",
    b"| touch pwned",
    b"&& touch pwned",
    b"& touch pwned &",
    b"\ntouch pwned\n",
    b"a\ntouch pwned",
    b"-rf",
    b"--help",
    b"--no-preserve-root",
    b"-exec",
    b"' ; touch pwned ; '",
    b"\"; touch pwned; \"",
    b"\\$(touch pwned)",
    b"\\'; touch pwned; \\'",
    b"~root",
    b"{a,b}",
    b"*",
    b"!!",
    b"\x1b[201~touch pwned\n",
    b"%s%n",
    b"=touch",
    b"\xff'\n$(touch pwned)\n'\xff",
    b"\xe2\x80\xae'; touch pwned #",
    b"<(touch pwned)",
];

/// What a shell, `printf` or a terminal reads as more than itself, alone or after something else.
const NASTY: [&[u8]; 48] = [
    b"'",
    b"''",
    b"\"",
    b"`",
    b"`id`",
    b"$",
    b"$(id)",
    b"${IFS}",
    b"$'\\n'",
    b"\\",
    b"\\\\",
    b"\\n",
    b"\\0",
    b"\\'",
    b"\n",
    b"\n\n",
    b"\r",
    b"\t",
    b" ",
    b"  ",
    b"-",
    b"--",
    b"-n",
    b"=",
    b"=ls",
    b"a=b",
    b"~",
    b"~root",
    b"*",
    b"?",
    b"[",
    b"[a-z]",
    b"[^/]",
    b"!",
    b"!!",
    b"#",
    b";",
    b"&",
    b"|",
    b"<",
    b">",
    b"(",
    b")",
    b"{a,b}",
    b"%s",
    b"\x1b[201~",
    b"\x7f",
    b"^",
];

/// What happened, where it was not what should.
type Happened = Result<(), TestCaseError>;

/// Bytes that no person sees, or that are no text, some of them in the middle of a character.
fn unseen() -> impl Strategy<Value = Vec<u8>> {
    let text =
        ["\u{202e}", "\u{200b}", "\u{feff}", "\u{85}", "\u{2028}", "\u{e0041}", "e\u{301}", "\u{101}", "旧"];
    let bytes: [&[u8]; 6] =
        [b"\xff", b"\xc3", b"\xe6\x97", b"\x80\x81\x82\x83\x84\x88", b"\xed\xa0\x80", b"\xf8"];
    let all: Vec<Vec<u8>> = text.iter().map(|t| t.as_bytes()).chain(bytes).map(<[u8]>::to_vec).collect();
    prop::sample::select(all)
}

/// A name that a file can have, mostly of what nobody would call one.
fn name() -> impl Strategy<Value = Name> {
    let part = prop_oneof![
        6 => prop::sample::select(NASTY.to_vec()).prop_map(<[u8]>::to_vec),
        3 => any::<u8>().prop_map(|byte| vec![byte]),
        2 => unseen(),
        1 => "\\PC{1,6}".prop_map(String::into_bytes),
        1 => "[a-z]{1,4}".prop_map(String::into_bytes),
    ];
    let short = prop::collection::vec(part, 1..9).prop_map(|parts| parts.concat());
    let long = (short.clone(), 1usize..=255)
        .prop_map(|(bytes, length)| bytes.iter().copied().cycle().take(length).collect::<Vec<u8>>());
    prop_oneof![9 => short, 1 => long].prop_filter_map("a name", |mut bytes| {
        bytes.retain(|byte| !matches!(byte, 0 | b'/'));
        bytes.truncate(255);
        Name::parse(bytes)
    })
}

fn names(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Name>> {
    prop::collection::btree_set(name(), count).prop_map(|names| names.into_iter().collect())
}

/// How a script gets to its shell.
#[derive(Clone, Copy, Debug)]
enum Way {
    Argument,
    Input,
}

/// What every shell prints for this script; a difference names the shell.
fn each_prints(script: &str, within: &Directory, locale: &str, expected: &[u8]) -> Happened {
    for (shell, package) in SHELLS {
        for way in [Way::Argument, Way::Input] {
            let printed = run(shell, package, way, script, within, locale);
            prop_assert_eq!(
                printed.escape_ascii().to_string(),
                expected.escape_ascii().to_string(),
                "{:?} by {:?} in {}: {}",
                shell,
                way,
                locale,
                script
            );
        }
    }
    Ok(())
}

fn run(shell: &[&str], package: &str, way: Way, script: &str, within: &Directory, locale: &str) -> Vec<u8> {
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).current_dir(within).env("LC_ALL", locale).stdout(Stdio::piped());
    match way {
        Way::Argument => command.args(["-c", script]).stdin(Stdio::null()),
        Way::Input => command.arg("-s").stdin(Stdio::piped()),
    };
    let install = format!("no {}: install the Debian package {package} (scripts/setup-tests)", shell[0]);
    let mut child = command.spawn().expect(&install);
    if let Some(mut input) = child.stdin.take() {
        input.write_all(script.as_bytes()).expect("a shell that reads");
    }
    child.wait_with_output().expect("a shell that ends").stdout
}

fn words(names: &[Name]) -> String {
    names.iter().map(Name::word).collect::<Vec<_>>().join(" ")
}

/// These, each with the zero byte behind it that `printf '%s\0'` prints.
fn with_ends<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    parts.into_iter().flat_map(|part| part.iter().copied().chain([0])).collect()
}

fn scratch() -> tempfile::TempDir {
    tempfile::tempdir().expect("a directory")
}

fn held(directory: &Directory) -> BTreeSet<Vec<u8>> {
    let entries = std::fs::read_dir(directory).expect("a directory");
    entries.map(|entry| entry.expect("an entry").file_name().as_bytes().to_vec()).collect()
}

#[test]
fn every_byte_alone_and_beside_others_arrives_as_itself() {
    let directory = scratch();
    let bytes = (1..=255u8).filter(|byte| *byte != b'/');
    let values: Vec<Vec<u8>> =
        bytes.flat_map(|byte| [vec![byte], vec![b'a', byte], vec![byte, b'a'], vec![byte, byte]]).collect();
    let words: Vec<String> = values.iter().map(|value| word(value)).collect();
    let script = format!("printf '%s\\0' {}", words.join(" "));
    let expected = with_ends(values.iter().map(Vec::as_slice));
    for locale in ["C", "C.UTF-8"] {
        each_prints(&script, directory.path(), locale, &expected).unwrap();
    }
}

#[test]
fn names_that_broke_out_of_other_scripts_are_only_names_here() {
    let directory = scratch();
    let names: Vec<Name> = INJECTIONS.iter().map(|bytes| Name::parse(*bytes).unwrap()).collect();
    let script = format!(
        "printf '%s\\0' {words}\nfor name in {words}; do printf '%s\\0' \"$name\"; done",
        words = words(&names)
    );
    let expected = with_ends(INJECTIONS.iter().chain(&INJECTIONS).copied());
    each_prints(&script, directory.path(), "C.UTF-8", &expected).unwrap();
    assert_eq!(held(directory.path()), BTreeSet::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_shell_reads_a_word_as_the_bytes_it_stands_for(
        names in names(1..24),
        locale in prop::sample::select(vec!["C", "C.UTF-8"]),
    ) {
        let directory = scratch();
        let script = format!("printf '%s\\0' {}", words(&names));
        let expected = with_ends(names.iter().map(Name::bytes));
        each_prints(&script, directory.path(), locale, &expected)?;
        prop_assert_eq!(held(directory.path()), BTreeSet::new());
    }

    #[test]
    fn what_is_made_and_entered_by_a_word_has_the_name_it_stands_for(names in names(1..8)) {
        let directory = scratch();
        // A link on the way there would show in `$PWD`.
        let place = directory.path().canonicalize().unwrap();
        let place = Path::parse(place.as_os_str().as_bytes()).unwrap();
        let paths: Vec<Path> = names.iter().map(|name| place.join(name)).collect();
        let enter = |path: &Path| format!("cd -- {} && printf '%s\\0' \"$PWD\"\n", path.word());
        let entering = paths.iter().map(enter).collect::<String>();
        let script = format!("mkdir -- {words} || exit\n{entering}cd .. && rmdir -- {words}", words = words(&names));
        let expected = with_ends(paths.iter().map(Path::bytes));
        each_prints(&script, directory.path(), "C.UTF-8", &expected)?;
        prop_assert_eq!(held(directory.path()), BTreeSet::new());
    }

    #[test]
    fn a_word_shows_nothing_that_a_person_could_not_see(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let unseen = |c: char| c.is_control() && c != '\n' || ('\u{200b}'..='\u{202e}').contains(&c);
        let word = word(&bytes);
        prop_assert!(!word.contains(unseen), "{word:?}");
    }
}
