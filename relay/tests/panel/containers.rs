//! Containers, with a real podman whose images, containers and groups of processes are the test's own.

use std::fmt::Write as _;

use postern_shared::form::Answers;
use postern_shared::script::containers::{
    Change, Container, Containers, Engine, Enter, Image, ImageName, ListContainers, ListImages, Prune, Pull,
    Read, Reading, RemoveImages, SetState, Show,
};
use postern_shared::script::{Action as _, Failure, Remedy, Risk, word};
use postern_shared::table::{Shows, Subject as _};

use super::desk::{Desk, Userland};
use super::yard::Yard;

/// A podman that keeps everything in a directory, sets no limits that take more than root may, and asks nobody.
const SETUP: &str = r#"
mount -t cgroup2 none /sys/fs/cgroup
cat > "$at/storage.conf" <<END
[storage]
driver = "vfs"
graphroot = "$at/graph"
runroot = "$at/run"
END
cat > "$at/containers.conf" <<END
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
netns = "none"
pids_limit = 0
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
END
printf '[[registry]]\nlocation = "127.0.0.1:5000"\ninsecure = true\n' > "$at/registries.conf"
# An image of busybox and what it links with.
root=$at/root
busybox=$(command -v busybox)
mkdir -p "$root/bin"
cp "$busybox" "$root/bin/busybox"
for library in $( (ldd "$busybox" || true) 2>/dev/null | grep -o '/[^ ]*'); do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
for applet in sh sleep echo ps cat trap; do
  ln -s busybox "$root/bin/$applet"
done
tar -C "$root" -c . | podman import --change 'CMD ["sh", "-c", "trap exit TERM; echo hello; while sleep 0.1; do :; done"]' - box:test >&2
"#;

/// A registry (docs of the OCI's distribution-spec) of what `podman push` left in a directory.
const REGISTRY: &str = r#"
import http.server, json, os, sys
class Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        kind = "application/octet-stream"
        if "/manifests/" in self.path:
            data = open("manifest.json", "rb").read()
            kind = json.loads(data).get("mediaType", "application/vnd.oci.image.manifest.v1+json")
        elif "/blobs/sha256:" in self.path:
            data = open(os.path.basename(self.path).removeprefix("sha256:"), "rb").read()
        else:
            data = b"{}"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)
    do_HEAD = do_GET
    def log_message(self, *_):
        pass
os.chdir(sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 5000), Registry)
print("ready", flush=True)
server.serve_forever()
"#;

/// A target with podman on it.
struct Port {
    yard: Yard,
    desk: Desk,
    environment: String,
    place: tempfile::TempDir,
}

impl Port {
    async fn start() -> Self {
        let (yard, place) = (Yard::start(), tempfile::tempdir().unwrap());
        let at = place.path().display();
        let environment = format!(
            "CONTAINERS_CONF={at}/containers.conf CONTAINERS_STORAGE_CONF={at}/storage.conf CONTAINERS_REGISTRIES_CONF={at}/registries.conf"
        );
        yard.run(&format!("at={at}; export {environment}; {SETUP}"));
        let desk = Desk::at(super::root::stand().await.into(), Userland::Gnu).await;
        let desk = desk.within(&format!("{} /usr/bin/env {environment}", yard.way_in())).await;
        Self { yard, desk, environment, place }
    }

    fn podman(&self, said: &str) -> String {
        self.yard.run(&format!("export {}; podman {said}", self.environment))
    }

    /// Runs a container that says hello and waits.
    fn create(&self, name: &str) {
        self.podman(&format!("run --privileged --detach --name {name} box:test >&2"));
    }

    async fn container(&self, name: &str) -> Option<Container> {
        self.desk.act(&ListContainers).await.into_iter().find(|container| container.name == name)
    }

    async fn state(&self, name: &str) -> String {
        self.container(name).await.map(|container| container.state).unwrap_or_default()
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.podman("rm --all --force --time 0 >&2");
    }
}

#[tokio::test]
async fn containers_are_listed_and_change_their_state_there_and_back() {
    let port = Port::start().await;
    assert_eq!(port.desk.act(&ListContainers).await, []);
    port.create("web");
    port.create("other");
    let web = port.container("web").await.unwrap();
    assert_eq!((web.engine, &*web.state, &*web.image), (Engine::Podman, "running", "localhost/box:test"));
    assert_eq!((web.id.len(), web.command.starts_with("sh -c trap")), (64, true), "{web:?}");
    let set = |container: &Container, change| SetState { containers: vec![container.clone()], change };

    for (change, during) in [(Change::Pause, "paused"), (Change::Stop, "exited")] {
        let set = set(&web, change);
        let said = port.desk.run(set.preview(&port.desk.tools).unwrap().script()).await.stdout;
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains("web  running") && !said.contains("other"), "{said}");
        port.desk.act(&set).await;
        assert_eq!((&*port.state("web").await, &*port.state("other").await), (during, "running"));
        port.desk.undo(&set).await;
        assert_eq!(port.state("web").await, "running");
    }
    for (rest, change) in [("pause", Change::Unpause), ("stop --time 0", Change::Start)] {
        port.podman(&format!("{rest} web >&2"));
        let set = set(&port.container("web").await.unwrap(), change);
        port.desk.act(&set).await;
        assert_eq!(port.state("web").await, "running");
        port.desk.undo(&set).await;
        assert_ne!(port.state("web").await, "running", "{change:?}");
        port.podman("unpause --all >&2; podman start web >&2");
    }
    let before = port.podman("inspect --format '{{.State.Pid}}' web");
    port.desk.act(&set(&web, Change::Restart)).await;
    assert_ne!(port.podman("inspect --format '{{.State.Pid}}' web"), before);
    let kill = set(&web, Change::Kill);
    assert_eq!(kill.risk(), Risk::Final);
    port.desk.act(&kill).await;
    assert_eq!(&*port.state("web").await, "exited");
    let remove =
        SetState { containers: vec![web, port.container("other").await.unwrap()], change: Change::Remove };
    port.desk.act(&remove).await;
    assert_eq!(port.desk.act(&ListContainers).await, []);
    assert_eq!(port.desk.refused(&set(&remove.containers[0], Change::Start)).await.failure, Failure::Failed);
}

#[tokio::test]
async fn what_is_known_of_a_container_is_read_and_its_log_goes_on() {
    let port = Port::start().await;
    port.create("web");
    let web = port.container("web").await.unwrap();
    let reading = |read| Reading { engine: Engine::Podman, container: web.handle().unwrap(), read };
    let read = async |read| String::from_utf8(port.desk.act(&reading(read)).await).unwrap();
    assert!(read(Read::Inspect).await.contains("localhost/box:test"));
    assert!(read(Read::Top).await.contains("sleep"));
    assert!(read(Read::Stats).await.contains("web"));
    let offers = Containers::offers(&[&web], &port.desk.tools);
    let first = offers.first().unwrap();
    assert_eq!((first.command, &first.shows), ("logs --follow --tail 200", &Shows::Reader));

    // The log is open until it is stopped, or what writes it ends.
    let script = reading(Read::Logs).script(&port.desk.tools).unwrap();
    let mut log = port.desk.exec(script.text()).await;
    let said = log.read_until("hello").await;
    port.desk.end(log, &said).await;
    let mut log = port.desk.exec(script.text()).await;
    log.read_until("hello").await;
    let stop = SetState { containers: vec![web], change: Change::Kill };
    port.desk.act(&stop).await;
    assert_eq!(log.outcome().await.status, Some(0));
}

#[tokio::test]
async fn a_terminal_opens_in_a_container() {
    let port = Port::start().await;
    port.create("web");
    let web = port.container("web").await.unwrap();
    let enter = Enter { engine: Engine::Podman, container: web.handle().unwrap() };
    let script = enter.script(&port.desk.tools).unwrap();
    let way_in = format!("{} /usr/bin/env {}", port.yard.way_in(), port.environment);
    let line = format!("{way_in} sh -c {}\n", word(script.text().trim_end().as_bytes()));
    let mut shell = port.desk.stand.session.shell().await;
    shell.type_bytes(line.as_bytes()).await;
    shell.read_until("/ #").await;
    shell.type_bytes(b"echo in-$((6*7)); ps | grep trap\n").await;
    shell.read_until("in-42").await;
    shell.type_bytes(b"exit\nexit\n").await;
}

#[tokio::test]
async fn images_are_listed_and_removed_when_nothing_needs_them() {
    let port = Port::start().await;
    port.podman("tag box:test box:other");
    let images = port.desk.act(&ListImages).await;
    let mut names: Vec<&str> = images.iter().map(|image| &*image.name).collect();
    names.sort_unstable();
    assert_eq!(names, ["localhost/box:other", "localhost/box:test"]);
    assert!(images.iter().all(|image| image.size.is_some_and(|size| size > 100_000) && image.id.len() == 64));
    let named = |name: &str| images.iter().find(|image| image.name == name).unwrap().clone();
    let show = Show { engine: Engine::Podman, image: named("localhost/box:test").handle().unwrap() };
    assert!(String::from_utf8(port.desk.act(&show).await).unwrap().contains("Architecture"));
    port.desk.act(&RemoveImages { images: vec![named("localhost/box:other")] }).await;
    assert_eq!(port.desk.act(&ListImages).await.len(), 1);

    port.create("web");
    let remove = RemoveImages { images: vec![named("localhost/box:test")] };
    let said = port.desk.run(remove.preview(&port.desk.tools).unwrap().script()).await.stdout;
    assert!(String::from_utf8(said).unwrap().contains("web"), "what needs it is said before");
    assert_eq!(port.desk.refused(&remove).await.failure, Failure::Failed);
    port.podman("rm --force --time 0 web >&2");
    // Without its name nothing needs it.
    port.podman("untag box:test");
    let nameless: Vec<Image> = port.desk.act(&ListImages).await;
    assert!(matches!(&nameless[..], [image] if image.name.is_empty()), "{nameless:?}");
    let prune = Prune { engine: Engine::Podman };
    let said = port.desk.run(prune.preview(&port.desk.tools).unwrap().script()).await.stdout;
    assert!(String::from_utf8(said).unwrap().contains(&nameless[0].id[..12]));
    port.desk.act(&prune).await;
    assert_eq!(port.desk.act(&ListImages).await, []);
    let pull = Pull { engine: Engine::Podman, image: ImageName::parse("localhost:1/nothing:here").unwrap() };
    assert_eq!(port.desk.refused(&pull).await.failure, Failure::Failed);
}

#[tokio::test]
async fn an_image_is_fetched_from_a_registry() {
    let port = Port::start().await;
    let at = port.place.path().join("pushed");
    port.podman(&format!("push --quiet box:test dir:{0}; podman rmi box:test >&2", at.display()));
    assert_eq!(port.desk.act(&ListImages).await, []);
    let _registry = port.yard.neighbour(&format!("exec python3 -c '{REGISTRY}' {}", at.display()));
    let image = ImageName::parse("127.0.0.1:5000/box:1").unwrap();
    port.desk.act(&Pull { engine: Engine::Podman, image }).await;
    let images = port.desk.act(&ListImages).await;
    assert!(matches!(&images[..], [image] if image.name == "127.0.0.1:5000/box:1"), "{images:?}");
    assert_eq!(port.podman("run --rm --privileged 127.0.0.1:5000/box:1 echo it runs"), "it runs\n");
}

#[tokio::test]
async fn a_container_that_rests_is_offered_what_fits_it() {
    let port = Port::start().await;
    port.create("web");
    let commands = |container: &Container| {
        let mut said = String::new();
        for offer in Containers::offers(&[container], &port.desk.tools) {
            let _ = write!(said, "{} | ", offer.command);
            assert!(offer.plan(&Answers::default(), &port.desk.tools).is_ok());
        }
        said
    };
    let runs = commands(&port.container("web").await.unwrap());
    assert!(runs.contains("exec -it") && runs.contains("pause") && !runs.contains("| start"), "{runs}");
    port.podman("stop --time 0 web >&2");
    let rests = commands(&port.container("web").await.unwrap());
    assert!(rests.contains("| start") && !rests.contains("exec -it") && !rests.contains("pause"), "{rests}");
}

#[tokio::test]
async fn without_an_engine_the_panel_says_what_is_missing() {
    let desk = Desk::both().await;
    let [_, busybox] = desk;
    let missing = ListContainers.script(&busybox.tools).unwrap_err();
    assert_eq!(missing.to_string(), "the target has no docker");
    assert_eq!(
        Remedy::after(&postern_shared::script::Ran { status: Some(127), ..Default::default() }),
        Some(Remedy::Install)
    );
}
