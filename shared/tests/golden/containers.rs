//! Scripts for containers.

use postern_shared::script::containers::{
    Change, Container, Engine, Enter, Handle, Image, ImageName, ListContainers, ListImages, Prune, Pull,
    Read, Reading, RemoveImages, SetState, Show,
};
use postern_shared::script::{Action as _, Probe, Ran, Tools};

use super::{Page, is_as_before, tools};

#[test]
fn scripts_for_containers_read_as_they_did() {
    is_as_before("containers-both.sh", &containers(&tools(true), &[Engine::Docker, Engine::Podman]));
    is_as_before("containers-sudo.sh", &containers(&tools(true).through_sudo(), &[Engine::Docker]));
    let said = b"user=ops\0uid=1000\0home=/home/ops\0host=web-01\0tool=podman\0";
    let podman: Tools =
        Probe.outcome(&Ran { stdout: said.to_vec(), status: Some(0), ..Ran::default() }).unwrap();
    is_as_before("containers-podman.sh", &containers(&podman, &[Engine::Podman]));
}

fn containers(tools: &Tools, engines: &[Engine]) -> Page {
    let mut page = Page::default();
    page.act("ListContainers", &ListContainers, tools);
    page.act("ListImages", &ListImages, tools);
    let container = |engine: &Engine, name: &str| Container {
        engine: *engine,
        id: "aa11bb22cc33".into(),
        name: name.into(),
        image: "nginx".into(),
        state: "running".into(),
        status: "Up".into(),
        ports: String::new(),
        command: String::new(),
    };
    let these: Vec<Container> = engines
        .iter()
        .flat_map(|engine| ["web", "--all $(id)"].map(|name| container(engine, name)))
        .collect();
    for change in Change::ALL {
        page.act(&format!("{change:?}"), &SetState { containers: these.clone(), change }, tools);
    }
    let image = |engine: &Engine, name: &str| Image {
        engine: *engine,
        id: "f0f6d4d8".into(),
        name: name.into(),
        size: None,
        created: String::new(),
    };
    let images =
        engines.iter().flat_map(|engine| ["nginx:1.27", ""].map(|name| image(engine, name))).collect();
    page.act("RemoveImages", &RemoveImages { images }, tools);
    let handle = || Handle::parse("web").unwrap();
    for engine in engines.iter().copied() {
        for read in Read::ALL {
            page.act(&format!("{read:?}"), &Reading { engine, container: handle(), read }, tools);
        }
        page.act("Enter", &Enter { engine, container: handle() }, tools);
        page.act("Show", &Show { engine, image: handle() }, tools);
        page.act("Pull", &Pull { engine, image: ImageName::parse("nginx:1.27").unwrap() }, tools);
        page.act("Prune", &Prune { engine }, tools);
    }
    page
}
