//! Signs in to one place: the given credential first, then whatever else the target asks of the person.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use postern_shared::api::{Challenge, Problem, Prompt, Stage};
use postern_shared::target::Target;
use russh::MethodKind;
use russh::client::{AuthResult, Handle, KeyboardInteractiveAuthResponse};
use russh::keys::{PrivateKey, PrivateKeyWithHashAlg};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::client::{Client, clip};
use super::dial::is_rsa;
use crate::limits::{CHALLENGE_PROMPTS, CHALLENGE_REPEATS, CHALLENGE_ROUNDS, SIGN_IN_METHODS, SIGN_IN_STEPS};

/// What to sign in with.
#[derive(Clone)]
pub(crate) enum Credential {
    Password(SecretString),
    Key(Arc<PrivateKey>),
    Interactive,
}

/// The way to the person: questions go out, answers come back.
pub(crate) struct Asker {
    /// Closed or absent when nobody can be asked, as for a further link of a session.
    person: Option<(mpsc::Sender<Question>, mpsc::Receiver<Vec<SecretString>>)>,
    /// Questions asked so far.
    round: u32,
    /// How long the person may take for one round.
    patience: Duration,
}

/// One round of questions and what was done before it.
pub(crate) struct Question {
    pub(crate) challenge: Challenge,
    pub(crate) stages: Vec<Stage>,
    /// Whether it is asked because an answer was refused, as far as can be told.
    pub(crate) after_refusal: bool,
}

impl Asker {
    /// Asks through these channels.
    pub(crate) fn new(
        questions: mpsc::Sender<Question>,
        answers: mpsc::Receiver<Vec<SecretString>>,
        patience: Duration,
    ) -> Self {
        Self { person: Some((questions, answers)), round: 0, patience }
    }

    /// Nobody is there to ask.
    pub(crate) fn nobody() -> Self {
        Self { person: None, round: 0, patience: Duration::ZERO }
    }

    /// Whether the person had to answer, so that the sign-in cannot be repeated without them.
    pub(crate) fn has_asked(&self) -> bool {
        self.round > 0
    }

    async fn ask(
        &mut self,
        mut challenge: Challenge,
        stages: &[Stage],
        after_refusal: bool,
    ) -> Result<Vec<SecretString>, Problem> {
        let Some((questions, answers)) = &mut self.person else { return Err(Problem::ChallengeGone) };
        self.round += 1;
        challenge.round = self.round;
        if self.round > CHALLENGE_ROUNDS {
            return Err(Problem::ChallengeGone);
        }
        let question = Question { challenge, stages: stages.to_vec(), after_refusal };
        questions.send(question).await.map_err(|_| Problem::ChallengeGone)?;
        match timeout(self.patience, answers.recv()).await {
            Ok(Some(answers)) => Ok(answers),
            Ok(None) | Err(_) => Err(Problem::ChallengeGone),
        }
    }
}

/// One sign-in under way.
struct Attempt<'a> {
    handle: &'a mut Handle<Client>,
    place: &'a Target,
    credential: &'a Credential,
    asker: &'a mut Asker,
    step_time: Duration,
    stages: &'a [Stage],
    /// Methods tried since the last one that succeeded.
    tried: Vec<MethodKind>,
    all_tried: Vec<String>,
    /// Whether the given password was used, so that it is not sent twice.
    password_used: bool,
    /// Time the target has left.
    left: Duration,
    /// Rounds of questions that were answered, by hash: what a target asks may be long.
    answered: Vec<u64>,
    /// Whether an answer was refused since the person was asked last.
    was_refused: bool,
}

/// One answer of the target that is waited for.
#[derive(Clone, Copy)]
struct Step {
    limit: Duration,
    started: Instant,
}

/// How one method ended.
enum Outcome {
    In,
    Refused { remaining: Vec<MethodKind>, partial: bool },
}

/// Signs in.
///
/// # Errors
/// [`Problem::CredentialsRefused`], or what interrupted it.
pub(crate) async fn sign_in(
    handle: &mut Handle<Client>,
    place: &Target,
    credential: &Credential,
    asker: &mut Asker,
    step_time: Duration,
    stages: &[Stage],
) -> Result<(), Problem> {
    let mut attempt = Attempt {
        handle,
        place,
        credential,
        asker,
        step_time,
        stages,
        tried: Vec::new(),
        all_tried: Vec::new(),
        password_used: false,
        left: step_time * SIGN_IN_STEPS,
        answered: Vec::new(),
        was_refused: false,
    };
    attempt.run().await
}

impl Attempt<'_> {
    async fn run(&mut self) -> Result<(), Problem> {
        // The credential goes first, without asking what is accepted: that spares a round trip.
        let mut method = match self.credential {
            Credential::Password(_) => MethodKind::Password,
            Credential::Key(_) => MethodKind::PublicKey,
            Credential::Interactive => MethodKind::None,
        };
        for _ in 0..SIGN_IN_METHODS {
            self.tried.push(method);
            if method != MethodKind::None {
                self.all_tried.push(String::from(&method));
            }
            let (remaining, partial) = match self.try_method(method).await? {
                Outcome::In => return Ok(()),
                Outcome::Refused { remaining, partial } => (remaining, partial),
            };
            if partial {
                self.tried.clear();
            } else if method == MethodKind::Password {
                if remaining.contains(&method) {
                    // A refused password would be refused again by whatever else checks passwords.
                    return Err(self.refused(&remaining));
                }
                // It was the method that was refused, so the password is as good as new.
                self.password_used = false;
            }
            method = self.next_method(&remaining).ok_or_else(|| self.refused(&remaining))?;
        }
        Err(self.refused(&[]))
    }

    /// The next method worth trying out of those the target still takes.
    fn next_method(&self, remaining: &[MethodKind]) -> Option<MethodKind> {
        let has_key = matches!(self.credential, Credential::Key(_));
        [MethodKind::PublicKey, MethodKind::KeyboardInteractive, MethodKind::Password].into_iter().find(
            |method| {
                remaining.contains(method)
                    && !self.tried.contains(method)
                    && (*method != MethodKind::PublicKey || has_key)
            },
        )
    }

    async fn try_method(&mut self, method: MethodKind) -> Result<Outcome, Problem> {
        match method {
            MethodKind::PublicKey => self.try_key().await,
            MethodKind::Password => self.try_password().await,
            MethodKind::KeyboardInteractive => self.try_interactive().await,
            MethodKind::None | MethodKind::HostBased | MethodKind::GssapiWithMic => {
                let step = self.step();
                let reply =
                    timeout(step.limit, self.handle.authenticate_none(self.place.user.as_str())).await;
                self.within(step, reply)
            }
        }
    }

    async fn try_key(&mut self) -> Result<Outcome, Problem> {
        let Credential::Key(key) = self.credential else { return Err(Problem::Internal) };
        let hash = if is_rsa(&key.algorithm()) {
            let step = self.step();
            let best = timeout(step.limit, self.handle.best_supported_rsa_hash()).await;
            self.spend(step);
            // Servers that do not say which hash they take know SHA-512 (RFC 8332) or are too old to be safe.
            best.ok().and_then(Result::ok).flatten().unwrap_or(Some(russh::keys::HashAlg::Sha512))
        } else {
            None
        };
        let key = PrivateKeyWithHashAlg::new(key.clone(), hash);
        let user = self.place.user.as_str();
        let step = self.step();
        let reply = timeout(step.limit, self.handle.authenticate_publickey(user, key)).await;
        self.within(step, reply)
    }

    async fn try_password(&mut self) -> Result<Outcome, Problem> {
        let password = match self.credential {
            Credential::Password(password) if !self.password_used => {
                self.password_used = true;
                password.clone()
            }
            _ => {
                let prompt = Prompt { text: format!("{}'s password:", self.place), echo: false };
                let mut answers = self.ask(String::new(), String::new(), vec![prompt]).await?;
                answers.pop().ok_or(Problem::ChallengeGone)?
            }
        };
        let (user, password) = (self.place.user.as_str(), password.expose_secret());
        let step = self.step();
        let reply = timeout(step.limit, self.handle.authenticate_password(user, password)).await;
        self.within(step, reply)
    }

    async fn try_interactive(&mut self) -> Result<Outcome, Problem> {
        use KeyboardInteractiveAuthResponse as Reply;
        let (user, step) = (self.place.user.as_str(), self.step());
        let started =
            timeout(step.limit, self.handle.authenticate_keyboard_interactive_start(user, None)).await;
        let mut reply = self.reply(step, started)?;
        let mut has_answered = false;
        // Bounds a target that asks without end, also with rounds that need no person.
        for _ in 0..CHALLENGE_ROUNDS {
            let (name, instructions, prompts) = match reply {
                Reply::Success => return Ok(Outcome::In),
                Reply::Failure { remaining_methods, partial_success } => {
                    self.was_refused |= has_answered && !partial_success;
                    return Ok(Outcome::Refused {
                        remaining: remaining_methods.to_vec(),
                        partial: partial_success,
                    });
                }
                Reply::InfoRequest { name, instructions, prompts } => (name, instructions, prompts),
            };
            if prompts.len() > CHALLENGE_PROMPTS {
                return Err(self.refused(&[]));
            }
            let prompts: Vec<Prompt> = prompts
                .into_iter()
                .map(|prompt| Prompt { text: clip(&prompt.prompt), echo: prompt.echo })
                .collect();
            self.note_repeat(&prompts)?;
            has_answered |= !prompts.is_empty();
            let answers = match self.own_answers(&prompts) {
                Some(answers) => answers,
                None => self.ask(name, instructions, prompts).await?,
            };
            let answers = answers.iter().map(|answer| answer.expose_secret().to_owned()).collect();
            let step = self.step();
            let responded =
                timeout(step.limit, self.handle.authenticate_keyboard_interactive_respond(answers)).await;
            reply = self.reply(step, responded)?;
        }
        Err(self.refused(&[]))
    }

    /// Some targets refuse an answer by asking the same again.
    fn note_repeat(&mut self, prompts: &[Prompt]) -> Result<(), Problem> {
        if prompts.is_empty() {
            return Ok(());
        }
        let mut hasher = DefaultHasher::new();
        prompts.iter().for_each(|prompt| prompt.text.hash(&mut hasher));
        let round = hasher.finish();
        let before = self.answered.iter().filter(|answered| **answered == round).count();
        if before > CHALLENGE_REPEATS {
            return Err(self.refused(&[]));
        }
        self.was_refused |= before > 0;
        self.answered.push(round);
        Ok(())
    }

    /// What needs no person: a round without prompts, and a single hidden prompt while the password is unused.
    fn own_answers(&mut self, prompts: &[Prompt]) -> Option<Vec<SecretString>> {
        match (prompts, self.credential) {
            ([], _) => Some(Vec::new()),
            ([prompt], Credential::Password(password)) if !prompt.echo && !self.password_used => {
                self.password_used = true;
                Some(vec![password.clone()])
            }
            _ => None,
        }
    }

    async fn ask(
        &mut self,
        name: String,
        instructions: String,
        prompts: Vec<Prompt>,
    ) -> Result<Vec<SecretString>, Problem> {
        let expected = prompts.len();
        let challenge = Challenge {
            place: self.place.clone(),
            round: 0,
            name: clip(&name),
            instructions: clip(&instructions),
            prompts,
        };
        let after_refusal = std::mem::take(&mut self.was_refused);
        let answers = self.asker.ask(challenge, self.stages, after_refusal).await?;
        if answers.len() == expected { Ok(answers) } else { Err(Problem::ChallengeGone) }
    }

    /// Starts the clock for one answer of the target.
    fn step(&self) -> Step {
        Step { limit: self.step_time.min(self.left), started: Instant::now() }
    }

    fn spend(&mut self, step: Step) {
        self.left = self.left.saturating_sub(step.started.elapsed());
    }

    fn within<E>(
        &mut self,
        step: Step,
        result: Result<Result<AuthResult, russh::Error>, E>,
    ) -> Result<Outcome, Problem> {
        Ok(match self.reply(step, result)? {
            AuthResult::Success => Outcome::In,
            // russh reports a connection that ended meanwhile as a refusal.
            AuthResult::Failure { .. } if self.handle.is_closed() => {
                return Err(self.broke("the target hung up"));
            }
            AuthResult::Failure { remaining_methods, partial_success } => {
                Outcome::Refused { remaining: remaining_methods.to_vec(), partial: partial_success }
            }
        })
    }

    fn reply<T, E>(&mut self, step: Step, result: Result<Result<T, russh::Error>, E>) -> Result<T, Problem> {
        self.spend(step);
        match result {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(error)) => Err(self.broke(&error.to_string())),
            Err(_) => Err(Problem::TimedOut {
                host: self.place.host.clone(),
                port: self.place.port,
                seconds: if self.left.is_zero() { self.step_time * SIGN_IN_STEPS } else { self.step_time }
                    .as_secs(),
                via: None,
            }),
        }
    }

    fn broke(&self, reason: &str) -> Problem {
        Problem::HandshakeFailed {
            host: self.place.host.clone(),
            port: self.place.port,
            reason: format!("while signing in: {reason}"),
        }
    }

    fn refused(&self, remaining: &[MethodKind]) -> Problem {
        Problem::CredentialsRefused {
            place: self.place.clone(),
            tried: self.all_tried.clone(),
            methods: remaining.iter().map(String::from).collect(),
        }
    }
}
