//! Channels of a link that serve the relay itself and no client: SFTP, and a command with a short answer.

use std::sync::Arc;

use postern_shared::api::Problem;
use russh::client::Msg;
use russh::{Channel, ChannelMsg};
use tokio_util::task::TaskTracker;

use super::link::Link;
use crate::sftp::{Sftp, SftpError};

/// What such a channel is asked to be.
enum Service {
    Sftp,
    Exec(&'static str),
}

impl Link {
    /// Begins an SFTP session.
    ///
    /// # Errors
    /// [`Problem::NoSftp`], [`Problem::ChannelRefused`] or [`Problem::LinkLost`].
    pub(crate) async fn sftp(self: &Arc<Self>, tasks: &TaskTracker) -> Result<Sftp, Problem> {
        let channel = self.service(Service::Sftp, tasks).await?;
        Sftp::begin(channel, tasks).await.map_err(|error| match error {
            error if self.is_lost() => self.broken(&error),
            SftpError::Ended | SftpError::Status { .. } => Problem::NoSftp,
            error => Problem::ChannelRefused { reason: error.to_string() },
        })
    }

    /// Runs a command with this input; returns at most `most` bytes of its output if it succeeds.
    pub(crate) async fn ask(
        self: &Arc<Self>,
        command: &'static str,
        input: Vec<u8>,
        most: usize,
        tasks: &TaskTracker,
    ) -> Option<Vec<u8>> {
        let channel = self.service(Service::Exec(command), tasks).await.ok()?;
        let (mut read, write) = channel.split();
        let asked = async {
            write.data_bytes(input).await.ok()?;
            write.eof().await.ok()?;
            let (mut output, mut status) = (Vec::new(), None);
            while let Some(message) = read.wait().await {
                match message {
                    ChannelMsg::Data { data } => {
                        let room = most - output.len();
                        output.extend_from_slice(&data[..data.len().min(room)]);
                    }
                    ChannelMsg::ExitStatus { exit_status } => status = Some(exit_status),
                    ChannelMsg::Close => break,
                    _ => {}
                }
            }
            (status == Some(0)).then_some(output)
        };
        let output = asked.await;
        let _ = write.close().await;
        output
    }

    /// Opens a channel and asks for what it is to be.
    ///
    /// It goes on when nobody waits for it any more, as [`Link::open`] does and for the same reason.
    async fn service(
        self: &Arc<Self>,
        service: Service,
        tasks: &TaskTracker,
    ) -> Result<Channel<Msg>, Problem> {
        let link = self.clone();
        let opening = tasks.spawn(async move {
            let mut replies = link.turn().await;
            let channel = link.session_channel().await?;
            let asked = match &service {
                Service::Sftp => channel.request_subsystem(true, "sftp").await,
                Service::Exec(command) => channel.exec(true, *command).await,
            };
            let granted = match asked {
                Ok(()) => replies.of(channel.id()).await,
                Err(error) => Err(error),
            };
            match granted {
                Ok(true) => Ok(channel),
                Ok(false) => {
                    let _ = channel.close().await;
                    Err(match service {
                        Service::Sftp => Problem::NoSftp,
                        Service::Exec(_) => {
                            Problem::ChannelRefused { reason: "the request was denied".into() }
                        }
                    })
                }
                Err(error) => Err(link.refused(&error)),
            }
        });
        opening.await.map_err(|_| Problem::Internal)?
    }

    /// That the connection ended, if it is known why, or with what.
    pub(crate) fn broken(&self, error: &SftpError) -> Problem {
        Problem::LinkLost { reason: self.lost_reason().unwrap_or_else(|| error.to_string()) }
    }
}
