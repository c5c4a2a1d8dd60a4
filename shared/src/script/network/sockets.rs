//! Sockets: what listens, what is connected, and who has it.

mod kernel;
mod ss;

use std::collections::HashMap;

use super::{Deed, Endpoint, Port, Protocol};
use crate::script::processes::{Process, Send, Signal};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools, word};
use crate::table::{Cell, Column, Heading, Layout, Mood, Offer, Row, Scope, Shown, Subject, Width};

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Sockets;

/// Lists sockets of TCP and UDP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListSockets;

/// Says all there is to know of the sockets with one port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Of which protocol.
    pub protocol: Protocol,
    /// The target's port.
    pub port: Port,
}

/// A socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Socket {
    /// What it speaks.
    pub protocol: Protocol,
    /// Its state, as `ss` calls it.
    pub state: String,
    /// The target's end.
    pub local: Endpoint,
    /// The other end.
    pub peer: Endpoint,
    /// Who has it open, as far as the user may know: number and name.
    pub processes: Vec<(u32, String)>,
    /// Whose it is; none where nobody says.
    pub user: String,
    /// Its number in the kernel; 0 where nobody has it any more.
    pub inode: u64,
}

impl Action for ListSockets {
    type Outcome = Vec<Socket>;

    fn title(&self) -> Title {
        Title::one(Deed::Sockets, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let script = Script::careful().line("export LC_ALL=C");
        let script = if tools.has(Tool::Ss) {
            script.line(tools.as_chosen("ss -H -tunape"))
        } else {
            kernel::script(script, tools)
        };
        Ok(script.line(r"printf '\0'").line("cut -d : -f 1,3 /etc/passwd"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Socket>, Failure> {
        let output = String::from_utf8_lossy(ran.output()?);
        let (sockets, users) = output.rsplit_once('\0').ok_or(Failure::Garbled)?;
        let user = |line: &str| line.split_once(':').map(|(name, uid)| (uid.to_owned(), name.to_owned()));
        let users: HashMap<String, String> = users.lines().filter_map(user).collect();
        let mut sockets = match sockets.split_once('\0') {
            Some((sockets, holders)) => kernel::read(sockets, holders)?,
            None => ss::read(sockets)?,
        };
        for socket in &mut sockets {
            if let Some(name) = users.get(&socket.user) {
                socket.user.clone_from(name);
            }
        }
        Ok(sockets)
    }
}

impl Action for Look {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Socket, format!("{} {}", self.protocol.name(), self.port))
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Ss)?;
        let which = match self.protocol {
            Protocol::Tcp => "t",
            Protocol::Udp => "u",
        };
        let filter = word(format!("sport = :{}", self.port).as_bytes());
        Ok(Script::default().line(tools.as_chosen(&format!("ss -{which}anpieom {filter}"))))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}

impl Socket {
    /// Whether it waits for others to connect.
    #[must_use]
    pub fn listens(&self) -> bool {
        match self.protocol {
            Protocol::Tcp => self.state == "LISTEN",
            Protocol::Udp => self.state == "UNCONN",
        }
    }

    fn mood(&self) -> Mood {
        match &*self.state {
            "LISTEN" | "ESTAB" => Mood::Good,
            "SYN-SENT" | "SYN-RECV" | "CLOSE-WAIT" => Mood::Busy,
            _ => Mood::Idle,
        }
    }
}

impl Subject for Sockets {
    type Item = Socket;
    type Read = ListSockets;

    const LAYOUT: Layout = Layout {
        sorted_by: (2, false),
        scopes: &[Scope::Listening, Scope::Connected, Scope::All],
        is_live: true,
        ..Layout::of(&[
            Column::of(Heading::Protocol, Width::Tiny, Shown::Always),
            Column::of(Heading::Address, Width::Large, Shown::Always),
            Column::of(Heading::Port, Width::Small, Shown::Always),
            Column::of(Heading::Peer, Width::Large, Shown::Wide),
            Column::of(Heading::State, Width::Middling, Shown::Middling),
            Column::of(Heading::User, Width::Middling, Shown::Middling),
            Column::of(Heading::Process, Width::Rest, Shown::Always),
        ])
    };

    fn read(_: &str) -> ListSockets {
        ListSockets
    }

    fn row(socket: &Socket, _: &Tools) -> Row {
        let peer = socket.peer.port.map(|_| socket.peer.to_string());
        let process = match &socket.processes[..] {
            [] => Cell::Nothing,
            [(pid, name)] => Cell::Pair(name.clone(), pid.to_string()),
            [(pid, name), others @ ..] => Cell::Pair(name.clone(), format!("{pid} +{}", others.len())),
        };
        let cells = vec![
            Cell::text(socket.protocol.name()),
            Cell::text(socket.local.host()),
            socket.local.port.map_or(Cell::Nothing, |port| Cell::Number(port.0.into())),
            Cell::text(peer.unwrap_or_default()),
            Cell::State(socket.mood(), socket.state.clone()),
            Cell::text(&socket.user),
            process,
        ];
        let scope = if socket.listens() { Scope::Listening } else { Scope::Connected };
        let key = format!("{} {} {} {}", socket.protocol.name(), socket.local, socket.peer, socket.inode);
        Row { scopes: vec![scope], ..Row::of(key, cells) }
    }

    fn offers(chosen: &[&Socket], tools: &Tools) -> Vec<Offer> {
        let mut offers = Vec::new();
        if let ([socket], true) = (chosen, tools.has(Tool::Ss))
            && let Some(port) = socket.local.port
        {
            offers.push(Offer::of("ss -anpieom", Look { protocol: socket.protocol, port }).to_read());
        }
        let mut processes: Vec<Process> = Vec::new();
        for (pid, name) in chosen.iter().flat_map(|socket| &socket.processes) {
            if !processes.iter().any(|process| process.pid == *pid) {
                processes.push(Process { pid: *pid, name: name.clone(), ..Process::default() });
            }
        }
        if !processes.is_empty() {
            let send = |signal: Signal| Send { processes: processes.clone(), signal };
            offers.push(Offer::of(Signal::Term.command(), send(Signal::Term)).key("Delete"));
            offers.push(Offer::of(Signal::Kill.command(), send(Signal::Kill)).key("Shift+Delete"));
        }
        offers
    }
}
