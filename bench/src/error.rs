//! Why a measurement could not be made.

/// Why a measurement could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BenchError {
    /// A file, socket, pipe or process failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The relay refused something or spoke otherwise than its protocol.
    #[error("the relay: {0}")]
    Relay(String),
    /// `ssh` failed.
    #[error("ssh: {0}")]
    Ssh(String),
    /// The page could not be measured.
    #[error("the page: {0}")]
    Page(String),
    /// A shell ended or showed something else than awaited.
    #[error("a shell {0}")]
    Shell(&'static str),
    /// What `/proc` says cannot be read.
    #[error("cannot read {0}")]
    Proc(String),
}

pub(crate) type Result<T> = std::result::Result<T, BenchError>;
