//! Mounting and unmounting.

use super::Deed;
use crate::script::{Action, Failure, Missing, Path, Preview, Ran, Risk, Script, Title, Tools, word};

/// Mounts a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attach {
    /// Which.
    pub device: Path,
    /// Where.
    pub at: Path,
}

/// Unmounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detach {
    /// What is mounted there.
    pub at: Path,
    /// What that is; none if it is no file.
    pub from: Option<Path>,
    /// What kind of file system.
    pub file_system: String,
    /// How it is mounted.
    pub options: String,
    /// Whether mounting it again brings all of it back.
    pub brings_back: bool,
}

/// Says who uses what is mounted there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Users {
    /// Where.
    pub at: Path,
}

/// Says who uses it.
fn users(at: &Path, tools: &Tools) -> Script {
    let at = at.word();
    let (fuser, lsof) = (format!("fuser -vm {at} 2>&1"), format!("lsof -w {at} 2>&1"));
    Script::default()
        .line("# Who uses it: fuser says no when nobody does.")
        .line("if command -v fuser >/dev/null; then")
        .line(format!("  {} || true", tools.as_chosen(&fuser)))
        .line("else")
        .line(format!("  {} || true", tools.as_chosen(&lsof)))
        .line("fi")
}

impl Action for Attach {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Mount, self.device.text()).to(self.at.text())
    }

    fn risk(&self) -> Risk {
        Risk::Undoable
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(Script::careful().line(tools.as_chosen(&format!(
            "mount -- {} {}",
            self.device.word(),
            self.at.word()
        ))))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        Some(Script::careful().line(tools.as_chosen(&format!("umount -- {}", self.at.word()))))
    }
}

impl Action for Detach {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Unmount, self.at.text())
    }

    /// What is only in memory is gone with it.
    fn risk(&self) -> Risk {
        let is_memory = ["tmpfs", "ramfs"].contains(&&*self.file_system);
        if is_memory { Risk::Final } else { Risk::Disturbs }
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(Script::careful().line(tools.as_chosen(&format!("umount -- {}", self.at.word()))))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let from = self.from.as_ref().filter(|_| self.brings_back)?;
        let (kind, options) = (word(self.file_system.as_bytes()), word(self.options.as_bytes()));
        let mount = format!("mount -t {kind} -o {options} -- {} {}", from.word(), self.at.word());
        Some(Script::careful().line(tools.as_chosen(&mount)))
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        Some(Preview::Text(users(&self.at, tools)))
    }
}

impl Action for Users {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Users, self.at.text())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        Ok(users(&self.at, tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}
