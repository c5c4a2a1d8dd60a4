//! What crosses HTTP: requests, responses, and [`Problem`] with its closed list of codes.

mod files;
mod problem;
mod session;
mod why;

pub use files::{DownloadState, DownloadTicket, OutputOrder, OwnTicket, Stored, UploadState};
pub use problem::{Problem, ProblemDocument};
pub use session::{
    AcceptedHostKey, Answers, Challenge, ChannelInfo, ChannelKind, Credential, LoginPlace, LoginWebssh,
    LoginWebsshReply, OpenSession, Prompt, RelayInfo, SessionInfo, SignIn, Stage,
};
pub use why::{FileFault, KeyFault, SessionEnd, TooManyOf, UnreachableWhy};
