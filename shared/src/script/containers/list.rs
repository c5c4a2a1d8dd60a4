//! Which containers there are.

use serde_json::Value;

use super::{Change, Deed, Engine, Enter, Handle, Read, Reading, SetState};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools, json};
use crate::table::{Cell, Column, Heading, Layout, Mood, Offer, Row, Scope, Shown, Subject, Width};

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Containers;

/// Lists containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListContainers;

/// A container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// What runs it.
    pub engine: Engine,
    /// The number it was given.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it was made of.
    pub image: String,
    /// How it is: `running`, `exited`.
    pub state: String,
    /// The same, and since when.
    pub status: String,
    /// Its ports, and those of the target they are.
    pub ports: String,
    /// What it runs.
    pub command: String,
}

impl Action for ListContainers {
    type Outcome = Vec<Container>;

    fn title(&self) -> Title {
        Title::one(Deed::List, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        if !Engine::ALL.iter().any(|engine| tools.has(engine.tool())) {
            return Err(Missing(Tool::Docker));
        }
        Ok(Engine::each(tools, "ps --all --no-trunc --format '{{json .}}'"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Container>, Failure> {
        let mut containers: Vec<Container> = Vec::new();
        for (said, engine) in by_engine(ran.output()?)? {
            for thing in json::things(said)? {
                let container = container(&thing, engine).ok_or(Failure::Garbled)?;
                // `docker` may be podman by another name.
                if !containers.iter().any(|known| known.id == container.id) {
                    containers.push(container);
                }
            }
        }
        Ok(containers)
    }
}

/// What an engine said, and which it is, where it was asked beside another.
type Said<'a> = (&'a [u8], Option<Engine>);

/// What each engine said. Where one is alone it tells by its words which it is.
pub(super) fn by_engine(output: &[u8]) -> Result<Vec<Said<'_>>, Failure> {
    let parts: Vec<&[u8]> = output.split(|byte| *byte == 0).collect();
    match parts[..] {
        [only] => Ok(vec![(only, None)]),
        [docker, b"podman", podman] => {
            Ok(vec![(docker, Some(Engine::Docker)), (podman, Some(Engine::Podman))])
        }
        _ => Err(Failure::Garbled),
    }
}

/// Which engine writes like this: docker an `ID`, podman an `Id`.
pub(super) fn engine(thing: &Value) -> Engine {
    if thing.get("ID").is_some() { Engine::Docker } else { Engine::Podman }
}

fn container(thing: &Value, from: Option<Engine>) -> Option<Container> {
    let names = match thing.get("Names")? {
        // Docker: one, and what it is called by those linked to it.
        Value::String(names) => names.split(',').map(str::to_owned).collect(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => return None,
    };
    let id = [json::text(thing, "ID"), json::text(thing, "Id")].concat();
    let command: Vec<&str> = json::list(thing, "Command").iter().filter_map(Value::as_str).collect();
    let ports: Vec<String> = json::list(thing, "Ports").iter().filter_map(port).collect();
    let state = json::text(thing, "State").to_lowercase();
    Some(Container {
        engine: from.unwrap_or_else(|| engine(thing)),
        name: names.into_iter().next().unwrap_or_default(),
        image: json::text(thing, "Image"),
        status: json::text(thing, "Status"),
        ports: format!("{}{}", json::text(thing, "Ports"), ports.join(", ")),
        command: format!("{}{}", json::text(thing, "Command").trim_matches('"'), command.join(" ")),
        state,
        id: Handle::parse(&id)?.to_string(),
    })
}

/// `0.0.0.0:8080->80/tcp`, as docker writes it.
fn port(port: &Value) -> Option<String> {
    let (host, inner) = (json::number(port, "host_port")?, json::number(port, "container_port")?);
    let address =
        Some(json::text(port, "host_ip")).filter(|ip| !ip.is_empty()).unwrap_or_else(|| "0.0.0.0".into());
    Some(format!("{address}:{host}->{inner}/{}", json::text(port, "protocol")))
}

impl Container {
    /// What its engine is to be told: its name, or its number where that is no name.
    #[must_use]
    pub fn handle(&self) -> Option<Handle> {
        Handle::parse(&self.name).or_else(|| Handle::parse(&self.id))
    }

    fn mood(&self) -> Mood {
        match &*self.state {
            "running" if self.status.contains("unhealthy") => Mood::Bad,
            "running" => Mood::Good,
            "dead" => Mood::Bad,
            "paused" | "restarting" | "removing" | "stopping" => Mood::Busy,
            _ => Mood::Idle,
        }
    }
}

impl Subject for Containers {
    type Item = Container;
    type Read = ListContainers;

    const LAYOUT: Layout = Layout {
        scopes: &[Scope::All, Scope::Running],
        is_live: true,
        ..Layout::of(&[
            Column::of(Heading::Name, Width::Large, Shown::Always),
            Column::of(Heading::State, Width::Middling, Shown::Always),
            Column::of(Heading::Image, Width::Large, Shown::Middling),
            Column::of(Heading::Age, Width::Large, Shown::Middling),
            Column::of(Heading::Ports, Width::Rest, Shown::Always),
        ])
    };

    fn read(_: &str) -> ListContainers {
        ListContainers
    }

    fn row(container: &Container, _: &Tools) -> Row {
        let cells = vec![
            Cell::text(&container.name),
            Cell::State(container.mood(), container.state.clone()),
            Cell::text(&container.image),
            Cell::text(&container.status),
            Cell::text(&container.ports),
        ];
        let scopes = if container.state == "running" { vec![Scope::Running] } else { Vec::new() };
        Row { scopes, ..Row::of(&container.id, cells) }
    }

    fn offers(chosen: &[&Container], _: &Tools) -> Vec<Offer> {
        let containers: Vec<Container> = chosen.iter().map(|container| (*container).clone()).collect();
        let mut offers = Vec::new();
        if let [container] = &containers[..]
            && let Some(handle) = container.handle()
        {
            let (engine, is_running) = (container.engine, container.state == "running");
            let reading = |read| {
                Offer::of(Read::command(read), Reading { engine, container: handle.clone(), read }).to_read()
            };
            offers.extend(
                Read::ALL.into_iter().filter(|read| is_running || !read.takes_running()).map(reading),
            );
            if is_running {
                offers.push(Offer::of("exec -it", Enter { engine, container: handle.clone() }).in_terminal());
            }
        }
        let fits = |change: &Change| containers.iter().any(|container| change.fits(&container.state));
        let change = |change: Change| {
            let offer = Offer::of(change.command(), SetState { containers: containers.clone(), change });
            change.key().map_or(offer.clone(), |key| offer.key(key))
        };
        offers.extend(Change::ALL.into_iter().filter(fits).map(change));
        offers
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{Container, Engine, ListContainers};
    use crate::script::{Action as _, Failure, Ran};

    /// As docker 24 prints it.
    const DOCKER: &str = r#"{"Command":"\"/docker-entrypoint.…\"","CreatedAt":"2026-11-20 10:00:00 +0000 UTC","ID":"aa11bb22cc33dd44","Image":"nginx:1.27","Labels":"","LocalVolumes":"0","Mounts":"","Names":"web","Networks":"bridge","Ports":"0.0.0.0:8080->80/tcp, :::8080->80/tcp","RunningFor":"2 days ago","Size":"0B","State":"running","Status":"Up 2 days (unhealthy)"}
{"Command":"\"sh\"","ID":"ee55ff66","Image":"box","Names":"old","Ports":"","State":"exited","Status":"Exited (0) 2 days ago"}
"#;
    const PODMAN: &str = r#"[{"Command":["sh","-c","sleep 9"],"Id":"6262b5cda8947a34","Image":"localhost/box:test","Names":["probe"],
        "Ports":[{"host_ip":"","container_port":80,"host_port":8080,"range":1,"protocol":"tcp"}],"State":"running","Status":"Up"}]"#;

    fn read(text: &str) -> Result<Vec<Container>, Failure> {
        ListContainers.outcome(&Ran { stdout: text.into(), status: Some(0), ..Ran::default() })
    }

    #[test]
    fn both_engines_are_understood_alone_and_together() {
        let [web, old] = &read(DOCKER).unwrap()[..] else { panic!("{:?}", read(DOCKER)) };
        assert_eq!(
            (web.engine, &*web.name, &*web.state, &*web.id),
            (Engine::Docker, "web", "running", "aa11bb22cc33dd44")
        );
        assert_eq!((&*web.ports, &*old.state), ("0.0.0.0:8080->80/tcp, :::8080->80/tcp", "exited"));
        let [probe] = &read(PODMAN).unwrap()[..] else { panic!("{:?}", read(PODMAN)) };
        assert_eq!((probe.engine, &*probe.name), (Engine::Podman, "probe"));
        assert_eq!((&*probe.command, &*probe.ports), ("sh -c sleep 9", "0.0.0.0:8080->80/tcp"));
        let both = read(&format!("{DOCKER}\0podman\0{PODMAN}")).unwrap();
        assert_eq!(
            both.iter().map(|it| it.engine).collect::<Vec<_>>(),
            [Engine::Docker, Engine::Docker, Engine::Podman]
        );
        let same = read(&format!("{PODMAN}\0podman\0{PODMAN}")).unwrap();
        assert_eq!(same.len(), 1, "podman by two names");
        assert_eq!(read(""), Ok(Vec::new()));
    }

    #[test]
    fn a_name_that_is_none_gives_way_to_the_number() {
        let hostile = DOCKER.replace(r#""Names":"web""#, r#""Names":"--privileged $(id)""#);
        assert_eq!(read(&hostile).unwrap()[0].handle().unwrap().to_string(), "aa11bb22cc33dd44");
        let no_number = DOCKER.replace("aa11bb22cc33dd44", "-f");
        assert_eq!(read(&no_number), Err(Failure::Garbled));
        assert_eq!(read("what\n"), Err(Failure::Garbled));
    }
}
