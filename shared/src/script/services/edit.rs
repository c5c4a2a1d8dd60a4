//! Where the text is that says what a service or a timer is.

use super::{Deed, Manager, Unit};
use crate::script::{Action, Failure, Init, Missing, Path, Ran, Risk, Script, Title, Tool, Tools};

/// Finds the file in which a unit can be changed: its own, where that was made on the target, or a drop-in beside what
/// came with the system, as `systemctl edit` has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Locate {
    /// Of which unit.
    pub unit: Unit,
}

/// Where a text is, or would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The file.
    pub path: Path,
    /// Whether there is none yet.
    pub is_new: bool,
}

impl Action for Locate {
    type Outcome = Located;

    fn title(&self) -> Title {
        Title::one(Deed::Edit, self.unit.name.text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let name = self.unit.name.word();
        let script = match tools.init {
            Init::Systemd => {
                tools.need(Tool::Systemctl)?;
                self.by_systemd(Script::careful())
            }
            Init::Openrc | Init::Scripts => Script::careful().line(format!("file=/etc/init.d/{name}")),
        };
        Ok(script.line(r#"printf '%s\0' "$file""#).line(r#"[ -e "$file" ] || printf new"#))
    }

    fn outcome(&self, ran: &Ran) -> Result<Located, Failure> {
        Located::read(ran)
    }
}

impl Locate {
    fn by_systemd(&self, script: Script) -> Script {
        let name = self.unit.name.word();
        let (systemctl, drop_in) = match self.unit.manager {
            Manager::System => ("systemctl", "/etc/systemd/system"),
            Manager::User => ("systemctl --user", r#""${XDG_CONFIG_HOME:-$HOME/.config}"/systemd/user"#),
        };
        self.unit
            .manager
            .prepare(script)
            .line(format!("file=$({systemctl} show --property=FragmentPath -- {name})"))
            .line("file=${file#FragmentPath=}")
            .line(r#"if [ -z "$file" ]; then"#)
            .line(format!("  printf '%s has no file\\n' {name} >&2"))
            .line("  exit 1")
            .line("fi")
            .line("# What the system brings is not changed but overridden: systemctl(1), edit.")
            .line("case $file in")
            .line(r#"  /etc/* | "$HOME"/*) ;;"#)
            .line(format!("  *) file={drop_in}/{name}.d/override.conf ;;"))
            .line("esac")
    }
}

impl Located {
    /// Reads what the script printed.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn read(ran: &Ran) -> Result<Self, Failure> {
        let output = ran.output()?;
        let at = output.iter().position(|byte| *byte == 0).ok_or(Failure::Garbled)?;
        let path = Path::parse(&output[..at]).filter(|path| path.name().is_some()).ok_or(Failure::Garbled)?;
        match &output[at + 1..] {
            b"" => Ok(Self { path, is_new: false }),
            b"new" => Ok(Self { path, is_new: true }),
            _ => Err(Failure::Garbled),
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Located;
    use crate::script::{Failure, Ran};

    #[test]
    fn where_a_text_is_comes_with_whether_there_is_one() {
        let read = |stdout: &str| {
            let located = Located::read(&Ran { stdout: stdout.into(), status: Some(0), ..Ran::default() });
            located.map(|located| (located.path.text(), located.is_new))
        };
        assert_eq!(read("/etc/x y\0"), Ok(("/etc/x y".into(), false)));
        assert_eq!(read("/etc/x\0new"), Ok(("/etc/x".into(), true)));
        for odd in ["", "/etc/x", "etc/x\0", "/\0", "/etc/x\0old"] {
            assert_eq!(read(odd), Err(Failure::Garbled), "{odd:?}");
        }
    }
}
