//! An SSH server that asks what a test tells it to: several prompts in one round, which OpenSSH with PAM never sends.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::sync::Arc;

use russh::keys::PrivateKey;
use russh::server::{Auth, Config, Handler, Response, run_stream};
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

/// An SSH server that authenticates by these rounds and then opens no channel. Dropping it ends it.
#[derive(Debug)]
pub struct PromptServer {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl PromptServer {
    /// Starts one. After the last round the sign-in succeeds, unless `endless` starts over.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start(rounds: Vec<Round>, endless: bool) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let key = crate::PrivateKey::generate(crate::KeyKind::Ed25519);
        let key = PrivateKey::from_openssh(key.text()).expect("a key");
        let config = Arc::new(Config {
            keys: vec![key],
            auth_rejection_time: std::time::Duration::ZERO,
            ..Config::default()
        });
        let rounds: Arc<[Round]> = rounds.into();
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let asker = Asker { rounds: Arc::clone(&rounds), asked: 0, endless };
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
    rounds: Arc<[Round]>,
    /// Rounds asked so far.
    asked: usize,
    endless: bool,
}

impl Handler for Asker {
    type Error = russh::Error;

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        _user: &str,
        _submethods: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, russh::Error> {
        if let Some(response) = response {
            let given: Vec<Vec<u8>> = response.map(|answer| answer.to_vec()).collect();
            let round = &self.rounds[(self.asked - 1) % self.rounds.len()];
            if let Some(answers) = &round.answers
                && !answers.iter().map(String::as_bytes).eq(given.iter().map(Vec::as_slice))
            {
                return Ok(Auth::reject());
            }
        }
        if self.asked >= self.rounds.len() && !self.endless {
            return Ok(Auth::Accept);
        }
        let round = &self.rounds[self.asked % self.rounds.len()];
        self.asked += 1;
        let prompts: Vec<(Cow<'static, str>, bool)> =
            round.prompts.iter().map(|(text, echo)| (Cow::Owned(text.clone()), *echo)).collect();
        Ok(Auth::Partial {
            name: Cow::Owned(round.name.clone()),
            instructions: Cow::Owned(round.instructions.clone()),
            prompts: Cow::Owned(prompts),
        })
    }
}
