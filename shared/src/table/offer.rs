//! What can be done to the rows of a table: a line of the menu, a key.

use std::sync::Arc;

use crate::form::{Answers, Field};
use crate::gesture::{Gesture, Press};
use crate::script::services::ReloadFiles;
use crate::script::{Action, Deed, Missing, Path, Plan, Tools};

/// Something that can be done: a line of the menu, a key.
#[derive(Clone)]
pub struct Offer {
    /// What is done.
    pub deed: Deed,
    /// The command it comes to: what its line ends with.
    pub command: &'static str,
    /// The key that stands for it, as [`Press::chord`] writes it.
    pub key: Option<&'static str>,
    /// What has to be asked first.
    pub asks: Vec<Field>,
    /// Where what it prints is shown.
    pub shows: Shows,
    plan: Arc<Planner>,
}

/// Plans what is offered, with what was asked.
type Planner = dyn Fn(&Answers, &Tools) -> Result<Plan, Missing> + Send + Sync;

/// Where what a script prints is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// In the drawer, with the script.
    Drawer,
    /// As text to read from its beginning: a listing, a file of settings.
    Reader,
    /// As text that goes on, of which the end matters: a log.
    Follower,
    /// In a terminal: it is typed there, for what it starts is for a person.
    Terminal,
    /// As a file, in the editor.
    Editor(Editing),
}

/// What is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editing {
    /// The file; none where the script says which: see [`Located`](crate::script::services::Located).
    pub file: Option<Path>,
    /// What is offered once it is saved.
    pub then: Option<ReloadFiles>,
}

impl Offer {
    /// Something to be done as it is.
    #[must_use]
    pub fn of<A: Action + Send + Sync + 'static>(command: &'static str, action: A) -> Self {
        Self {
            deed: action.title().deed,
            command,
            key: None,
            asks: Vec::new(),
            shows: Shows::Drawer,
            plan: Arc::new(move |_, tools| Plan::of(&action, tools)),
        }
    }

    /// Something to be done once these are known.
    #[must_use]
    pub fn asking<A: Action>(
        deed: impl Into<Deed>,
        command: &'static str,
        asks: Vec<Field>,
        action: impl Fn(&Answers) -> A + Send + Sync + 'static,
    ) -> Self {
        let plan = move |answers: &Answers, tools: &Tools| Plan::of(&action(answers), tools);
        Self { deed: deed.into(), command, key: None, asks, shows: Shows::Drawer, plan: Arc::new(plan) }
    }

    /// By a key, too.
    #[must_use]
    pub fn key(self, key: &'static str) -> Self {
        Self { key: Some(key), ..self }
    }

    /// What it prints is to be read.
    #[must_use]
    pub fn to_read(self) -> Self {
        Self { shows: Shows::Reader, ..self }
    }

    /// What it prints goes on, and is to be followed.
    #[must_use]
    pub fn to_follow(self) -> Self {
        Self { shows: Shows::Follower, ..self }
    }

    /// What it starts is for a terminal.
    #[must_use]
    pub fn in_terminal(self) -> Self {
        Self { shows: Shows::Terminal, ..self }
    }

    /// What it is about is a file, to be edited: this one, or the one that it finds.
    #[must_use]
    pub fn to_edit(self, file: Option<Path>, then: Option<ReloadFiles>) -> Self {
        Self { shows: Shows::Editor(Editing { file, then }), ..self }
    }

    /// What the drawer holds for it.
    ///
    /// # Errors
    /// The tool that the target lacks.
    pub fn plan(&self, answers: &Answers, tools: &Tools) -> Result<Plan, Missing> {
        (self.plan)(answers, tools)
    }
}

/// What a gesture means among what is offered; `Enter` and a double click are for the first.
#[must_use]
pub fn recognise<'a>(gesture: &Gesture<String, Deed>, offers: &'a [Offer]) -> Option<&'a Offer> {
    match gesture {
        Gesture::Press(press) if *press == Press::of("Enter") => offers.first(),
        Gesture::Press(press) => {
            let chord = press.chord();
            offers.iter().find(|offer| offer.key == Some(&*chord))
        }
        Gesture::Open(_) => offers.first(),
        Gesture::Choose(deed) => offers.iter().find(|offer| offer.deed == *deed),
        Gesture::Drop { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Offer, recognise};
    use crate::gesture::{Gesture, Press};
    use crate::script::processes::{Deed, Read, Reading, Send, Signal};

    #[test]
    fn a_key_a_double_click_and_a_line_of_the_menu_mean_what_is_offered() {
        let send = |signal| Send { processes: Vec::new(), signal };
        let offers = [
            Offer::of("ls -l", Reading { pid: 7, read: Read::OpenFiles }),
            Offer::of("kill", send(Signal::Term)).key("Delete"),
            Offer::of("kill -KILL", send(Signal::Kill)).key("Shift+Delete"),
        ];
        let means = |gesture: Gesture<_, _>| recognise(&gesture, &offers).map(|offer| offer.command);
        assert_eq!(means(Gesture::Press(Press::of("Enter"))), Some("ls -l"));
        assert_eq!(means(Gesture::Open("7".into())), Some("ls -l"));
        let shift = Press { shift: true, ..Press::of("Delete") };
        assert_eq!(means(Gesture::Press(shift)), Some("kill -KILL"));
        assert_eq!(means(Gesture::Choose(Deed::Signal(Signal::Term).into())), Some("kill"));
        assert_eq!(means(Gesture::Press(Press::of("x"))), None);
        assert_eq!(means(Gesture::Drop { onto: None, is_copy: false }), None);
    }
}
