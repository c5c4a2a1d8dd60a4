//! Interfaces, up and down.

use super::{Deed, Interface};
use crate::script::{Action, Failure, Missing, Preview, Ran, Risk, Script, Title, Tool, Tools};

/// Where an interface is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// In use.
    Up,
    /// Out of use.
    Down,
}

/// Brings an interface up, or takes it down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetLink {
    /// Which.
    pub interface: Interface,
    /// Where.
    pub way: Way,
    /// Whether the session itself comes by it.
    pub is_own: bool,
}

/// Reads all there is of an interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Which.
    pub interface: Interface,
}

impl Action for SetLink {
    type Outcome = ();

    fn title(&self) -> Title {
        let deed = match self.way {
            Way::Up => Deed::Up,
            Way::Down if self.is_own => Deed::DownOwn,
            Way::Down => Deed::Down,
        };
        Title::one(deed, self.interface.to_string())
    }

    fn risk(&self) -> Risk {
        if self.is_own && self.way == Way::Down { Risk::Final } else { Risk::Disturbs }
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Ip)?;
        let way = match self.way {
            Way::Up => "up",
            Way::Down => "down",
        };
        let set = format!("ip link set dev {} {way}", self.interface);
        Ok(Script::careful().line(tools.as_chosen(&set)))
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    /// What goes down loses its routes, and addresses of IPv6: up again is not as before.
    fn undo(&self, tools: &Tools) -> Option<Script> {
        let down = Self { way: Way::Down, ..self.clone() };
        (self.way == Way::Up).then(|| down.script(tools).ok()).flatten()
    }

    fn preview(&self, _: &Tools) -> Option<Preview> {
        let interface = &self.interface;
        let script = Script::default()
            .line(format!("ip addr show dev {interface}"))
            .line(format!("ip route show dev {interface}"));
        let script = if self.risk() == Risk::Final {
            let says = r"printf '\nThis session comes by it: %s\n'";
            script.line(format!(r#"{says} "$SSH_CONNECTION""#))
        } else {
            script
        };
        Some(Preview::Text(script))
    }
}

impl Action for Detail {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Interface, self.interface.to_string())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Ip)?;
        let interface = &self.interface;
        Ok(Script::default()
            .line("# Busybox's ip knows no figures.")
            .line(format!("ip -s -d addr show dev {interface} 2>/dev/null || ip addr show dev {interface}")))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}
