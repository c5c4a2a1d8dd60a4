//! A crontab: its lines, byte for byte, and what they mean (crontab(5)).

use super::Schedule;

/// A crontab.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crontab {
    lines: Vec<Line>,
}

/// A line, with what ends it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    bytes: Vec<u8>,
    job: Option<Job>,
}

/// A command, and when cron runs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// When.
    pub schedule: Schedule,
    /// As whom: in the files of the system alone.
    pub user: Option<String>,
    /// The command, as cron takes it: a `%` is a line break unless a `\` is before it.
    pub command: String,
    /// What the lines above say about it.
    pub comment: String,
    /// Whether it runs: a line that is commented out does not.
    pub is_enabled: bool,
}

/// Whether a text can be the command of a job: one line of something.
#[must_use]
pub fn is_command(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(['\n', '\r', '\0'])
}

impl Crontab {
    /// Reads a crontab, whatever is in it. In the files of the system each line names a user.
    #[must_use]
    pub fn parse(bytes: &[u8], has_users: bool) -> Self {
        let mut comment = String::new();
        let mut lines = Vec::new();
        for bytes in bytes.split_inclusive(|byte| *byte == b'\n') {
            let text = String::from_utf8_lossy(bytes);
            let text = text.trim();
            let job = job(text, has_users).map(|job| Job { comment: comment.clone(), ..job });
            match text.strip_prefix('#') {
                // It says something about what comes next.
                Some(said) if job.is_none() && said.contains(char::is_alphanumeric) => {
                    said.trim().clone_into(&mut comment);
                }
                _ => comment.clear(),
            }
            lines.push(Line { bytes: bytes.to_vec(), job });
        }
        Self { lines }
    }

    /// As it was read.
    #[must_use]
    pub fn print(&self) -> Vec<u8> {
        self.lines.iter().flat_map(|line| &line.bytes).copied().collect()
    }

    /// Its jobs, with the number of their lines, from 0.
    pub fn jobs(&self) -> impl Iterator<Item = (usize, &Job)> {
        self.lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.job.as_ref()?)))
    }

    /// The same with another job in this line; everything else stays, byte for byte.
    #[must_use]
    pub fn with(&self, at: usize, schedule: &Schedule, command: &str) -> Self {
        self.edited(at, |job| {
            let off = if job.is_enabled { "" } else { "#" };
            format!("{off}{}\n", line(schedule, job.user.as_deref(), command)).into_bytes()
        })
    }

    /// The same with this line commented out, or not so.
    #[must_use]
    pub fn switched(&self, at: usize, is_enabled: bool) -> Self {
        let Some(bytes) = self.lines.get(at).map(|line| line.bytes.clone()) else { return self.clone() };
        self.edited(at, |job| match (job.is_enabled, is_enabled) {
            (true, false) => [b"#", &*bytes].concat(),
            (false, true) => {
                let begins = bytes.iter().position(|byte| !matches!(byte, b'#' | b' ' | b'\t'));
                bytes.get(begins.unwrap_or_default()..).unwrap_or_default().to_vec()
            }
            (true, true) | (false, false) => bytes,
        })
    }

    /// The same without this line.
    #[must_use]
    pub fn without(&self, at: usize) -> Self {
        self.edited(at, |_| Vec::new())
    }

    fn edited(&self, at: usize, edit: impl FnOnce(&Job) -> Vec<u8>) -> Self {
        let mut lines = self.lines.clone();
        if let Some(Line { bytes, job: Some(job) }) = lines.get_mut(at) {
            *bytes = edit(job);
        }
        Self { lines }
    }
}

/// The line of a job.
pub(super) fn line(schedule: &Schedule, user: Option<&str>, command: &str) -> String {
    [schedule.as_str()].into_iter().chain(user).chain([command.trim()]).collect::<Vec<_>>().join(" ")
}

/// What a line runs, if it does; a comment that reads like a job is one that is switched off.
fn job(text: &str, has_users: bool) -> Option<Job> {
    let is_enabled = !text.starts_with('#');
    // That is how the files of the system explain themselves.
    if has_users && text.starts_with("# ") {
        return None;
    }
    let text = text.trim_start_matches(['#', ' ', '\t']);
    let fields = if text.starts_with('@') { 1 } else { 5 };
    let (schedule, rest) = split(text, fields)?;
    let schedule = Schedule::parse(schedule)?;
    let (user, command) = if has_users {
        let (user, command) = split(rest, 1)?;
        (Some(user.to_owned()), command)
    } else {
        (None, rest)
    };
    let command = command.to_owned();
    is_command(&command).then_some(Job { schedule, user, command, comment: String::new(), is_enabled })
}

/// So many words, with what is between them, and the rest.
fn split(text: &str, words: usize) -> Option<(&str, &str)> {
    let space = [' ', '\t'];
    let mut at = 0;
    for _ in 0..words {
        let rest = text.get(at..)?;
        let word = rest.len() - rest.trim_start_matches(space).len();
        at += word + rest.get(word..)?.find(space)?;
    }
    Some((text.get(..at)?, text.get(at..)?.trim_start_matches(space)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Crontab, Job};
    use crate::script::cron::Schedule;

    const TEXT: &str = "# Edit this file to introduce tasks.\nMAILTO=\"ops@example.net\"\n\n# m h  dom mon dow   command\n\
        # Every night\n0  3\t* * * backup --to 'x y' # now\n#*/5 * * * * poll\n@reboot start 100\\%\n 7 7 * * * x";

    fn jobs(text: &str, has_users: bool) -> Vec<Job> {
        Crontab::parse(text.as_bytes(), has_users).jobs().map(|(_, job)| job.clone()).collect()
    }

    #[test]
    fn jobs_are_told_from_comments_and_the_environment() {
        let jobs = jobs(TEXT, false);
        let [night, poll, start, seven] = &jobs[..] else { panic!("{jobs:?}") };
        assert_eq!((night.schedule.as_str(), &*night.command), ("0  3\t* * *", "backup --to 'x y' # now"));
        assert_eq!((&*night.comment, night.is_enabled), ("Every night", true));
        assert_eq!((&*poll.command, poll.is_enabled, &*poll.comment), ("poll", false, ""));
        assert_eq!((start.schedule.as_str(), &*start.command), ("@reboot", "start 100\\%"));
        assert_eq!(&*seven.command, "x");
    }

    #[test]
    fn the_files_of_the_system_name_a_user() {
        let jobs = jobs(
            "SHELL=/bin/sh\n17 *\t* * *\troot    cd / && run-parts x\n# *  *  *  *  * user-name command\n@daily www  y\n1 2 3 4 5 x\n",
            true,
        );
        let [hourly, daily] = &jobs[..] else { panic!("{jobs:?}") };
        assert_eq!((hourly.user.as_deref(), &*hourly.command), (Some("root"), "cd / && run-parts x"));
        assert_eq!((daily.user.as_deref(), &*daily.command), (Some("www"), "y"));
    }

    #[test]
    fn who_runs_a_job_of_the_system_stays_who_it_was() {
        let crontab = Crontab::parse(b"A=b\n17 *\t* * *\troot\tx\n", true);
        let schedule = Schedule::parse("@daily").unwrap();
        assert_eq!(crontab.with(1, &schedule, "y z").print(), b"A=b\n@daily root y z\n");
        let off = crontab.switched(1, false);
        assert_eq!(off.print(), b"A=b\n#17 *\t* * *\troot\tx\n");
        assert_eq!(Crontab::parse(&off.print(), true).switched(1, true).print(), crontab.print());
    }

    #[test]
    fn one_line_changes_and_the_others_stay() {
        let crontab = Crontab::parse(TEXT.as_bytes(), false);
        let text = |crontab: &Crontab| String::from_utf8(crontab.print()).unwrap();
        let at: Vec<usize> = crontab.jobs().map(|(at, _)| at).collect();
        let schedule = Schedule::parse("1 2 * * *").unwrap();
        let night = "0  3\t* * * backup --to 'x y' # now\n";
        assert_eq!(text(&crontab.with(at[0], &schedule, " new ")), TEXT.replace(night, "1 2 * * * new\n"));
        assert_eq!(
            text(&crontab.with(at[1], &schedule, "new")),
            TEXT.replace("#*/5 * * * * poll", "#1 2 * * * new")
        );
        assert_eq!(text(&crontab.without(at[0])), TEXT.replace(night, ""));
        assert_eq!(text(&crontab.switched(at[0], false)), TEXT.replace(night, &format!("#{night}")));
        assert_eq!(text(&crontab.switched(at[1], true)), TEXT.replace("#*/5", "*/5"));
        assert_eq!(text(&crontab.without(0)), TEXT, "that is no job");
        assert_eq!(text(&crontab.without(99)), TEXT);
    }

    proptest! {
        #[test]
        fn what_is_read_is_printed_byte_for_byte(bytes in prop::collection::vec(any::<u8>(), 0..200), users: bool) {
            prop_assert_eq!(Crontab::parse(&bytes, users).print(), bytes);
        }

        #[test]
        fn what_looks_like_a_crontab_is_printed_byte_for_byte(
            lines in prop::collection::vec("[#@ ]{0,2}([0-9*]{1,2}[ \t]){0,6}(reboot|X=1|[a-z%\\\\]*)\r?", 0..8)
        ) {
            let text = lines.join("\n");
            let crontab = Crontab::parse(text.as_bytes(), false);
            prop_assert_eq!(crontab.print(), text.as_bytes());
            for (at, job) in crontab.jobs() {
                let there = crontab.switched(at, !job.is_enabled);
                let again = Crontab::parse(&there.print(), false);
                let same = again.jobs().find(|(other, _)| *other == at).map(|(_, job)| job.clone());
                let expected = Job { is_enabled: !job.is_enabled, ..job.clone() };
                prop_assert_eq!(same.map(|job| Job { comment: expected.comment.clone(), ..job }), Some(expected));
            }
        }
    }
}
