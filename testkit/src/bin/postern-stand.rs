//! A whole stand for tests in other languages: a relay, a line to it that can fail, and targets on demand.
//!
//! usage: `postern-stand RELAY_PROGRAM [RELAY_ARGUMENT]…`
//!
//! Says what there is in one line of JSON; then answers each line of JSON on standard input, an [`Order`],
//! with one of its own. Ends everything when standard input closes.
#![expect(clippy::expect_used, reason = "a part that cannot be set up fails its test")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;

use postern_testkit::{
    CODES, ECHOED_CODE, Line, Login, Machine, Own, PASSWORD, Proxy, Services, TestRelay, TestSshd, USER,
    free_port,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// What can be asked for.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
enum Order {
    /// Start a target.
    Target {
        login: Login,
        #[serde(default)]
        config: String,
        /// What it has of its own; such a target takes a password, and no configuration.
        own: Option<Own>,
    },
    /// Restart a target with another host key.
    ChangeHostKey { target: usize },
    /// Kill every session of a target.
    CutSessions { target: usize },
    /// End a target.
    StopTarget { target: usize },
    /// End every target and machine, and what runs there.
    StopTargets,
    /// Start it again on the same port.
    StartTarget { target: usize },
    /// Start a machine with services of its own; a target with the lines it answers is on it, for root.
    Machine { services: Services },
    /// Change the line between browser and relay.
    Line { state: Line },
    /// Stop the relay as a service manager does, and wait for its end.
    StopRelay,
    /// Start it again at the same address.
    StartRelay,
    /// The relay's known host keys.
    KnownHosts,
}

struct Stand {
    program: PathBuf,
    arguments: Vec<String>,
    relay: TestRelay,
    line: Proxy,
    targets: BTreeMap<usize, TestSshd>,
    machines: Vec<Machine>,
}

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let program = PathBuf::from(arguments.next().expect("the relay's program"));
    let arguments: Vec<String> = arguments.collect();
    let relay = start(&program, &arguments);
    let line = Proxy::start(relay.address()).await;
    say(&json!({
        "relay": format!("http://{}", relay.address()),
        "line": format!("http://{}", line.address()),
        "user": USER,
        "password": PASSWORD,
        "codes": CODES,
        "echoed_code": ECHOED_CODE,
        "closed_port": free_port(),
    }));
    let mut stand = Stand { program, arguments, relay, line, targets: BTreeMap::new(), machines: Vec::new() };
    for order in std::io::stdin().lock().lines().map_while(Result::ok) {
        let answer = match serde_json::from_str(&order) {
            // Starting and stopping processes waits; the line's tasks go on elsewhere meanwhile.
            Ok(order) => tokio::task::block_in_place(|| stand.obey(order)),
            Err(error) => json!({ "error": error.to_string() }),
        };
        say(&answer);
    }
}

impl Stand {
    fn obey(&mut self, order: Order) -> Value {
        match order {
            Order::Target { login, config, own } => {
                let sshd = match own {
                    None => TestSshd::start_with(login, &config),
                    Some(own) => TestSshd::start_own(own),
                };
                let target = self.targets.len();
                let told = json!({
                    "target": target,
                    "port": sshd.port(),
                    "fingerprint": sshd.host_key().fingerprint,
                    "home": sshd.home(),
                    "key": sshd.given_key().map(|key| key.text()),
                });
                self.targets.insert(target, sshd);
                return told;
            }
            Order::ChangeHostKey { target } => {
                let sshd = self.target(target);
                sshd.change_host_key();
                return json!({ "fingerprint": sshd.host_key().fingerprint });
            }
            Order::CutSessions { target } => self.target(target).cut_sessions(),
            Order::StopTarget { target } => self.target(target).stop(),
            Order::StopTargets => {
                self.targets.values_mut().for_each(TestSshd::stop);
                self.machines.clear();
            }
            Order::StartTarget { target } => self.target(target).start_again(),
            Order::Machine { services } => {
                let machine = Machine::start(services);
                let told = json!({ "config": machine.sshd_config(), "enter": machine.enter() });
                self.machines.push(machine);
                return told;
            }
            Order::Line { state } => self.line.set(state),
            Order::StopRelay => {
                self.relay.terminate();
                self.relay.wait();
            }
            Order::StartRelay => {
                let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
                self.relay.restart(&self.program, &arguments);
            }
            Order::KnownHosts => {
                let text = std::fs::read_to_string(self.relay.data().join("known_hosts"));
                return json!({ "known_hosts": text.unwrap_or_default() });
            }
        }
        json!({})
    }

    fn target(&mut self, number: usize) -> &mut TestSshd {
        self.targets.get_mut(&number).expect("a target of this stand")
    }
}

fn start(program: &std::path::Path, arguments: &[String]) -> TestRelay {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    TestRelay::start_program(program, &arguments)
}

fn say(answer: &Value) {
    let mut out = std::io::stdout().lock();
    // Whoever started the stand may be gone; then standard input ends as well.
    let _ = writeln!(out, "{answer}").and_then(|()| out.flush());
}
