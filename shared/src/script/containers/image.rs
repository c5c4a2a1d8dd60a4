//! Fetching images, removing them.

use super::{Deed, Engine, Handle, Image, ImageName};
use crate::script::{Action, Failure, Missing, Preview, Ran, Risk, Script, Title, Tools, command};

/// Fetches an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pull {
    /// With what.
    pub engine: Engine,
    /// Which.
    pub image: ImageName,
}

/// Removes images.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoveImages {
    /// Which.
    pub images: Vec<Image>,
}

/// Removes images that have no name and that no container needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prune {
    /// With what.
    pub engine: Engine,
}

/// Reads all that is known of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Show {
    /// What keeps it.
    pub engine: Engine,
    /// Which.
    pub image: Handle,
}

impl Action for Pull {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Pull(self.engine), self.image.to_string())
    }

    fn risk(&self) -> Risk {
        Risk::Disturbs
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(self.engine.tool())?;
        let pull = format!("{} pull {}", self.engine.command(), self.image);
        Ok(Script::careful().line(tools.as_chosen(&pull)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }
}

impl RemoveImages {
    /// Each engine with its own of them.
    fn by_engine(&self) -> impl Iterator<Item = (Engine, Vec<String>)> {
        Engine::ALL.into_iter().filter_map(|engine| {
            let of = self.images.iter().filter(|image| image.engine == engine);
            let handles: Vec<String> =
                of.filter_map(Image::handle).map(|handle| handle.to_string()).collect();
            (!handles.is_empty()).then_some((engine, handles))
        })
    }
}

impl Action for RemoveImages {
    type Outcome = ();

    fn title(&self) -> Title {
        let what = self.images.first().map(|image| image.name.clone()).unwrap_or_default();
        Title { count: self.images.len(), ..Title::one(Deed::RemoveImages, what) }
    }

    fn risk(&self) -> Risk {
        Risk::Final
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let mut script = Script::careful();
        for (engine, handles) in self.by_engine() {
            tools.need(engine.tool())?;
            script = script.line(command(&tools.as_chosen(&format!("{} rmi", engine.command())), handles));
        }
        Ok(script)
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let mut script = Script::default().line("# Containers made of them, which keep them from going.");
        for (engine, handles) in self.by_engine() {
            let filters = handles.iter().map(|handle| format!("--filter ancestor={handle}"));
            script =
                script.line(command(&tools.as_chosen(&format!("{} ps --all", engine.command())), filters));
        }
        Some(Preview::Text(script))
    }
}

impl Action for Prune {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(Deed::Prune(self.engine), "")
    }

    fn risk(&self) -> Risk {
        Risk::Final
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(self.engine.tool())?;
        Ok(Script::careful().line(tools.as_chosen(&format!("{} image prune --force", self.engine.command()))))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let engine = self.engine.command();
        let script = Script::default()
            .line(tools.as_chosen(&format!("{engine} images --filter dangling=true")))
            .line(tools.as_chosen(&format!("{engine} system df")));
        Some(Preview::Text(script))
    }
}

impl Action for Show {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Image, self.image.to_string())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(self.engine.tool())?;
        let show = format!("{} image inspect {}", self.engine.command(), self.image);
        Ok(Script::default().line(tools.as_chosen(&show)))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}
