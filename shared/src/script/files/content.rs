//! What a file holds: read to be shown or edited, and written anew without losing anything.

mod read;
mod save;

pub use read::{Content, Fingerprint, ReadFile};
pub use save::{Expected, SaveFile, Saving};
