//! Every session of the relay by its name: who may reach it, when it ends, and for a while why it ended.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use postern_shared::api::{Problem, SessionEnd, TooManyOf};

use super::Session;
use crate::limits::TOMBSTONES;
use crate::token::{SessionId, Token, TokenHash};

/// All sessions.
pub(crate) struct Sessions {
    most: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    open: HashMap<SessionId, (TokenHash, Arc<Session>)>,
    /// Why sessions ended, newest last.
    ended: VecDeque<(SessionId, TokenHash, SessionEnd)>,
    closing: bool,
}

impl Sessions {
    /// At most `most` sessions at once.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, state: Mutex::default() }
    }

    /// Whether another session may open.
    ///
    /// # Errors
    /// [`Problem::TooMany`] or [`Problem::ShuttingDown`].
    pub(crate) fn check_room(&self) -> Result<(), Problem> {
        self.check(&self.state())
    }

    fn check(&self, state: &State) -> Result<(), Problem> {
        if state.closing {
            return Err(Problem::ShuttingDown);
        }
        if state.open.len() >= self.most {
            return Err(Problem::TooMany { of: TooManyOf::Sessions, retry_after: 60 });
        }
        Ok(())
    }

    /// Adds a session under its name and token.
    ///
    /// # Errors
    /// As [`Self::check_room`].
    pub(crate) fn insert(
        &self,
        id: SessionId,
        token: TokenHash,
        session: Arc<Session>,
    ) -> Result<(), Problem> {
        let mut state = self.state();
        self.check(&state)?;
        state.open.insert(id, (token, session));
        Ok(())
    }

    /// The session of this name, for whoever holds its token.
    ///
    /// # Errors
    /// [`Problem::SessionGone`] if it ended; [`Problem::TokenRefused`] if there never was one, or the token is
    /// another's: the two are not told apart.
    pub(crate) fn authorise(&self, id: &SessionId, token: &Token) -> Result<Arc<Session>, Problem> {
        let state = self.state();
        if let Some((hash, session)) = state.open.get(id) {
            return if hash.is_of(token) { Ok(session.clone()) } else { Err(Problem::TokenRefused) };
        }
        match state.ended.iter().rev().find(|(ended, ..)| ended == id) {
            Some((_, hash, why)) if hash.is_of(token) => Err(Problem::SessionGone { why: *why }),
            _ => Err(Problem::TokenRefused),
        }
    }

    /// The session of this name, for what proves the right to it in another way than by its token.
    pub(crate) fn find(&self, id: &SessionId) -> Option<Arc<Session>> {
        self.state().open.get(id).map(|(_, session)| session.clone())
    }

    /// Ends one session.
    pub(crate) async fn end(&self, id: &SessionId, why: SessionEnd) {
        let session = self.state().bury(id, why);
        if let Some(session) = session {
            tracing::info!(session = %id, ?why, "session ended");
            session.end(why).await;
        }
    }

    /// Lets held output go; returns the sessions that nobody came back to, which are to be ended.
    pub(crate) fn sweep(&self, now: Instant) -> Vec<(SessionId, SessionEnd)> {
        let sessions: Vec<(SessionId, Arc<Session>)> =
            self.state().open.iter().map(|(id, (_, session))| (id.clone(), session.clone())).collect();
        sessions.into_iter().filter_map(|(id, session)| Some((id, session.sweep(now)?))).collect()
    }

    /// Ends every session, within `grace`, and takes no more.
    pub(crate) async fn shut_down(&self, grace: Duration) {
        let ids: Vec<SessionId> = {
            let mut state = self.state();
            state.closing = true;
            state.open.keys().cloned().collect()
        };
        let all = futures_util::future::join_all(ids.iter().map(|id| self.end(id, SessionEnd::ShutDown)));
        if tokio::time::timeout(grace, all).await.is_err() {
            tracing::warn!("not every session ended in time");
        }
    }

    /// Number of sessions, and of their channels that have not ended.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let state = self.state();
        let channels = state.open.values().map(|(_, session)| session.live_channels()).sum();
        (state.open.len(), channels)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn bury(&mut self, id: &SessionId, why: SessionEnd) -> Option<Arc<Session>> {
        let (hash, session) = self.open.remove(id)?;
        if self.ended.len() >= TOMBSTONES {
            self.ended.pop_front();
        }
        self.ended.push_back((id.clone(), hash, why));
        Some(session)
    }
}
