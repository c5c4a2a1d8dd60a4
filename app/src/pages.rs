//! The screens.

mod machines;
mod sign_in;
mod workspace;

pub(crate) use machines::MachineDialogs;
pub(crate) use sign_in::SignInPage;
pub(crate) use workspace::WorkspacePage;
