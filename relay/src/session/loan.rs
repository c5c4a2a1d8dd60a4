//! Links that a session lends to transfers of files, and takes back.

use std::sync::Arc;

use postern_shared::api::Problem;
use tokio::time::timeout;

use super::{Session, Sharing};
use crate::limits::IDLE_LINKS;
use crate::sftp::Sftp;
use crate::ssh::{Asker, Credential, Link, Tuning};

/// A link on loan. Dropping it gives it back.
pub(crate) struct Loan {
    session: Arc<Session>,
    link: Arc<Link>,
}

impl Loan {
    /// The link.
    pub(crate) fn link(&self) -> &Arc<Link> {
        &self.link
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        if matches!(self.session.sharing, Sharing::OwnLinks(_)) {
            self.session.take_back(self.link.clone(), Tuning::Bulk);
        }
    }
}

impl Session {
    /// An SFTP session on a link of its own, or on the shared one where a person had to help with the sign-in.
    ///
    /// # Errors
    /// The [`Problem`] that prevents it.
    pub(crate) async fn sftp(self: &Arc<Self>) -> Result<(Sftp, Loan), Problem> {
        let credential = match &self.sharing {
            Sharing::OneLink(link) => return self.sftp_on(link.clone()).await,
            Sharing::OwnLinks(credential) => credential,
        };
        // An idle link may have died unnoticed; a fresh one tells for sure.
        while let Some(link) = self.idle_link(Tuning::Bulk) {
            match self.sftp_on(link).await {
                Err(Problem::LinkLost { .. }) => {}
                begun => return begun,
            }
        }
        let link = self.fresh_link(Tuning::Bulk, credential).await?;
        self.sftp_on(link).await
    }

    async fn sftp_on(self: &Arc<Self>, link: Arc<Link>) -> Result<(Sftp, Loan), Problem> {
        let loan = Loan { session: self.clone(), link };
        let patience = self.dialer.handshake_timeout;
        let begun = tokio::select! {
            begun = timeout(patience, loan.link.sftp(&self.tasks)) => begun,
            () = self.over.cancelled() => return Err(self.gone()),
        };
        match begun {
            Ok(Err(lost @ Problem::LinkLost { .. })) => {
                // It must not come back as one that is ready.
                loan.link.drop_connection();
                Err(lost)
            }
            Ok(begun) => Ok((begun?, loan)),
            Err(_) => {
                // A link that others share goes on; one that is this transfer's alone is of no more use.
                if matches!(self.sharing, Sharing::OwnLinks(_)) {
                    loan.link.drop_connection();
                }
                Err(self.silent())
            }
        }
    }

    /// Makes a further link with the credential of the sign-in.
    pub(super) async fn fresh_link(
        &self,
        tuning: Tuning,
        credential: &Credential,
    ) -> Result<Arc<Link>, Problem> {
        let mut stages = Vec::new();
        let mut nobody = Asker::nobody();
        let connecting =
            self.dialer.connect(&self.way, tuning, &self.keys, credential, &mut nobody, &mut stages);
        let link = tokio::select! {
            link = connecting => Arc::new(link?),
            () = self.over.cancelled() => return Err(self.gone()),
        };
        link.stay_in_touch(self.dialer.keepalive, self.dialer.keepalive_max, &self.tasks);
        Ok(link)
    }

    /// Keeps a link for the next channel, or closes it.
    pub(super) fn take_back(self: &Arc<Self>, link: Arc<Link>, tuning: Tuning) {
        {
            let mut state = self.state();
            let kept = state.idle.iter().filter(|(tuned, _)| *tuned == tuning).count();
            if state.end.is_none() && !link.is_lost() && kept < IDLE_LINKS {
                state.idle.push((tuning, link));
                return;
            }
        }
        self.tasks.spawn(async move { link.close().await });
    }
}
