//! The script that lets bash and zsh mark their prompts (OSC 133) and tell their directory (OSC 7).
//!
//! It may be run twice, keeps what a person has in `PS1`, `PS0`, `PROMPT_COMMAND` and zsh's hooks, leaves `$?` to
//! them, and bears `set -u`. It wraps `PS1` last, because other hooks build it anew for each prompt.

/// The script, as it stands in a file.
pub(crate) const SCRIPT: &str = include_str!("snippet.sh");

/// The script as one line to type, with a space before it: many shells are told to keep such lines out of the history.
pub(crate) fn line() -> String {
    let lines: Vec<&str> = SCRIPT.lines().map(str::trim).collect();
    format!(" {}", lines.join(" "))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::fs;
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use super::{SCRIPT, line};
    use crate::osc::{Directory, Said, ShellMark, read};

    const BASH: &str = "bash --norc --noprofile -i";
    const ZSH: &str = "zsh -f -i";

    #[test]
    fn both_shells_mark_prompts_commands_and_how_they_end() {
        for shell in [BASH, ZSH] {
            let said = run(shell, &[&line(), "(exit 3)", "true"]);
            let marks: Vec<_> = marks(&said).collect();
            let expected = [
                ShellMark::Prompt,
                ShellMark::Input,
                ShellMark::Output,
                ShellMark::Done(Some(3)),
                ShellMark::Prompt,
                ShellMark::Input,
                ShellMark::Output,
                ShellMark::Done(Some(0)),
                ShellMark::Prompt,
                ShellMark::Input,
            ];
            assert!(marks.windows(expected.len()).any(|some| some == expected), "{shell}: {marks:?}");
        }
    }

    #[test]
    fn the_directory_is_told_whatever_it_is_called() {
        let folder =
            std::env::temp_dir().join(format!("postern-{}", std::process::id())).join("a b%;日志'\"$x");
        fs::create_dir_all(&folder).unwrap();
        let enter = format!("cd '{}'", folder.display().to_string().replace('\'', "'\\''"));
        for shell in [BASH, ZSH] {
            let said = run(shell, &[&line(), &enter, "true"]);
            let last = said.iter().rev().find_map(|said| match said {
                Said::Directory(Directory { path, .. }) => Some(path.clone()),
                Said::Shell(_) | Said::Progress(_) => None,
            });
            assert_eq!(last.as_deref(), folder.to_str(), "{shell}");
        }
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }

    #[test]
    fn what_a_person_has_set_up_goes_on_and_sees_the_status() {
        let set_up: [(&str, &[&str]); 4] = [
            (BASH, &["PROMPT_COMMAND='echo own-$?; PS1=\"new> \";'"]),
            (BASH, &["PROMPT_COMMAND=('echo own-$?' 'PS1=\"new> \"')"]),
            (BASH, &["set -u; unset PROMPT_COMMAND PS0; PS1='$(echo own-$?) new> '"]),
            (ZSH, &["set -u; precmd() { echo own-$?; PS1='new> ' }", "preexec() { echo preex''ec }"]),
        ];
        for (shell, before) in set_up {
            let (line, script) = (line(), ". ./snippet");
            let mut typed = before.to_vec();
            // Twice, as a line and as a file, and nothing doubles.
            typed.extend([line.as_str(), script, "(exit 7)", "(exit 8)"]);
            let output = output(shell, &typed);
            assert!(output.contains("own-7") && output.contains("own-8"), "{shell}: {output}");
            assert!(output.contains("new> "), "{shell}: {output}");
            assert!(!output.contains("unbound") && !output.contains("not set"), "{shell}: {output}");
            assert!(shell == BASH || output.contains("preexec"), "{shell}: {output}");
            let said = sequences(&output);
            let ends: Vec<_> =
                marks(&said).filter(|mark| matches!(mark, ShellMark::Done(Some(7 | 8)))).collect();
            assert_eq!(ends, [ShellMark::Done(Some(7)), ShellMark::Done(Some(8))], "{shell}: {output}");
            let prompts: Vec<_> = marks(&said).collect();
            let doubled = |pair: &[ShellMark]| pair == [ShellMark::Prompt, ShellMark::Prompt];
            assert!(!prompts.windows(2).any(doubled), "{shell}: {prompts:?}");
        }
    }

    fn marks(said: &[Said]) -> impl Iterator<Item = ShellMark> {
        said.iter().filter_map(|said| match said {
            Said::Shell(mark) => Some(*mark),
            Said::Directory(_) | Said::Progress(_) => None,
        })
    }

    fn run(shell: &str, typed: &[&str]) -> Vec<Said> {
        sequences(&output(shell, typed))
    }

    /// Types lines into a shell in a pty of its own; returns what it said.
    fn output(shell: &str, typed: &[&str]) -> String {
        let folder = std::env::temp_dir().join(format!("postern-shell-{:?}", std::thread::current().id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("snippet"), SCRIPT).unwrap();
        let mut script = Command::new("script")
            .args(["--quiet", "--return", "--command", shell, "/dev/null"])
            .current_dir(&folder)
            .envs([("TERM", "dumb"), ("LC_ALL", "C.UTF-8"), ("HISTFILE", "/dev/null")])
            .env_remove("PROMPT_COMMAND")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = script.stdin.take().unwrap();
        // Lines wait in the pty until the shell reads them.
        for line in typed.iter().copied().chain(["exit 0"]) {
            stdin.write_all(format!("{line}\n").as_bytes()).unwrap();
        }
        let output = script.wait_with_output().unwrap();
        drop(stdin);
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The operating system commands in an output.
    fn sequences(output: &str) -> Vec<Said> {
        let parts = output.split("\x1b]").skip(1);
        let commands = parts.filter_map(|part| part.split_once('\x07')?.0.split_once(';'));
        commands.filter_map(|(number, text)| read(number.parse().ok()?, text)).collect()
    }
}
