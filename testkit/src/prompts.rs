//! An SSH server that signs in as a test tells it to, in ways OpenSSH never does.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::PrivateKey;
use russh::server::{Auth, Config, Handler, Response, run_stream};
use russh::{MethodKind, MethodSet};
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// One round of keyboard-interactive authentication, and the answers that pass it.
#[derive(Clone, Debug)]
pub struct Round {
    /// Title.
    pub name: String,
    /// Instruction.
    pub instructions: String,
    /// Questions, each with whether the answer may be shown.
    pub prompts: Vec<(String, bool)>,
    /// What is right; none lets any answers pass.
    pub answers: Option<Vec<String>>,
}

/// How it signs in.
#[derive(Clone, Debug)]
enum Manner {
    /// By these rounds, and over again if it is `endless`.
    Asks { rounds: Arc<[Round]>, endless: bool },
    /// Any password will do, after a banner of this many bytes.
    Banner(usize),
    /// Takes every attempt for one factor of several, each time after this pause, and never has enough.
    NeverEnough(Duration),
}

/// An SSH server that authenticates and then opens no channel. Dropping it ends it.
#[derive(Debug)]
pub struct PromptServer {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl PromptServer {
    /// Starts one that asks. After the last round the sign-in succeeds, unless `endless` starts over.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start(rounds: Vec<Round>, endless: bool) -> Self {
        Self::run(Manner::Asks { rounds: rounds.into(), endless }).await
    }

    /// Starts one that takes any password, after a banner (RFC 4252, section 5.4) of this many bytes.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start_with_banner(bytes: usize) -> Self {
        Self::run(Manner::Banner(bytes)).await
    }

    /// Starts one that answers everything, after a pause, with "partial success" (RFC 4252, section 5.1).
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start_never_enough(pause: Duration) -> Self {
        Self::run(Manner::NeverEnough(pause)).await
    }

    async fn run(manner: Manner) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let key = crate::PrivateKey::generate(crate::KeyKind::Ed25519);
        let key = PrivateKey::from_openssh(key.text()).expect("a key");
        let config = Arc::new(Config {
            keys: vec![key],
            auth_rejection_time: Duration::ZERO,
            max_auth_attempts: usize::MAX,
            ..Config::default()
        });
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let asker = Asker { manner: manner.clone(), asked: 0 };
                let config = Arc::clone(&config);
                connections.spawn(async move {
                    if let Ok(session) = run_stream(config, stream, asker).await {
                        let _ = session.await;
                    }
                });
                while connections.try_join_next().is_some() {}
            }
        });
        Self { address, task }
    }

    /// Its TCP port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }
}

impl Drop for PromptServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Asker {
    manner: Manner,
    /// Rounds asked so far.
    asked: usize,
}

impl Handler for Asker {
    type Error = russh::Error;

    async fn authentication_banner(&mut self) -> Result<Option<String>, russh::Error> {
        Ok(match self.manner {
            Manner::Banner(bytes) => Some("x".repeat(bytes)),
            Manner::Asks { .. } | Manner::NeverEnough(_) => None,
        })
    }

    async fn auth_password(&mut self, _user: &str, _password: &str) -> Result<Auth, russh::Error> {
        Ok(match self.manner {
            Manner::Asks { .. } => Auth::reject(),
            Manner::Banner(_) => Auth::Accept,
            Manner::NeverEnough(pause) => not_enough(pause).await,
        })
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        _user: &str,
        _submethods: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, russh::Error> {
        match self.manner.clone() {
            Manner::Asks { rounds, endless } => Ok(self.ask(&rounds, endless, response)),
            Manner::Banner(_) => Ok(Auth::reject()),
            Manner::NeverEnough(pause) => Ok(not_enough(pause).await),
        }
    }
}

impl Asker {
    fn ask(&mut self, rounds: &[Round], endless: bool, response: Option<Response<'_>>) -> Auth {
        if let Some(response) = response {
            let given: Vec<Vec<u8>> = response.map(|answer| answer.to_vec()).collect();
            let round = &rounds[(self.asked - 1) % rounds.len()];
            if let Some(answers) = &round.answers
                && !answers.iter().map(String::as_bytes).eq(given.iter().map(Vec::as_slice))
            {
                return Auth::reject();
            }
        }
        if self.asked >= rounds.len() && !endless {
            return Auth::Accept;
        }
        let round = &rounds[self.asked % rounds.len()];
        self.asked += 1;
        let prompts: Vec<(Cow<'static, str>, bool)> =
            round.prompts.iter().map(|(text, echo)| (Cow::Owned(text.clone()), *echo)).collect();
        Auth::Partial {
            name: Cow::Owned(round.name.clone()),
            instructions: Cow::Owned(round.instructions.clone()),
            prompts: Cow::Owned(prompts),
        }
    }
}

async fn not_enough(pause: Duration) -> Auth {
    tokio::time::sleep(pause).await;
    let again = MethodSet::from(&[MethodKind::KeyboardInteractive][..]);
    Auth::Reject { proceed_with_methods: Some(again), partial_success: true }
}
