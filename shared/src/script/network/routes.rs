//! Which way packets go.

use serde_json::Value;

use super::{Deed, Interface, Network};
use crate::form::{Answers, Field, Kind, Label, Shape};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools, json};
use crate::table::{Cell, Column, Heading, Layout, Offer, Row, Scope, Shown, Subject, Width};

/// What `ip` calls kinds of routes, before where they lead (ip-route(8)).
const KINDS: [&str; 8] =
    ["unicast", "unreachable", "blackhole", "prohibit", "local", "broadcast", "throw", "multicast"];

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Routes;

/// Lists routes, of all tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListRoutes;

/// Asks which way something would be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// To whom.
    pub to: Network,
}

/// A route.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// What it does: `unicast`, `local`, `blackhole`.
    pub kind: String,
    /// Where it leads; none for anywhere.
    pub to: Option<Network>,
    /// Through whom, if not directly.
    pub gateway: String,
    /// By which interface.
    pub interface: String,
    /// From which of the target's addresses.
    pub source: String,
    /// The least is taken.
    pub metric: Option<u64>,
    /// The table it stands in.
    pub table: String,
    /// Who made it.
    pub protocol: String,
    /// Whether it is of IPv6.
    pub is_v6: bool,
}

impl Action for ListRoutes {
    type Outcome = Vec<Route>;

    fn title(&self) -> Title {
        Title::one(Deed::Routes, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Ip)?;
        Ok(Script::default()
            .line("export LC_ALL=C")
            .line("# Busybox's ip writes no JSON.")
            .line("ip -4 -j route show table all 2>/dev/null || ip -4 route show table all")
            .line(r"printf '\0'")
            .line("ip -6 -j route show table all 2>/dev/null || ip -6 route show table all || true"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Route>, Failure> {
        let output = String::from_utf8_lossy(ran.output()?);
        let (v4, v6) = output.split_once('\0').ok_or(Failure::Garbled)?;
        let mut routes = family(v4, false)?;
        routes.extend(family(v6, true)?);
        Ok(routes)
    }
}

fn family(text: &str, is_v6: bool) -> Result<Vec<Route>, Failure> {
    let routes: Option<Vec<Route>> = if text.starts_with('[') {
        json::things(text.as_bytes())?.iter().map(from_json).collect()
    } else {
        text.lines().filter(|line| !line.trim().is_empty()).map(from_line).collect()
    };
    let mut routes = routes.ok_or(Failure::Garbled)?;
    for route in &mut routes {
        route.is_v6 = is_v6;
        if route.table.is_empty() {
            "main".clone_into(&mut route.table);
        }
        if route.kind.is_empty() {
            "unicast".clone_into(&mut route.kind);
        }
    }
    Ok(routes)
}

fn from_json(route: &Value) -> Option<Route> {
    // Routes that share what they carry name each way; the first is shown.
    let way = json::list(route, "nexthops").first().unwrap_or(route);
    Some(Route {
        kind: json::text(route, "type"),
        to: destination(route.get("dst")?.as_str()?)?,
        gateway: json::text(way, "gateway"),
        interface: json::text(way, "dev"),
        source: json::text(route, "prefsrc"),
        metric: json::number(route, "metric"),
        table: json::text(route, "table"),
        protocol: json::text(route, "protocol"),
        is_v6: false,
    })
}

/// `local 127.0.0.1 dev lo table local scope host  src 127.0.0.1`
fn from_line(line: &str) -> Option<Route> {
    let mut words = line.split_whitespace().peekable();
    let kind = words.next_if(|word| KINDS.contains(word)).unwrap_or_default().to_owned();
    let mut route = Route { kind, to: destination(words.next()?)?, ..Route::default() };
    while let Some(word) = words.next() {
        let field = match word {
            "via" => &mut route.gateway,
            "dev" => &mut route.interface,
            "src" => &mut route.source,
            "table" => &mut route.table,
            "proto" => &mut route.protocol,
            "metric" => {
                route.metric = Some(words.next()?.parse().ok()?);
                continue;
            }
            _ => continue,
        };
        words.next()?.clone_into(field);
    }
    Some(route)
}

/// Where a route leads: `default` is anywhere. Outer none: it is nothing of the kind.
fn destination(text: &str) -> Option<Option<Network>> {
    if text == "default" { Some(None) } else { Network::parse(text).map(Some) }
}

impl Action for Lookup {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        Title::one(Deed::Lookup, self.to.address().to_string())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Ip)?;
        Ok(Script::default().line(format!("ip route get {}", self.to.address())))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}

impl Route {
    fn destination(&self) -> String {
        self.to.map_or_else(|| "default".to_owned(), |network| network.to_string())
    }
}

impl Subject for Routes {
    type Item = Route;
    type Read = ListRoutes;

    const LAYOUT: Layout = Layout {
        scopes: &[Scope::Main, Scope::All],
        ..Layout::of(&[
            Column::of(Heading::Destination, Width::Rest, Shown::Always),
            Column::of(Heading::Gateway, Width::Large, Shown::Always),
            Column::of(Heading::Interface, Width::Middling, Shown::Always),
            Column::of(Heading::Source, Width::Large, Shown::Wide),
            Column::of(Heading::Metric, Width::Small, Shown::Middling),
            Column::of(Heading::Table, Width::Small, Shown::Wide),
            Column::of(Heading::Kind, Width::Middling, Shown::Wide),
        ])
    };

    fn read(_: &str) -> ListRoutes {
        ListRoutes
    }

    fn row(route: &Route, _: &Tools) -> Row {
        let to = route.destination();
        let version = if route.is_v6 { "6" } else { "4" };
        let metric = route.metric.and_then(|metric| i64::try_from(metric).ok());
        let cells = vec![
            if route.to.is_none() {
                Cell::Pair(to.clone(), format!("IPv{version}"))
            } else {
                Cell::text(&to)
            },
            Cell::text(&route.gateway),
            Cell::text(&route.interface),
            Cell::text(&route.source),
            metric.map_or(Cell::Nothing, Cell::Number),
            Cell::text(&route.table),
            Cell::text(&route.kind),
        ];
        let key = format!(
            "{version} {} {} {to} {} {} {}",
            route.table,
            route.kind,
            route.gateway,
            route.interface,
            metric.unwrap_or(0)
        );
        let scopes = if route.table == "main" { vec![Scope::Main] } else { Vec::new() };
        Row { scopes, ..Row::of(key, cells) }
    }

    fn offers(chosen: &[&Route], _: &Tools) -> Vec<Offer> {
        let lookup = |answers: &Answers| Lookup {
            to: Network::parse(answers.of(&Label::Address)).unwrap_or(Network::NOBODY),
        };
        let field = Field::of(Label::Address, Kind::Shaped(Shape::Address));
        match chosen {
            [] => vec![Offer::asking(Deed::Lookup, "ip route get", vec![field], lookup).to_read()],
            [route] => {
                let interface = Interface::parse(&route.interface);
                let detail =
                    |interface| Offer::of("ip -s -d addr show", super::Detail { interface }).to_read();
                let lookup = route.to.map(|to| Offer::of("ip route get", Lookup { to }).to_read());
                lookup.into_iter().chain(interface.map(detail)).collect()
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{ListRoutes, Route};
    use crate::script::{Action as _, Failure, Ran};

    fn read(text: &str) -> Result<Vec<Route>, Failure> {
        ListRoutes.outcome(&Ran { stdout: text.into(), status: Some(0), ..Ran::default() })
    }

    #[test]
    fn both_ways_of_saying_it_mean_the_same() {
        let json = r#"[{"dst":"default","gateway":"192.0.2.1","dev":"eth0","metric":100,"flags":[]},
            {"type":"local","dst":"127.0.0.1","dev":"lo","table":"local","scope":"host","prefsrc":"127.0.0.1","flags":[]}]"#;
        let text = "default via 192.0.2.1 dev eth0  metric 100\n\
            local 127.0.0.1 dev lo table local scope host  src 127.0.0.1\n";
        let (json, text) = (read(&format!("{json}\0[]")).unwrap(), read(&format!("{text}\0")).unwrap());
        assert_eq!(json, text);
        let [default, local] = &json[..] else { panic!("{json:?}") };
        assert_eq!((default.to, &*default.table, default.metric), (None, "main", Some(100)));
        assert_eq!((&*local.kind, &*local.source, &*local.table), ("local", "127.0.0.1", "local"));
    }

    #[test]
    fn what_is_no_list_of_routes_is_refused() {
        for text in ["", "[]", "hello\n\0", "[{\"dst\":\"x\"}]\0", "default metric x\0"] {
            assert_eq!(read(text), Err(Failure::Garbled), "{text}");
        }
    }
}
