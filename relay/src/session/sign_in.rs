//! Signing in over several requests: a task does it, questions go out, answers come in, a session comes of it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use postern_shared::api::{self, Answers, OpenSession, Problem, SignIn, Stage, TooManyOf};
use postern_shared::target::Target;
use secrecy::SecretString;
use tokio::sync::mpsc;
use tokio_util::task::TaskTracker;

use super::{Bounds, Session, Sessions};
use crate::limits::{HOPS, PENDING_PER_CLIENT, PENDING_SIGN_INS};
use crate::rate::network;
use crate::ssh::{Asker, Credential, Dialer, HostKeys, Link, Question, Tuning, Way, key};
use crate::token::{SessionId, Token, TokenHash};

/// Takes people in.
pub(crate) struct SignInDesk {
    pub(crate) dialer: Arc<Dialer>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) bounds: Bounds,
    /// How long a person may take to answer one round.
    pub(crate) patience: Duration,
    pub(crate) tasks: TaskTracker,
    pending: Mutex<HashMap<SessionId, Pending>>,
}

/// A sign-in that waits for its person.
struct Pending {
    token: TokenHash,
    /// The address or network that began it.
    client: IpAddr,
    round: u32,
    conversation: Conversation,
}

/// How far a sign-in came with one request.
pub(crate) struct Step {
    pub(crate) sign_in: SignIn,
    /// Who asks again because it refused what it was told before.
    pub(crate) refused: Option<Target>,
}

/// Both ends of a sign-in's task.
struct Conversation {
    answers: mpsc::Sender<Vec<SecretString>>,
    events: mpsc::Receiver<Event>,
    questions: mpsc::Receiver<Question>,
}

/// How a sign-in's task ended.
type Event = Result<Arc<Session>, Problem>;

impl SignInDesk {
    pub(crate) fn new(
        dialer: Arc<Dialer>,
        sessions: Arc<Sessions>,
        bounds: Bounds,
        patience: Duration,
        tasks: TaskTracker,
    ) -> Self {
        Self { dialer, sessions, bounds, patience, tasks, pending: Mutex::default() }
    }

    /// Starts a sign-in; returns when it is done or asks something. Dropping the future ends it.
    ///
    /// # Errors
    /// The [`Problem`] that stopped it.
    pub(crate) async fn start(&self, request: OpenSession, client: IpAddr) -> Result<Step, Problem> {
        self.sessions.check_room()?;
        if request.hops.len() > HOPS {
            return Err(Problem::BadRequest { reason: format!("at most {HOPS} hops are possible") });
        }
        // A passphrase is stretched on purpose; others go on meanwhile.
        let reading = tokio::task::spawn_blocking(|| read_credential(request.credential));
        let credential = reading.await.map_err(|_| Problem::Internal)??;
        let way = Way { target: request.target, hops: request.hops };
        let keys = HostKeys { known: self.dialer.known_hosts.clone(), accepted: request.accept };
        let conversation = self.begin(way, keys, credential);
        let id = SessionId::random().map_err(|_| Problem::Internal)?;
        let token = Token::random().map_err(|_| Problem::Internal)?;
        self.go_on(id, token, network(client), conversation).await
    }

    /// Hands in the answers to a challenge; returns as [`Self::start`] does.
    ///
    /// # Errors
    /// [`Problem::ChallengeGone`] when no such round is open, or the [`Problem`] that stopped the sign-in.
    pub(crate) async fn answer(
        &self,
        id: SessionId,
        token: Token,
        answers: Answers,
    ) -> Result<Step, Problem> {
        let pending = {
            let mut all = self.pending();
            let is_open = |pending: &Pending| pending.token.is_of(&token) && pending.round == answers.round;
            if !all.get(&id).is_some_and(is_open) {
                return Err(Problem::ChallengeGone);
            }
            all.remove(&id).ok_or(Problem::ChallengeGone)?
        };
        let answers = answers.answers.into_iter().map(SecretString::from).collect();
        pending.conversation.answers.send(answers).await.map_err(|_| Problem::ChallengeGone)?;
        self.go_on(id, token, pending.client, pending.conversation).await
    }

    /// Drops a sign-in that waits for its person, and with it the connection to its target. Says whether there was one.
    pub(crate) fn cancel(&self, id: &SessionId, token: &Token) -> bool {
        let mut all = self.pending();
        let is_theirs = all.get(id).is_some_and(|pending| pending.token.is_of(token));
        is_theirs && all.remove(id).is_some()
    }

    /// Forgets sign-ins whose task has given up waiting.
    pub(crate) fn sweep(&self) {
        self.pending().retain(|_, pending| !pending.conversation.answers.is_closed());
    }

    /// Starts the task.
    fn begin(&self, way: Way, keys: HostKeys, credential: Credential) -> Conversation {
        let (question_sender, questions) = mpsc::channel(1);
        let (answers, answer_receiver) = mpsc::channel(1);
        let (event_sender, events) = mpsc::channel(1);
        let asker = Asker::new(question_sender, answer_receiver, self.patience);
        let (dialer, bounds) = (self.dialer.clone(), self.bounds);
        self.tasks.spawn(async move {
            tokio::select! {
                event = sign_in(dialer, bounds, way, keys, credential, asker) => {
                    // Whoever waited for it may have gone; then the session is dropped, and its link with it.
                    let _ = event_sender.send(event).await;
                }
                () = event_sender.closed() => {}
            }
        });
        Conversation { answers, events, questions }
    }

    /// Waits for the next question or the end.
    async fn go_on(
        &self,
        id: SessionId,
        token: Token,
        client: IpAddr,
        mut conversation: Conversation,
    ) -> Result<Step, Problem> {
        tokio::select! {
            event = conversation.events.recv() => {
                let session = event.ok_or(Problem::Internal)??;
                let info = session.info().ok_or(Problem::Internal)?;
                self.sessions.insert(id.clone(), token.hash(), session)?;
                tracing::info!(session = %id, target = %info.target, "session opened");
                let (session, token) = (id.to_string(), token.expose().to_owned());
                Ok(Step { sign_in: SignIn::Open { session, token, info }, refused: None })
            }
            Some(question) = conversation.questions.recv() => {
                let Question { challenge, stages, after_refusal } = question;
                let pending = Pending { token: token.hash(), client, round: challenge.round, conversation };
                let (session, token) = (id.to_string(), token.expose().to_owned());
                self.wait_for_person(id, pending)?;
                let refused = after_refusal.then(|| challenge.place.clone());
                Ok(Step { sign_in: SignIn::Challenge { session, token, challenge, stages }, refused })
            }
        }
    }

    fn wait_for_person(&self, id: SessionId, pending: Pending) -> Result<(), Problem> {
        let mut all = self.pending();
        let of_client = all.values().filter(|other| other.client == pending.client).count();
        if of_client >= PENDING_PER_CLIENT || all.len() >= PENDING_SIGN_INS {
            return Err(Problem::TooMany { of: TooManyOf::SignIns, retry_after: 60 });
        }
        all.insert(id, pending);
        Ok(())
    }

    fn pending(&self) -> MutexGuard<'_, HashMap<SessionId, Pending>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn sign_in(
    dialer: Arc<Dialer>,
    bounds: Bounds,
    way: Way,
    keys: HostKeys,
    credential: Credential,
    mut asker: Asker,
) -> Event {
    let keys = Arc::new(keys);
    let mut stages: Vec<Stage> = Vec::new();
    let link: Link = dialer.connect(&way, Tuning::Shell, &keys, &credential, &mut asker, &mut stages).await?;
    let again = (!asker.has_asked()).then_some(credential);
    Ok(Session::new(way, keys, link, stages, again, dialer, bounds))
}

fn read_credential(credential: api::Credential) -> Result<Credential, Problem> {
    Ok(match credential {
        api::Credential::Password { password } => Credential::Password(password.into()),
        api::Credential::Key { key: text, passphrase } => {
            let passphrase = passphrase.map(SecretString::from);
            Credential::Key(key::read(&text.into(), passphrase.as_ref())?)
        }
        api::Credential::Interactive => Credential::Interactive,
    })
}
