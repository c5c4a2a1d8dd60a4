//! What crosses HTTP: requests, responses, and [`Problem`] with its closed list of codes.

mod problem;
mod session;

pub use problem::{KeyFault, Problem, ProblemDocument, SessionEnd, TooManyOf, UnreachableWhy};
pub use session::{
    AcceptedHostKey, Answers, Challenge, ChannelInfo, ChannelKind, Credential, LoginPlace, LoginWebssh,
    LoginWebsshReply, OpenSession, Prompt, RelayInfo, SessionInfo, SignIn, Stage,
};
