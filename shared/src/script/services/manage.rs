//! Starting and stopping units, and whether they begin with the target.

use std::collections::BTreeMap;

use super::{Deed, Manager, Unit, UnitName, links};
use crate::script::{
    Action, Failure, Init, Missing, Preview, Ran, Risk, Script, Title, Tool, Tools, command,
};

/// The runlevel into which OpenRC takes a service that begins with the target.
const RUNLEVEL: &str = "default";

/// What is done to a unit (systemctl(1)).
#[expect(missing_docs, reason = "each is the command of its name")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verb {
    Start,
    Stop,
    Restart,
    Reload,
    ResetFailed,
    Enable,
    Disable,
    Mask,
    Unmask,
}

/// Does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manage {
    /// What.
    pub verb: Verb,
    /// To these, with what they had.
    pub units: Vec<Unit>,
    /// Whether what is enabled starts at once, and what is disabled stops: a timer counts from then on.
    pub is_now: bool,
}

/// A command to one manager: what it is, and whether it holds until the target restarts, and whether at once.
type Order = (Manager, &'static str, bool, bool);

impl Verb {
    /// All of them, as the menu has them.
    pub const ALL: [Self; 9] = [
        Self::Start,
        Self::Stop,
        Self::Restart,
        Self::Reload,
        Self::ResetFailed,
        Self::Enable,
        Self::Disable,
        Self::Mask,
        Self::Unmask,
    ];

    /// Its name.
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Restart => "restart",
            Self::Reload => "reload",
            Self::ResetFailed => "reset-failed",
            Self::Enable => "enable",
            Self::Disable => "disable",
            Self::Mask => "mask",
            Self::Unmask => "unmask",
        }
    }

    /// The command it comes to; none where there is no such thing.
    #[must_use]
    pub fn command(self, tools: &Tools) -> Option<&'static str> {
        match (tools.init, self) {
            (Init::Systemd, Self::Start) => Some("systemctl start"),
            (Init::Systemd, Self::Stop) => Some("systemctl stop"),
            (Init::Systemd, Self::Restart) => Some("systemctl restart"),
            (Init::Systemd, Self::Reload) => Some("systemctl reload"),
            (Init::Systemd, Self::ResetFailed) => Some("systemctl reset-failed"),
            (Init::Systemd, Self::Enable) => Some("systemctl enable"),
            (Init::Systemd, Self::Disable) => Some("systemctl disable"),
            (Init::Systemd, Self::Mask) => Some("systemctl mask"),
            (Init::Systemd, Self::Unmask) => Some("systemctl unmask"),
            (Init::Openrc, Self::Start) => Some("rc-service … start"),
            (Init::Openrc, Self::Stop) => Some("rc-service … stop"),
            (Init::Openrc, Self::Restart) => Some("rc-service … restart"),
            (Init::Openrc, Self::Reload) => Some("rc-service … reload"),
            (Init::Openrc, Self::Enable) => Some("rc-update add"),
            (Init::Openrc, Self::Disable) => Some("rc-update del"),
            (Init::Scripts, Self::Start) => Some("service … start"),
            (Init::Scripts, Self::Stop) => Some("service … stop"),
            (Init::Scripts, Self::Restart) => Some("service … restart"),
            (Init::Scripts, Self::Reload) => Some("service … reload"),
            (Init::Scripts, Self::Enable | Self::Disable) if tools.has(Tool::UpdateRcd) => {
                Some("update-rc.d")
            }
            (Init::Scripts, Self::Enable | Self::Disable) if tools.has(Tool::Chkconfig) => Some("chkconfig"),
            (Init::Openrc | Init::Scripts, Self::ResetFailed | Self::Mask | Self::Unmask)
            | (Init::Scripts, Self::Enable | Self::Disable) => None,
        }
    }

    /// The key that stands for it.
    #[must_use]
    pub fn key(self) -> Option<&'static str> {
        match self {
            Self::Start => Some("s"),
            Self::Stop => Some("Delete"),
            Self::Restart => Some("r"),
            Self::Reload | Self::ResetFailed | Self::Enable | Self::Disable | Self::Mask | Self::Unmask => {
                None
            }
        }
    }

    /// Whether it would change something about a unit.
    #[must_use]
    pub fn is_for(self, unit: &Unit, init: Init) -> bool {
        let at_boot = &*unit.at_boot;
        match (self, init) {
            (Self::ResetFailed, _) => unit.has_failed(),
            (Self::Enable, Init::Openrc | Init::Scripts) => matches!(at_boot, "" | links::OFF),
            (Self::Disable, Init::Openrc | Init::Scripts) => !matches!(at_boot, "" | links::OFF),
            (Self::Enable, Init::Systemd) => matches!(at_boot, "disabled" | "indirect"),
            (Self::Disable, Init::Systemd) => matches!(at_boot, "enabled" | "enabled-runtime"),
            (Self::Mask, _) => !is_masked(unit),
            (Self::Unmask, _) => is_masked(unit),
            (Self::Start | Self::Stop | Self::Restart | Self::Reload, _) => true,
        }
    }

    /// What takes it back.
    fn counterpart(self) -> Option<Self> {
        match self {
            Self::Enable => Some(Self::Disable),
            Self::Disable => Some(Self::Enable),
            Self::Mask => Some(Self::Unmask),
            Self::Unmask => Some(Self::Mask),
            Self::Start | Self::Stop | Self::Restart | Self::Reload | Self::ResetFailed => None,
        }
    }
}

fn is_masked(unit: &Unit) -> bool {
    matches!(&*unit.at_boot, "masked" | "masked-runtime")
}

impl Action for Manage {
    type Outcome = ();

    fn title(&self) -> Title {
        let first = self.units.first().map(|unit| unit.name.text()).unwrap_or_default();
        Title { count: self.units.len(), ..Title::one(Deed::Do(self.verb), first) }
    }

    fn risk(&self) -> Risk {
        if self.verb.counterpart().is_some() { Risk::Undoable } else { Risk::Disturbs }
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(match (tools.init, self.verb) {
            (Init::Scripts, Verb::Enable | Verb::Disable) => links::tool(tools),
            (Init::Systemd | Init::Openrc | Init::Scripts, _) => tool(tools),
        })?;
        Ok(self.all(self.verb, |_| self.is_now, tools))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let back = self.verb.counterpart()?;
        // What ran before goes on running, and what did not does not begin to.
        let is_now = |unit: &Unit| self.is_now && unit.is_active() == (back == Verb::Enable);
        Some(self.all(back, is_now, tools))
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        match self.risk() {
            Risk::Disturbs => Some(Preview::Text(self.touches(tools))),
            Risk::Reads | Risk::Undoable | Risk::Final => None,
        }
    }
}

impl Manage {
    /// A verb, done to all of them.
    fn all(&self, verb: Verb, is_now: impl Fn(&Unit) -> bool, tools: &Tools) -> Script {
        match tools.init {
            Init::Systemd => self.by_systemd(verb, is_now, tools),
            Init::Openrc | Init::Scripts => {
                let tell = if tools.init == Init::Openrc { openrc } else { script };
                let begin = tools.sbin();
                self.units.iter().map(|unit| tell(verb, unit, tools)).fold(begin, Script::line)
            }
        }
    }

    fn by_systemd(&self, verb: Verb, is_now: impl Fn(&Unit) -> bool, tools: &Tools) -> Script {
        let mut orders: BTreeMap<Order, Vec<String>> = BTreeMap::new();
        for unit in &self.units {
            let is_passing = verb.counterpart().is_some() && unit.at_boot.ends_with("-runtime");
            let order = (unit.manager, verb.name(), is_passing, is_now(unit));
            orders.entry(order).or_default().push(unit.name.word());
        }
        let script = self.reaching(Script::careful());
        orders.into_iter().fold(script, |script, ((manager, name, is_passing, is_now), names)| {
            let passing = if is_passing { " --runtime" } else { "" };
            let now = if is_now { " --now" } else { "" };
            let head = manager.command(&format!("{name}{passing}{now} --"), tools);
            script.line(command(&head, names))
        })
    }

    /// With what has to be known to reach their managers.
    fn reaching(&self, script: Script) -> Script {
        let has_own = self.units.iter().any(|unit| unit.manager == Manager::User);
        if has_own { Manager::User.prepare(script) } else { script }
    }

    /// What says how they are, and what else they take along.
    fn touches(&self, tools: &Tools) -> Script {
        let ends = matches!(self.verb, Verb::Stop | Verb::Restart);
        let script = match tools.init {
            Init::Systemd => {
                let its = |manager| self.touched_by_systemd(manager, ends, tools);
                Manager::ALL.into_iter().flat_map(its).fold(self.reaching(Script::default()), Script::line)
            }
            Init::Openrc => {
                let asks: &[&str] = if ends { &["status", "needsme"] } else { &["status"] };
                self.asking("rc-service", asks, tools)
            }
            Init::Scripts => self.asking("service", &["status"], tools),
        };
        // What does not run is no reason to fail.
        script.line("true")
    }

    fn touched_by_systemd(&self, manager: Manager, ends: bool, tools: &Tools) -> Vec<String> {
        let its = self.units.iter().filter(|unit| unit.manager == manager);
        let names: Vec<String> = its.map(|unit| unit.name.word()).collect();
        let say = |what: &str| command(&manager.command(what, tools), names.iter().cloned());
        if names.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![say("status --no-pager --lines=0 --")];
        if ends {
            lines.push("# What needs it.".into());
            lines.push(say("list-dependencies --reverse --no-pager --plain --"));
        }
        lines
    }

    /// Each of them asked these things.
    fn asking(&self, program: &str, asks: &[&str], tools: &Tools) -> Script {
        let line = |unit: &Unit, ask: &str| tools.as_chosen(&format!("{program} {} {ask}", unit.name.word()));
        let lines = self.units.iter().flat_map(|unit| asks.iter().map(move |ask| line(unit, ask)));
        lines.fold(tools.reaching_sbin(Script::default()), Script::line)
    }
}

/// What OpenRC does one thing with to one service.
fn openrc(verb: Verb, unit: &Unit, tools: &Tools) -> String {
    let name = unit.name.word();
    // As they came from the target: each has to be a name, too.
    let mut levels: Vec<String> =
        unit.at_boot.split(' ').filter_map(UnitName::parse).map(|level| level.word()).collect();
    if levels.is_empty() {
        levels.push(RUNLEVEL.into());
    }
    let head = match verb {
        Verb::Enable => format!("rc-update add {name}"),
        Verb::Disable => format!("rc-update del {name}"),
        Verb::Start
        | Verb::Stop
        | Verb::Restart
        | Verb::Reload
        | Verb::ResetFailed
        | Verb::Mask
        | Verb::Unmask => return tools.as_chosen(&format!("rc-service {name} {}", verb.name())),
    };
    command(&tools.as_chosen(&head), levels)
}

/// What a script in `/etc/init.d` is told, or what makes its links.
fn script(verb: Verb, unit: &Unit, tools: &Tools) -> String {
    match verb {
        Verb::Enable | Verb::Disable => links::switch(verb, unit, tools),
        Verb::Start
        | Verb::Stop
        | Verb::Restart
        | Verb::Reload
        | Verb::ResetFailed
        | Verb::Mask
        | Verb::Unmask => tools.as_chosen(&format!("service {} {}", unit.name.word(), verb.name())),
    }
}

/// What services are managed with.
pub(super) fn tool(tools: &Tools) -> Tool {
    match tools.init {
        Init::Systemd => Tool::Systemctl,
        Init::Openrc => Tool::RcService,
        Init::Scripts => Tool::Service,
    }
}
