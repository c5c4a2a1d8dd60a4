//! What is done to the network.

use postern_shared::script::network::{Deed, Wall};

use crate::words::{Locale, td_string};

pub(super) fn verb(l: Locale, deed: Deed) -> &'static str {
    match deed {
        Deed::Sockets => td_string!(l, network.sockets),
        Deed::Socket => td_string!(l, network.socket),
        Deed::Addresses => td_string!(l, network.addresses),
        Deed::Interface => td_string!(l, network.interface),
        Deed::Up => td_string!(l, network.up),
        Deed::Down => td_string!(l, network.down),
        Deed::DownOwn => td_string!(l, network.down_own),
        Deed::Routes => td_string!(l, network.routes),
        Deed::Lookup => td_string!(l, network.lookup),
        Deed::Rules => td_string!(l, network.rules),
        Deed::Open(Wall::Ufw) => td_string!(l, network.open_ufw),
        Deed::Open(Wall::Firewalld) => td_string!(l, network.open_firewalld),
        Deed::Open(Wall::Nft) => td_string!(l, network.open_nft),
        Deed::Close(Wall::Ufw) => td_string!(l, network.close_ufw),
        Deed::Close(Wall::Firewalld) => td_string!(l, network.close_firewalld),
        Deed::Close(Wall::Nft) => td_string!(l, network.close_nft),
        Deed::CloseOwn => td_string!(l, network.close_own),
        Deed::Remove => td_string!(l, network.remove),
        Deed::RemoveOwn => td_string!(l, network.remove_own),
    }
}

pub(super) fn icon(deed: Deed) -> &'static str {
    match deed {
        Deed::Sockets | Deed::Addresses | Deed::Routes | Deed::Rules => "refresh",
        Deed::Socket | Deed::Interface => "file",
        Deed::Lookup => "search",
        Deed::Up => "up",
        Deed::Down | Deed::DownOwn => "down",
        Deed::Open(_) => "ports",
        Deed::Close(_) | Deed::CloseOwn => "shield",
        Deed::Remove | Deed::RemoveOwn => "trash",
    }
}
