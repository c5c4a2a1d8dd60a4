//! A new timer, and the service that it begins.

use super::file::{service, timer};
use super::{DIRECTORY, Deed, When};
use crate::script::services::UnitName;
use crate::script::users::Account;
use crate::script::{
    Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools, checksum, command, feed, word,
};

/// What a timer and its service are called, without what tells them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimerName(String);

/// Makes a timer and the service of its name, and has the timer begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Add {
    /// What they are called.
    pub name: TimerName,
    /// What they are for; may be empty.
    pub description: String,
    /// What runs: one line for the shell.
    pub command: String,
    /// When.
    pub when: When,
    /// As whom; none for root.
    pub user: Option<Account>,
    /// Whether what was missed while the target was off is made up for.
    pub is_persistent: bool,
}

impl TimerName {
    /// Reads a name, with `.timer` or without: letters, digits and `-_.` (systemd.unit(5)); no `@`, for no template runs
    /// by itself, and no `:`, which means something else to `systemd-analyze verify`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let stem = text.strip_suffix(".timer").unwrap_or(text);
        let is_name =
            !stem.contains(['@', ':', '\\', '+']) && UnitName::parse(&format!("{stem}.service")).is_some();
        (is_name && !stem.is_empty()).then(|| Self(stem.to_owned()))
    }

    /// What nobody has named yet.
    #[must_use]
    pub fn unnamed() -> Self {
        Self("unnamed".into())
    }

    fn timer(&self) -> String {
        format!("{}.timer", self.0)
    }

    fn service(&self) -> String {
        format!("{}.service", self.0)
    }
}

impl Action for Add {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Add, self.name.timer())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Systemctl)?;
        if let Some(refused) = self.when.refused() {
            return Ok(refused);
        }
        let script = self.check(Script::careful(), tools);
        let systemctl = |what: &str| tools.as_chosen(&format!("systemctl {what}"));
        let sources = self.units().map(|unit| format!("\"$new\"/{unit}"));
        let install = command(&tools.as_chosen("install -m 644 --"), sources);
        Ok(script
            .line(format!("{install} {DIRECTORY}"))
            .line(systemctl("daemon-reload"))
            .line(systemctl(&format!("enable --now -- {}", self.name.timer()))))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    /// They go as long as nobody changed them.
    fn undo(&self, tools: &Tools) -> Option<Script> {
        let [service, timer] = self.units().map(|unit| format!("{DIRECTORY}/{unit}"));
        let systemctl = |what: &str| tools.as_chosen(&format!("systemctl {what}"));
        let sum = checksum(self.texts().concat().as_bytes());
        Some(
            Script::careful()
                .line("# Only as long as nobody changed them.")
                .line(format!("sum=$(cat -- {service} {timer} | cksum)"))
                .line(format!("if [ \"$sum\" != '{sum}' ] || [ -e {service}.d ] || [ -e {timer}.d ]; then"))
                .line("  echo 'the timer was changed meanwhile: delete it instead' >&2")
                .line("  exit 1")
                .line("fi")
                .line(systemctl(&format!("disable --now -- {}", self.name.timer())))
                .line(tools.as_chosen(&format!("rm -- {service} {timer}")))
                .line(systemctl("daemon-reload")),
        )
    }
}

impl Add {
    /// What is begun, then what begins it, as words.
    fn units(&self) -> [String; 2] {
        [self.name.service(), self.name.timer()].map(|unit| word(unit.as_bytes()))
    }

    /// Their files.
    fn texts(&self) -> [String; 2] {
        [
            service(&self.description, &self.command, self.user.as_ref()),
            timer(&self.description, &self.when, self.is_persistent),
        ]
    }

    /// Lines that write the files where they do nothing, and stop if systemd does not take them or has such units.
    fn check(&self, script: Script, tools: &Tools) -> Script {
        let script = self.when.check(script, tools);
        let script = match &self.user {
            Some(user) => script.line(format!("id -- {}", user.word())),
            None => script,
        };
        let script = script.line("new=$(mktemp -d)").line("trap 'rm -r -- \"$new\"' EXIT");
        let write = |script: Script, (unit, text): (String, String)| {
            script.line(feed(&format!("cat >\"$new\"/{unit}"), text.as_bytes()))
        };
        let script = self.units().into_iter().zip(self.texts()).fold(script, write);
        let script = if tools.has(Tool::SystemdAnalyze) {
            let [_, timer] = self.units();
            let script = script.line("# What systemd does not take changes nothing.");
            script.line(format!("systemd-analyze verify -- \"$new\"/{timer}"))
        } else {
            script
        };
        script
            .line(command("for unit in", self.units()) + "; do")
            .line(r#"  state=$(systemctl show --property=LoadState -- "$unit")"#)
            .line(format!(
                r#"  if [ "$state" != LoadState=not-found ] || [ -e "{DIRECTORY}/$unit.d" ]; then"#
            ))
            .line(r#"    printf '%s is there already\n' "$unit" >&2"#)
            .line("    exit 1")
            .line("  fi")
            .line("done")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::TimerName;
    use crate::script::word;

    #[test]
    fn a_timer_is_called_as_a_unit_can_be() {
        for (text, timer) in
            [("backup", "backup.timer"), ("a.b.timer", "a.b.timer"), ("x_y-1", "x_y-1.timer")]
        {
            assert_eq!(TimerName::parse(text).unwrap().timer(), timer);
        }
        let long = "x".repeat(248);
        for text in [
            "", ".timer", "-x", "a b", "a/b", "x@", "x@y", "a:b", "a\\x2d", "a+b", "$(id)", "a;b", "é", &long,
        ] {
            assert_eq!(TimerName::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_one_word_and_no_option(text in ".{0,12}") {
            if let Some(name) = TimerName::parse(&text) {
                prop_assert!(!name.0.starts_with('-') && word(name.0.as_bytes()) == name.0);
            }
        }
    }
}
