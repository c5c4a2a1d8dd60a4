//! Writing a file anew: all of it or nothing, never over what nobody has read, and with a way back.

use super::super::{Deed, Place, TrashId, only_files, refuse_to_overwrite};
use super::read::{FACTS, Fingerprint};
use crate::script::{Action, Failure, Input, Missing, Name, Path, Ran, Risk, Script, Title, Tool, Tools};

/// Writes a file anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveFile {
    /// Where it is.
    pub directory: Path,
    /// Which; a link is followed.
    pub name: Name,
    /// What it is to hold.
    pub bytes: Vec<u8>,
    /// What is there, as far as the person knows.
    pub expected: Expected,
    /// Names the folder that keeps what it held.
    pub id: TrashId,
}

/// What a person believes to overwrite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// What has this digest.
    Content(String),
    /// Whatever it is: the person wants it so.
    Anything,
    /// Nothing of that name.
    Nothing,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// It is written, and this is what it is now.
    Done(Fingerprint),
    /// It is not what the person has read: nothing was written.
    Changed,
}

impl SaveFile {
    /// Status of a script that found the file changed.
    const CHANGED: u32 = 80;

    /// Where what the file held is kept.
    fn folder(&self, tools: &Tools) -> Path {
        let parts = [".local", "share", "postern", "saved", self.id.text()];
        let names = parts.iter().filter_map(|part| Name::parse(*part));
        names.fold(tools.home.clone(), |path, name| path.join(&name))
    }

    /// A line that names that folder.
    fn keep(&self, tools: &Tools) -> String {
        format!("kept={}", self.folder(tools).word())
    }

    /// The beginning of a script that gets content: that is kept for what reads it, for `sudo` would take from it.
    fn begin(&self, tools: &Tools) -> Script {
        let place = Place::of(&self.directory, tools);
        let script = match self.expected {
            Expected::Nothing => place.make(),
            Expected::Content(_) | Expected::Anything => place.begin(),
        };
        self.aim(script.line("exec 3<&0 </dev/null"), tools)
    }

    /// Lines that find out which file is meant, and begin one beside it.
    fn aim(&self, script: Script, tools: &Tools) -> Script {
        let [mktemp, rm] = ["mktemp --", "rm -f --"].map(|head| tools.as_chosen(head));
        let script = match self.expected {
            Expected::Nothing => script.line(format!("file={}", self.directory.join(&self.name).word())),
            Expected::Content(_) | Expected::Anything => {
                let word = Place::of(&self.directory, tools).operand(&self.name);
                let readlink = tools.as_chosen("readlink -fn --");
                script
                    .line("# What a link leads to is replaced, not the link. The dot keeps a line break before it.")
                    .line(format!("file=$({readlink} {word} && printf .)"))
                    .line("file=${file%.}")
            }
        };
        script
            .line(only_files("\"$file\"", tools))
            .line(format!(r#"new=$({mktemp} "${{file%/*}}/.postern.XXXXXX")"#))
            .line(format!("trap '{rm} \"$new\"' EXIT"))
    }

    /// A line that takes what is saved, and one that looks whether it has arrived whole.
    fn take(&self, script: Script, tools: &Tools) -> Script {
        let take =
            if tools.is_root() { "sudo -n tee -- \"$new\" <&3 >/dev/null" } else { "cat <&3 >\"$new\"" };
        let stat = tools.as_chosen("stat -c %s -- \"$new\"");
        script
            .line(take)
            .line("# All of it has to be there.")
            .line(format!("test \"$({stat})\" = {}", self.bytes.len()))
    }

    /// Lines that stop if the file is not what this says.
    fn compare(&self, script: Script, sha256: &str, tools: &Tools) -> Script {
        let word = Place::of(&self.directory, tools).word(&self.name);
        let sum = tools.as_chosen("sha256sum -- \"$file\"");
        // A backslash before the digest says that the name is escaped (sha256sum(1)).
        script
            .line(format!("now=$({sum})"))
            .line("now=${now#\\\\}")
            .line(format!("if [ \"${{now%% *}}\" != {sha256} ]; then"))
            .line(format!(r"  printf '%s has changed meanwhile\n' {word} >&2"))
            .line(format!("  exit {}", Self::CHANGED))
            .line("fi")
    }

    /// Lines that give the new file mode and owner of the old one, and access lists and attributes where the tools can.
    fn dress(script: Script, tools: &Tools) -> Script {
        if tools.is_gnu {
            let [cp, touch] = ["cp -a --attributes-only --", "touch --"].map(|head| tools.as_chosen(head));
            return script
                .line(format!(r#"{cp} "$file" "$new""#))
                .line("# All but the time: it is written now.")
                .line(format!(r#"{touch} "$new""#));
        }
        let [stat, chown, chmod] = ["stat -c", "chown", "chmod"].map(|head| tools.as_chosen(head));
        script
            .line(format!(r#"{chown} "$({stat} %u:%g -- "$file")" "$new" 2>/dev/null || true"#))
            .line(format!(r#"{chmod} "$({stat} %a -- "$file")" "$new""#))
    }

    /// Lines that put the new file in the place of the old one. Who may not give it the owner writes into the old one,
    /// whose owner stays; what that held is kept, should there be no room.
    fn replace(script: Script, tools: &Tools) -> Script {
        let mv = tools.as_chosen("mv -f -- \"$new\" \"$file\"");
        if tools.is_root() || tools.uid == 0 {
            return script.line(mv);
        }
        script
            .line(r#"if [ "$(stat -c %u:%g -- "$new")" = "$(stat -c %u:%g -- "$file")" ]; then"#)
            .line(format!("  {mv}"))
            .line("else")
            .line("  # It belongs to somebody else, and stays theirs.")
            .line(
                r#"  cat -- "$new" >"$file" || { rm -f -- "$new"; cat -- "$kept/before" >"$file"; exit 1; }"#,
            )
            .line("fi")
    }

    /// Lines that say what the file is now, and keep that: what was changed since is not taken back.
    fn report(script: Script, tools: &Tools) -> Script {
        let [stat, sum] = [format!("stat -c {FACTS} -- \"$file\""), "sha256sum -- \"$file\"".into()]
            .map(|command| tools.as_chosen(&command));
        script
            .line(format!("was=$({stat})"))
            .line(format!("sum=$({sum})"))
            .line("sum=${sum#\\\\}")
            .line(r#"printf %s "${sum%% *}" >"$kept/after""#)
            .line(r#"printf '%s %s\0' "$was" "${sum%% *}""#)
    }

    fn creating(&self, tools: &Tools) -> Script {
        let refuse = refuse_to_overwrite("\"$file\"", tools);
        let [chmod, mv] = ["chmod", "mv -n --"].map(|head| tools.as_chosen(head));
        let script = self.take(self.begin(tools), tools);
        let script = script
            .line(refuse)
            .line(format!(r#"{chmod} "$(printf %o "$((0666 & ~$(umask)))")" "$new""#))
            .line(format!(r#"{mv} "$new" "$file""#))
            .line(self.keep(tools))
            .line(r#"mkdir -p -m 700 -- "$kept""#);
        Self::report(script, tools)
    }

    fn replacing(&self, tools: &Tools) -> Script {
        let script = self.take(self.begin(tools), tools);
        let script = match &self.expected {
            Expected::Content(sha256) => self.compare(script, sha256, tools),
            Expected::Anything | Expected::Nothing => script,
        };
        let script = Self::dress(script, tools)
            .line("# What it held can be brought back.")
            .line(self.keep(tools))
            .line(r#"mkdir -p -m 700 -- "$kept""#)
            .line(tools.as_chosen(r#"cp -a -- "$file" "$kept/before""#));
        Self::report(Self::replace(script, tools), tools)
    }
}

impl Action for SaveFile {
    type Outcome = Saving;

    fn title(&self) -> Title {
        Title::one(Deed::Save, self.name.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Stat)?;
        tools.need(Tool::Sha256sum)?;
        Ok(match self.expected {
            Expected::Nothing => self.creating(tools),
            Expected::Content(_) | Expected::Anything => self.replacing(tools),
        })
    }

    fn outcome(&self, ran: &Ran) -> Result<Saving, Failure> {
        if ran.status == Some(Self::CHANGED) {
            return Ok(Saving::Changed);
        }
        let line = ran.output()?.strip_suffix(b"\0").ok_or(Failure::Garbled)?;
        Fingerprint::read(line).map(Saving::Done)
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let script = Place::of(&self.directory, tools).begin().line(self.keep(tools));
        let script = self.compare(self.aim(script, tools), r#""$(cat -- "$kept/after")""#, tools);
        let script = match self.expected {
            Expected::Nothing => script.line(tools.as_chosen(r#"rm -- "$file""#)),
            Expected::Content(_) | Expected::Anything => {
                Self::replace(script.line(tools.as_chosen(r#"cp -a -- "$kept/before" "$new""#)), tools)
            }
        };
        Some(script.line(r#"rm -rf -- "$kept""#))
    }

    fn input(&self) -> Input {
        Input::of(self.bytes.clone())
    }
}
