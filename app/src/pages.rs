//! The screens.

mod sign_in;
mod workspace;

pub(crate) use sign_in::SignInPage;
pub(crate) use workspace::{Images, WorkspacePage};
