//! What crosses HTTP: requests, responses, and [`Problem`] with its closed list of codes.

mod problem;
mod session;
mod why;

pub use problem::{Problem, ProblemDocument};
pub use session::{
    AcceptedHostKey, Answers, Challenge, ChannelInfo, ChannelKind, Credential, LoginPlace, LoginWebssh,
    LoginWebsshReply, OpenSession, Prompt, RelayInfo, SessionInfo, SignIn, Stage,
};
pub use why::{KeyFault, SessionEnd, TooManyOf, UnreachableWhy};
