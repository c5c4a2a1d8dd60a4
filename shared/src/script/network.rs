//! Network of a target: its sockets, its addresses, its routes, its firewall.

mod addresses;
mod firewall;
mod link;
mod port;
mod routes;
mod sockets;
mod value;

pub use addresses::{Address, Addresses, ListLinks};
pub use firewall::{Firewall, ListRules, Refusal, Rule, Wall};
pub use link::{Detail, SetLink, Way};
pub use port::{Chain, DropRule, SetPort, Verdict};
pub use routes::{ListRoutes, Lookup, Route, Routes};
pub use sockets::{ListSockets, Look, Socket, Sockets};
pub use value::{Connection, Endpoint, Interface, Network, Port, Protocol};

/// What is done to the network. The page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deed {
    /// List sockets.
    Sockets,
    /// Look which process has a socket, and how the connection does.
    Socket,
    /// List interfaces and their addresses.
    Addresses,
    /// Read all of an interface.
    Interface,
    /// Bring an interface up.
    Up,
    /// Take an interface down.
    Down,
    /// Take down the interface that the session itself comes by.
    DownOwn,
    /// List routes.
    Routes,
    /// Ask which way something would be sent.
    Lookup,
    /// List the firewall's rules.
    Rules,
    /// Let in what comes to a port.
    Open(Wall),
    /// Let nothing in that comes to a port.
    Close(Wall),
    /// Close the port that the session itself comes by.
    CloseOwn,
    /// Take a rule out.
    Remove,
    /// Take out a rule that may hold the session itself.
    RemoveOwn,
}
