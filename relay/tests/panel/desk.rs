//! Where a test works: a directory on a target, scripts run there as the page runs them, and what is found afterwards.

use std::collections::BTreeMap;
use std::fmt;
use std::os::unix::ffi::OsStrExt as _;
use std::sync::Arc;

use postern_shared::script::files::{Mode, Owned};
use postern_shared::script::{Action, Failure, Name, Path, Probe, Ran, Remedy, Script, Tools, carrier};
use postern_shared::wire::Signal;
use postern_testkit::{Attachment, Outcome, Stand};

/// Whose programs a script finds on the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Userland {
    /// Coreutils and findutils of GNU.
    Gnu,
    /// Busybox and bash, and nothing else.
    Busybox,
}

/// A directory of the target in which a test works.
pub(crate) struct Desk {
    pub(crate) stand: Arc<Stand>,
    pub(crate) tools: Tools,
    /// The directory.
    pub(crate) place: Path,
    command: String,
}

/// A failed action, as a person meets it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) failure: Failure,
    pub(crate) remedy: Option<Remedy>,
}

/// All that lies in a directory: path, then kind, mode, owner, where it leads, what it holds.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Found(BTreeMap<Vec<u8>, String>);

impl Desk {
    /// On the machine as it is.
    pub(crate) async fn start() -> Self {
        Self::at(Arc::new(Stand::start(&[]).await), Userland::Gnu).await
    }

    /// One for each userland; both on one target.
    pub(crate) async fn both() -> [Self; 2] {
        let stand = Arc::new(Stand::start(&[]).await);
        [Self::at(Arc::clone(&stand), Userland::Gnu).await, Self::at(stand, Userland::Busybox).await]
    }

    pub(crate) async fn at(stand: Arc<Stand>, userland: Userland) -> Self {
        let home = stand.sshd.home().canonicalize().unwrap();
        let home = Path::parse(home.as_os_str().as_bytes()).unwrap();
        let place = home.join(&name(format!("{userland:?} place").as_bytes()));
        let command = match userland {
            Userland::Gnu => carrier::COMMAND.to_owned(),
            Userland::Busybox => format!("PATH=$HOME/applets; export PATH; {}", carrier::COMMAND),
        };
        done(&stand.session.run(&format!("mkdir {}", plainly(place.bytes()))).await);
        if userland == Userland::Busybox {
            let link = r#"ln -s "$(command -v busybox)" $applet"#;
            let link =
                format!("for applet in $(busybox --list); do {link}; done; ln -s \"$(command -v bash)\" .");
            let busybox = stand.session.run(&format!("mkdir ~/applets && cd ~/applets && {link}")).await;
            assert_eq!(busybox.status, Some(0), "install the Debian package busybox: {busybox:?}");
        }
        Self::probed(stand, place, command).await
    }

    /// One whose scripts this command takes, somewhere else on the machine.
    pub(crate) async fn entering(stand: Arc<Stand>, command: String) -> Self {
        Self::probed(stand, Path::root(), command).await
    }

    async fn probed(stand: Arc<Stand>, place: Path, command: String) -> Self {
        let ran = run(&stand, &command, &Probe::script(), b"").await;
        let tools = Probe.outcome(&ran).unwrap_or_else(|failure| panic!("{failure}: {ran:?}"));
        Self { stand, tools, place, command }
    }

    /// The same behind a command that takes another to run: there it learns anew what the target has.
    pub(crate) async fn within(mut self, way_in: &str) -> Self {
        self.command = self.command.replace("exec bash", &format!("exec {way_in} bash"));
        self.tools = self.act(&Probe).await;
        self
    }

    /// Runs a script as the page does.
    pub(crate) async fn run(&self, script: &Script) -> Ran {
        run(&self.stand, &self.command, script, b"").await
    }

    /// Runs a script that reads this.
    pub(crate) async fn run_with(&self, script: &Script, input: &[u8]) -> Ran {
        run(&self.stand, &self.command, script, input).await
    }

    /// Begins a command on a channel of its own.
    pub(crate) async fn exec(&self, script: &str) -> Attachment {
        let mut exec = self.stand.session.exec(&self.command).await;
        exec.type_bytes(&carrier::input(script, None, b"")).await;
        exec.end_input().await;
        exec
    }

    /// Ends what was begun, and said this so far, as the page does where a server passes no signals on.
    pub(crate) async fn end(&self, mut exec: Attachment, said: &str) {
        let mut head = carrier::Head::default();
        head.strip(said.as_bytes());
        let script = carrier::signalling(head.group().unwrap(), Signal::Term);
        assert_eq!(self.run(&script).await.status, Some(0), "{}", script.text());
        assert_eq!(exec.outcome().await.signal.as_deref(), Some("TERM"));
    }

    /// Does it; returns what came of it.
    pub(crate) async fn act<A: Action>(&self, action: &A) -> A::Outcome {
        let script = action.script(&self.tools).unwrap();
        let ran = run(&self.stand, &self.command, &script, action.input().bytes()).await;
        let outcome = action.outcome(&ran);
        outcome.unwrap_or_else(|failure| panic!("{failure}: {}\n{ran:?}", script.text()))
    }

    /// Tries what has to fail.
    pub(crate) async fn refused<A: Action>(&self, action: &A) -> Refused {
        let script = action.script(&self.tools).unwrap();
        let ran = run(&self.stand, &self.command, &script, action.input().bytes()).await;
        match action.outcome(&ran) {
            Ok(_) => panic!("it succeeds: {}\n{ran:?}", script.text()),
            Err(failure) => Refused { failure, remedy: Remedy::after(&ran) },
        }
    }

    /// Takes it back.
    pub(crate) async fn undo(&self, action: &impl Action) {
        let script = action.undo(&self.tools).unwrap();
        let ran = self.run(&script).await;
        assert_eq!(ran.done(), Ok(()), "{}\n{ran:?}", script.text());
    }

    /// Does it, says what is there then, and takes it back: everything is as before.
    pub(crate) async fn there_and_back(&self, action: &impl Action) -> Found {
        let before = self.found().await;
        self.act(action).await;
        let after = self.found().await;
        self.undo(action).await;
        assert_eq!(self.found().await, before);
        after
    }

    /// Prepares the directory, in bash, by no means of what is tested.
    pub(crate) async fn lay(&self, bash: &str) {
        let command = format!("set -e; cd {}; {bash}", plainly(self.place.bytes()));
        done(&self.stand.session.run(&command).await);
    }

    /// What lies in the directory.
    pub(crate) async fn found(&self) -> Found {
        self.found_in(&self.place).await
    }

    /// What lies in another.
    pub(crate) async fn found_in(&self, directory: &Path) -> Found {
        // A zero byte ends what is said of a file.
        let holds = r#"\( -type f -readable -exec sh -c 'tr "\000" 0 <"$0"' {} \; -o -true \)"#;
        let facts = r"-printf '%P\0%y %m %u:%g %l\0'";
        let find =
            format!(r"cd {} && find . -mindepth 1 {facts} {holds} -printf '\0'", plainly(directory.bytes()));
        let output = self.stand.session.run(&find).await.stdout;
        let fields: Vec<&[u8]> = output.split(|byte| *byte == 0).collect();
        let (files, [b""]) = fields.as_chunks::<3>() else {
            panic!("{:?}", output.escape_ascii().to_string())
        };
        let read = |[path, facts, holds]: &[&[u8]; 3]| {
            (path.to_vec(), format!("{}= {}", facts.escape_ascii(), holds.escape_ascii()))
        };
        Found(files.iter().map(read).collect())
    }

    /// Whether one of the names made a script do something of its own.
    pub(crate) async fn is_pwned(&self) -> bool {
        let find = self.stand.session.run("find ~/ / /tmp -maxdepth 2 -name pwned; find ~ -name pwned").await;
        !find.stdout.is_empty()
    }
}

impl Found {
    /// What is said of a file.
    pub(crate) fn of(&self, path: &[u8]) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// What a file holds.
    pub(crate) fn text(&self, path: &[u8]) -> Option<&str> {
        self.of(path).and_then(|facts| facts.split_once("= ")).map(|(_, text)| text)
    }

    /// Permissions of a file, in octal.
    pub(crate) fn mode(&self, path: &[u8]) -> Option<&str> {
        self.of(path).and_then(|facts| facts.split(' ').nth(1))
    }

    /// Everything but this, and what is in it.
    pub(crate) fn without(mut self, path: &[u8]) -> Self {
        self.take(path);
        self
    }

    /// The same with this, and what is in it, somewhere else.
    pub(crate) fn moved(mut self, from: &[u8], to: &[u8]) -> Self {
        let taken = self.take(from);
        self.0.extend(taken.into_iter().map(|(path, facts)| ([to, &path[from.len()..]].concat(), facts)));
        self
    }

    /// The same with this, and what is in it, twice.
    pub(crate) fn copied(mut self, from: &[u8], to: &[u8]) -> Self {
        let taken = self.clone().take(from);
        self.0.extend(taken.into_iter().map(|(path, facts)| ([to, &path[from.len()..]].concat(), facts)));
        self
    }

    fn take(&mut self, path: &[u8]) -> BTreeMap<Vec<u8>, String> {
        let within = [path, b"/"].concat();
        self.0.extract_if(.., |other, _| other == path || other.starts_with(&within)).collect()
    }
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.0.iter().map(|(path, facts)| (path.escape_ascii().to_string(), facts)))
            .finish()
    }
}

async fn run(stand: &Stand, command: &str, script: &Script, input: &[u8]) -> Ran {
    let mut exec = stand.session.exec(command).await;
    exec.type_bytes(&carrier::input(script.text(), None, input)).await;
    exec.end_input().await;
    ran(exec.outcome().await)
}

/// What the page makes of what came.
pub(crate) fn ran(outcome: Outcome) -> Ran {
    let stdout = carrier::Head::default().strip(&outcome.stdout).to_vec();
    let mut errors = carrier::ErrorHead::default();
    let stderr = [errors.strip(&outcome.stderr), errors.instead()].concat();
    Ran { stdout, stderr, status: outcome.status }
}

fn done(outcome: &Outcome) {
    assert_eq!(outcome.status, Some(0), "{outcome:?}");
}

/// A name.
pub(crate) fn name(bytes: impl AsRef<[u8]>) -> Name {
    Name::parse(bytes.as_ref()).unwrap()
}

/// Whose a file was that had no special permissions.
pub(crate) fn owned(owner: &str) -> Owned {
    Owned { owner: owner.into(), mode: Mode::parse("644").unwrap() }
}

/// Names.
pub(crate) fn names<const N: usize>(all: [&str; N]) -> Vec<Name> {
    all.iter().map(name).collect()
}

/// These bytes for bash, in a way that has nothing in common with the one that is tested.
pub(crate) fn plainly(bytes: &[u8]) -> String {
    let escapes: String = bytes.iter().map(|byte| format!("\\{byte:03o}")).collect();
    format!("$'{escapes}'")
}
