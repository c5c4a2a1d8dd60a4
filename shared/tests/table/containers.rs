//! Rows of containers.

use postern_shared::script::containers::{
    Change, Container, Engine, Enter, Handle, Image, ImageName, ListContainers, ListImages, Prune, Pull,
    Read, Reading, RemoveImages, SetState, Show,
};

use super::{row, row_that};

pub(crate) fn rows(rows: &mut String) {
    let engine = Engine::Docker;
    row(rows, "containers", "list them", &ListContainers);
    let handle = || Handle::parse("web").unwrap();
    for (read, label) in [
        (Read::Logs, "its log, as it grows"),
        (Read::Top, "its processes"),
        (Read::Stats, "what it uses"),
        (Read::Inspect, "all of it"),
    ] {
        row(rows, "containers", label, &Reading { engine, container: handle(), read });
    }
    let enter = Enter { engine, container: handle() };
    row_that(rows, "containers", "a shell in it", "begins in a pane of its own", &enter);
    let container = Container {
        engine,
        id: "aa11bb22cc33".into(),
        name: "web".into(),
        image: "nginx".into(),
        state: "running".into(),
        status: "Up".into(),
        ports: String::new(),
        command: String::new(),
    };
    for (change, label) in [
        (Change::Start, "start"),
        (Change::Restart, "restart"),
        (Change::Stop, "stop"),
        (Change::Pause, "pause"),
        (Change::Unpause, "go on"),
        (Change::Kill, "kill"),
        (Change::Remove, "remove"),
    ] {
        row(rows, "containers", label, &SetState { containers: vec![container.clone()], change });
    }
    row(rows, "images", "list them", &ListImages);
    row(rows, "images", "all of it", &Show { engine, image: handle() });
    row(rows, "images", "fetch", &Pull { engine, image: ImageName::parse("nginx:1.27").unwrap() });
    let (id, name) = ("f0f6d4d8".to_owned(), "nginx:1.27".to_owned());
    let image = Image { engine, id, name, size: None, created: String::new() };
    row(rows, "images", "remove", &RemoveImages { images: vec![image] });
    row(rows, "images", "remove those that nothing needs", &Prune { engine });
}
