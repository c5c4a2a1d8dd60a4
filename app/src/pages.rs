//! The screens.

pub(crate) mod lazy;
mod machines;
mod sign_in;
mod workspace;

pub(crate) use lazy::LazyWorkspace;
pub(crate) use machines::MachineDialogs;
pub(crate) use sign_in::SignInPage;
pub(crate) use workspace::Images;
