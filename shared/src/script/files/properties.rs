//! Owner, permissions and time of files, where more than one of them changes: one script.

use super::mode::names;
use super::time::said;
use super::{Deed, Place, SetMode, SetOwner, SetTime};
use crate::script::{Action, Failure, Missing, Name, Path, Preview, Ran, Risk, Script, Title, Tools};

/// Changes what files have beside their content: the owner first, for a new one takes the set-ID bits away (chown(2)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetProperties {
    /// Where the files are.
    pub directory: Path,
    /// Whose they become.
    pub owner: Option<SetOwner>,
    /// Which permissions they get.
    pub mode: Option<SetMode>,
    /// When they changed, as they say.
    pub time: Option<SetTime>,
}

impl SetProperties {
    /// Each file that gets something: links have no permissions of their own.
    fn names(&self) -> Vec<Name> {
        let owned = self.owner.as_ref().map(|set| names(&set.files));
        let timed = || self.time.as_ref().map(|set| names(&set.files));
        let moded = || self.mode.as_ref().map(|set| names(&set.files));
        owned.or_else(timed).or_else(moded).unwrap_or_default()
    }
}

impl Action for SetProperties {
    type Outcome = ();

    fn title(&self) -> Title {
        let mode = self.mode.as_ref().map(|set| set.mode.octal());
        let owner = self.owner.as_ref().map(|set| set.owner.clone());
        let time = self.time.as_ref().map(|set| said(set.time));
        let all: Vec<String> = [owner, mode, time].into_iter().flatten().collect();
        Title::many(Deed::SetProperties, &self.names()).to(all.join(", "))
    }

    fn risk(&self) -> Risk {
        let owner = self.owner.as_ref().map(Action::risk);
        let mode = self.mode.as_ref().map(Action::risk);
        owner.into_iter().chain(mode).fold(Risk::Undoable, Risk::max)
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let place = Place::of(&self.directory, tools);
        let script = place.begin();
        let script = self.owner.iter().fold(script, |script, set| set.set(place, script));
        let script = self.mode.iter().fold(script, |script, set| set.set(place, script));
        Ok(self.time.iter().fold(script, |script, set| set.set(place, script)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        if self.risk() == Risk::Final {
            return None;
        }
        let place = Place::of(&self.directory, tools);
        let script = place.begin();
        let script = self.owner.iter().fold(script, |script, set| set.set_back(place, script));
        let script = self.mode.iter().fold(script, |script, set| set.set_back(place, script));
        Some(self.time.iter().fold(script, |script, set| set.set_back(place, script)))
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let owner = self.owner.as_ref().and_then(|set| set.preview(tools));
        owner.or_else(|| self.mode.as_ref()?.preview(tools))
    }
}
