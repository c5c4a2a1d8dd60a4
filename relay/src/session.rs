//! A person's authenticated access to one target: its links and channels. Knows nothing of WebSockets or HTTP.

mod loan;
mod registry;
mod sign_in;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use postern_shared::api::{ChannelKind, Problem, SessionEnd, SessionInfo, Stage, TooManyOf};
use postern_shared::wire::{Role, TermSize};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub(crate) use loan::Loan;
pub(crate) use registry::Sessions;
pub(crate) use sign_in::{SignInDesk, Step};

use crate::channel::{Attached, Channel, End};
use crate::files::Files;
use crate::limits::SESSION_END_TIME;
use crate::ssh::{Credential, Dialer, Facts, HostKeys, Link, Purpose, Tuning, Way};

/// A session. It ends when it is closed, when nobody comes back in time, or with the relay.
pub(crate) struct Session {
    way: Way,
    keys: Arc<HostKeys>,
    facts: Facts,
    stages: Vec<Stage>,
    sharing: Sharing,
    dialer: Arc<Dialer>,
    bounds: Bounds,
    state: Mutex<State>,
    /// Files on their way.
    pub(crate) files: Files,
    pub(crate) tasks: TaskTracker,
    /// Cancelled when the session ends.
    pub(crate) over: CancellationToken,
}

/// The configured bounds of a session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) channels: usize,
    pub(crate) log_bytes: usize,
    /// Time an unattended session lives on.
    pub(crate) grace: Duration,
    /// Time output is held for a client whose connection was cut.
    pub(crate) hold: Duration,
}

/// How channels come to links.
enum Sharing {
    /// Every channel has a link of its own; the credential can be used again.
    OwnLinks(Credential),
    /// All channels share the one link, because a person had to help with the sign-in.
    OneLink(Arc<Link>),
}

struct State {
    channels: BTreeMap<u32, Arc<Channel>>,
    next_channel: u32,
    /// Links without a channel, ready for the next.
    idle: Vec<(Tuning, Arc<Link>)>,
    /// Since when nobody is attached.
    unattended: Option<Instant>,
    end: Option<SessionEnd>,
}

impl Session {
    /// A session over a link that is signed in. `credential` is given if it can be used again.
    pub(crate) fn new(
        way: Way,
        keys: Arc<HostKeys>,
        link: Link,
        stages: Vec<Stage>,
        credential: Option<Credential>,
        dialer: Arc<Dialer>,
        bounds: Bounds,
    ) -> Arc<Self> {
        let facts = link.facts();
        let (link, tasks) = (Arc::new(link), TaskTracker::new());
        link.stay_in_touch(dialer.keepalive, dialer.keepalive_max, &tasks);
        let (sharing, idle) = match credential {
            Some(credential) => (Sharing::OwnLinks(credential), vec![(Tuning::Shell, link)]),
            None => (Sharing::OneLink(link), Vec::new()),
        };
        Arc::new(Self {
            way,
            keys,
            facts,
            stages,
            sharing,
            dialer,
            bounds,
            state: Mutex::new(State {
                channels: BTreeMap::new(),
                next_channel: 1,
                idle,
                unattended: Some(Instant::now()),
                end: None,
            }),
            files: Files::default(),
            tasks,
            over: CancellationToken::new(),
        })
    }

    /// Opens a channel and attaches its owner, who misses nothing.
    ///
    /// # Errors
    /// The [`Problem`] that prevents it.
    pub(crate) async fn open_channel(
        self: &Arc<Self>,
        purpose: Purpose,
        typist: &str,
    ) -> Result<(String, Attached), Problem> {
        let (kind, size, tuning) = match &purpose {
            Purpose::Shell(terminal) => (ChannelKind::Shell, terminal.size, Tuning::Shell),
            Purpose::Exec { .. } => (ChannelKind::Exec, TermSize::default(), Tuning::Bulk),
            Purpose::Tcp { .. } | Purpose::Socket { .. } => {
                (ChannelKind::Tcp, TermSize::default(), Tuning::Bulk)
            }
        };
        let channel = Channel::new(kind, size, self.bounds.log_bytes);
        let attached = channel.attach(Role::Owner, 0, typist).ok_or(Problem::Internal)?;
        let number = self.enter(&channel)?;
        match self.link_channel(&channel, purpose, tuning).await {
            Ok(()) => Ok((channel_name(number), attached)),
            Err(problem) => {
                channel.finish(End::LinkLost { reason: String::new() });
                self.state().channels.remove(&number);
                Err(problem)
            }
        }
    }

    /// The channel of this name.
    ///
    /// # Errors
    /// [`Problem::ChannelGone`].
    pub(crate) fn channel(&self, name: &str) -> Result<Arc<Channel>, Problem> {
        let number = name.strip_prefix('c').and_then(|number| number.parse::<u32>().ok());
        number.and_then(|number| self.state().channels.get(&number).cloned()).ok_or(Problem::ChannelGone)
    }

    /// Ends the session: every channel, every link, every task. A target that does not take part is not waited for.
    pub(crate) async fn end(&self, why: SessionEnd) {
        let (channels, idle) = {
            let mut state = self.state();
            state.end.get_or_insert(why);
            (std::mem::take(&mut state.channels), std::mem::take(&mut state.idle))
        };
        for channel in channels.into_values() {
            channel.finish(End::SessionGone(why));
        }
        self.over.cancel();
        let shared = match &self.sharing {
            Sharing::OneLink(link) => Some(link),
            Sharing::OwnLinks(_) => None,
        };
        let links = idle.iter().map(|(_, link)| link).chain(shared);
        let closed = futures_util::future::join_all(links.map(|link| link.close()));
        self.tasks.close();
        let all = async { tokio::join!(closed, self.tasks.wait()) };
        if timeout(SESSION_END_TIME, all).await.is_err() {
            tracing::warn!(target = %self.way.target, "not everything of a session ended in time");
        }
    }

    /// What clients may know of it.
    pub(crate) fn info(&self) -> Option<SessionInfo> {
        let state = self.state();
        let channels = state
            .channels
            .iter()
            .filter(|(_, channel)| !channel.is_done())
            .map(|(number, channel)| channel.info(channel_name(*number)))
            .collect();
        Some(SessionInfo {
            target: self.way.target.clone(),
            hops: self.way.hops.clone(),
            host_key: self.facts.host_key.clone()?,
            server: self.facts.server.clone(),
            single_link: matches!(self.sharing, Sharing::OneLink(_)),
            stages: self.stages.clone(),
            channels,
            kept_seconds: state
                .unattended
                .map(|since| self.bounds.grace.saturating_sub(since.elapsed()).as_secs()),
            banner: Some(self.facts.banner.clone()).filter(|banner| !banner.is_empty()),
        })
    }

    /// Lets go what waited long enough; returns why the session is over, if it is.
    pub(crate) fn sweep(self: &Arc<Self>, now: Instant) -> Option<SessionEnd> {
        self.forget_partial_files(now);
        let mut state = self.state();
        state.channels.retain(|_, channel| !channel.is_done());
        let attended =
            self.files.are_moving() || state.channels.values().any(|channel| channel.attachments() > 0);
        if let Some(cut) = now.checked_sub(self.bounds.hold) {
            for channel in state.channels.values() {
                channel.release_hold(cut);
            }
        }
        if attended {
            state.unattended = None;
            return None;
        }
        let since = *state.unattended.get_or_insert(now);
        let lost = matches!(&self.sharing, Sharing::OneLink(link) if link.is_lost());
        if now.saturating_duration_since(since) >= self.bounds.grace {
            Some(SessionEnd::Expired)
        } else {
            lost.then_some(SessionEnd::LinkLost)
        }
    }

    /// Number of channels that have not ended.
    pub(crate) fn live_channels(&self) -> usize {
        self.state().channels.values().filter(|channel| !channel.has_ended()).count()
    }

    /// Gives a new channel its number.
    fn enter(&self, channel: &Arc<Channel>) -> Result<u32, Problem> {
        let mut state = self.state();
        if let Some(why) = state.end {
            return Err(Problem::SessionGone { why });
        }
        state.channels.retain(|_, channel| !channel.is_done());
        if state.channels.len() >= self.bounds.channels {
            // One that has ended, and is kept only in case somebody comes back for its last words.
            let is_spare = |channel: &Channel| channel.has_ended() && channel.attachments() == 0;
            let spare =
                state.channels.iter().find(|(_, channel)| is_spare(channel)).map(|(number, _)| *number);
            if let Some(number) = spare {
                state.channels.remove(&number);
            }
        }
        if state.channels.len() >= self.bounds.channels {
            return Err(Problem::TooMany { of: TooManyOf::Channels, retry_after: 1 });
        }
        let number = state.next_channel;
        state.next_channel += 1;
        state.channels.insert(number, channel.clone());
        state.unattended = None;
        Ok(number)
    }

    /// Finds or makes a link and opens the channel on it.
    async fn link_channel(
        self: &Arc<Self>,
        channel: &Arc<Channel>,
        purpose: Purpose,
        tuning: Tuning,
    ) -> Result<(), Problem> {
        let credential = match &self.sharing {
            Sharing::OneLink(link) => return self.open_on(link, channel, purpose).await,
            Sharing::OwnLinks(credential) => credential,
        };
        // An idle link may have died unnoticed; a fresh one tells for sure.
        while let Some(link) = self.idle_link(tuning) {
            match self.open_on(&link, channel, purpose.clone()).await {
                Err(Problem::LinkLost { .. }) => {}
                opened => {
                    self.lend(link, tuning, channel);
                    return opened;
                }
            }
        }
        let link = self.fresh_link(tuning, credential).await?;
        let opened = self.open_on(&link, channel, purpose).await;
        self.lend(link, tuning, channel);
        opened
    }

    /// Opens a channel on a link, within its time and the session's.
    async fn open_on(
        &self,
        link: &Arc<Link>,
        channel: &Arc<Channel>,
        purpose: Purpose,
    ) -> Result<(), Problem> {
        let patience = self.dialer.handshake_timeout;
        let opened = tokio::select! {
            opened = timeout(patience, link.open(channel, purpose, &self.tasks)) => {
                opened.map_err(|_| self.silent())
            }
            () = self.over.cancelled() => Err(self.gone()),
        };
        opened.unwrap_or_else(|unanswered| {
            // A link that others share goes on; one that is this channel's alone is of no more use.
            if matches!(self.sharing, Sharing::OwnLinks(_)) {
                link.drop_connection();
            }
            Err(unanswered)
        })
    }

    /// That the session has ended.
    pub(crate) fn gone(&self) -> Problem {
        Problem::SessionGone { why: self.state().end.unwrap_or(SessionEnd::Closed) }
    }

    fn silent(&self) -> Problem {
        Problem::TimedOut {
            host: self.way.target.host.clone(),
            port: self.way.target.port,
            seconds: self.dialer.handshake_timeout.as_secs(),
            via: self.way.hops.last().map(|hop| hop.host.clone()),
        }
    }

    fn idle_link(&self, tuning: Tuning) -> Option<Arc<Link>> {
        let mut state = self.state();
        state.idle.retain(|(_, link)| !link.is_lost());
        let at = state.idle.iter().position(|(tuned, _)| *tuned == tuning)?;
        Some(state.idle.swap_remove(at).1)
    }

    /// Keeps a link for as long as its channel lives, then for the next channel.
    fn lend(self: &Arc<Self>, link: Arc<Link>, tuning: Tuning, channel: &Arc<Channel>) {
        let (session, channel) = (self.clone(), channel.clone());
        self.tasks.spawn(async move {
            channel.ended().await;
            session.take_back(link, tuning);
        });
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn channel_name(number: u32) -> String {
    format!("c{number}")
}
