//! How the relay is set up: flags, environment and file become one [`Config`], once, before anything starts.

mod default;
mod settings;
mod text;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

pub use crate::origin::{BadOrigin, Origin};
pub use crate::policy::{BadRule, Denied, Rule, TargetPolicy};
use settings::Settings;

/// Everything that can be set.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Where `known_hosts` and the self-signed certificate are kept.
    pub data_dir: PathBuf,
    /// Filter of the log, as `tracing_subscriber::EnvFilter` reads it.
    pub log: String,
    /// Form of the log.
    pub log_format: LogFormat,
    /// Whether and how the relay speaks TLS itself.
    pub tls: Tls,
    /// Whether somebody has taken it upon them that passwords cross the network in clear text.
    pub clear_text: bool,
    /// Origins beside the relay's own whose pages may talk to it.
    pub allowed_origins: Vec<Origin>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Which targets may be dialled.
    pub policy: TargetPolicy,
    /// Time for a target to take the TCP connection.
    pub connect_timeout: Duration,
    /// Time for a target to exchange keys, and again to answer each step of the sign-in.
    pub handshake_timeout: Duration,
    /// Time for a person to answer a challenge.
    pub challenge_timeout: Duration,
    /// Time a session without attachments lives on.
    pub grace: Duration,
    /// Time output is held for a client whose connection was cut.
    pub hold: Duration,
    /// Output each channel keeps for clients that come back, in bytes.
    pub log_bytes: usize,
    /// Sessions at one time.
    pub max_sessions: usize,
    /// Channels of one session.
    pub max_channels: usize,
    /// Connections from clients at one time.
    pub max_connections: usize,
    /// How often one may try to sign in.
    pub sign_in: SignInLimits,
    /// Silence after which a target is asked whether it is still there.
    pub target_keepalive: Duration,
    /// Unanswered questions after which a target is given up.
    pub target_keepalive_max: usize,
    /// Silence after which a browser is asked whether it is still there.
    pub browser_keepalive: Duration,
    /// Time for connections to end when the relay stops.
    pub shutdown_grace: Duration,
}

/// Form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// Lines for a person.
    Human,
    /// One JSON object a line.
    Json,
}

/// Whether and how the relay speaks TLS itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    /// It does not.
    Off,
    /// With a certificate from files.
    Files {
        /// The certificate and its chain, PEM.
        cert: PathBuf,
        /// The private key, PEM.
        key: PathBuf,
    },
    /// With a certificate it makes for itself, for trying out.
    SelfSigned,
}

/// How often one may try to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInLimits {
    /// From one client address (IPv6: one /64 network).
    pub per_address: Bucket,
    /// To one account (user, host and port).
    pub per_account: Bucket,
}

/// A token bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Tokens it holds when full.
    pub burst: u32,
    /// Time in which one token comes back.
    pub refill: Duration,
}

/// What the command line asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// To run a relay.
    Serve(Box<Config>),
    /// To print this text and end: help, version, or the effective configuration.
    Print(String),
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The command line cannot be read.
    #[error("{0}")]
    Arguments(String),
    /// A variable of the environment cannot be read.
    #[error("environment variable {name}: {reason}")]
    Environment {
        /// Which.
        name: String,
        /// What is wrong with its value.
        reason: String,
    },
    /// The file cannot be read.
    #[error("the configuration file {path} cannot be read")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file has an error.
    #[error("{path}, line {line}: {reason}")]
    File {
        /// Which.
        path: PathBuf,
        /// Counts from 1.
        line: usize,
        /// What is wrong, with the name of the key.
        reason: String,
    },
    /// A value is out of bounds.
    #[error("{key} must be {expected}")]
    OutOfBounds {
        /// The setting.
        key: &'static str,
        /// What it may be.
        expected: String,
    },
    /// The log filter cannot be read.
    #[error("log is a filter such as info or warn,postern_relay=debug: {0}")]
    Log(#[from] tracing_subscriber::filter::ParseError),
    /// A certificate is asked for but not given whole.
    #[error("tls-cert and tls-key are needed together")]
    TlsFiles,
    /// The certificate or its key cannot be used.
    #[error(transparent)]
    Tls(#[from] crate::tls::TlsError),
    /// Passwords would cross the network for all to read.
    #[error(
        "on {0} passwords would cross the network in clear text: give --tls-cert and --tls-key, try --tls self-signed, \
         listen on 127.0.0.1 behind a proxy that speaks TLS, or say --{CLEAR_TEXT}"
    )]
    ClearText(SocketAddr),
}

/// The setting that lets a relay without TLS listen beyond loopback, in so many words.
pub(crate) const CLEAR_TEXT: &str = "i-know-that-passwords-cross-the-network-in-clear-text";

/// Longest time that can be set: longer ones are slips.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Bounds of [`Config::log_bytes`], in bytes. Each channel may hold that much memory.
const LOG_BYTES: std::ops::RangeInclusive<usize> = 64 * 1024..=64 * 1024 * 1024;

/// Largest number that can be set where something is counted.
const MOST: usize = 1_000_000;

impl Config {
    /// Reads this process's arguments and environment, and the file they name.
    ///
    /// # Errors
    /// [`ConfigError`] names the first setting that is wrong and says where it is.
    pub fn load() -> Result<Command, ConfigError> {
        Self::from_args(std::env::args_os(), &|name| std::env::var_os(name))
    }

    /// Reads these arguments, the first of which is the program's name, and this environment.
    ///
    /// # Errors
    /// [`ConfigError`] names the first setting that is wrong and says where it is.
    pub fn from_args<I>(args: I, env: &dyn Fn(&str) -> Option<OsString>) -> Result<Command, ConfigError>
    where
        I: IntoIterator,
        I::Item: Into<OsString> + Clone,
    {
        let asked = match settings::Asked::parse(args, env)? {
            Ok(asked) => asked,
            Err(help) => return Ok(Command::Print(help)),
        };
        let file = asked.file.as_deref().map(read_file).transpose()?.unwrap_or_default();
        let settings = asked.flags.or(asked.environment).or(file);
        let config = settings.over(Self::default_in(env))?;
        config.check()?;
        if !asked.is_check {
            return Ok(Command::Serve(Box::new(config)));
        }
        if matches!(config.tls, Tls::Files { .. }) {
            crate::tls::server_config(&config.tls, &config.data_dir)?;
        }
        Ok(Command::Print(config.to_toml()))
    }

    /// The same settings as a file that can be read back.
    #[must_use]
    pub fn to_toml(&self) -> String {
        // Tables of strings, numbers and lists of strings always serialise.
        toml::to_string(&Settings::of(self)).unwrap_or_default().trim_end().to_owned()
    }

    /// Refuses values that no relay can work with.
    ///
    /// # Errors
    /// [`ConfigError`] names the first one.
    pub fn check(&self) -> Result<(), ConfigError> {
        self.check_times()?;
        self.check_counts()?;
        tracing_subscriber::EnvFilter::try_new(&self.log)?;
        if !self.listen.ip().to_canonical().is_loopback() && !self.tls.is_on() && !self.clear_text {
            return Err(ConfigError::ClearText(self.listen));
        }
        Ok(())
    }

    fn check_times(&self) -> Result<(), ConfigError> {
        let (none, tick, second) = (Duration::ZERO, Duration::from_millis(1), Duration::from_secs(1));
        for (key, value, least) in [
            ("connect-timeout", self.connect_timeout, tick),
            ("handshake-timeout", self.handshake_timeout, tick),
            ("challenge-timeout", self.challenge_timeout, tick),
            ("grace", self.grace, none),
            ("hold", self.hold, none),
            ("target-keepalive", self.target_keepalive, second),
            ("browser-keepalive", self.browser_keepalive, second),
            ("shutdown-grace", self.shutdown_grace, none),
            ("sign-in-address-refill", self.sign_in.per_address.refill, tick),
            ("sign-in-account-refill", self.sign_in.per_account.refill, tick),
        ] {
            if !(least..=LONGEST).contains(&value) {
                let (least, longest) = (text::Span(least), text::Span(LONGEST));
                return Err(ConfigError::OutOfBounds { key, expected: format!("from {least} to {longest}") });
            }
        }
        Ok(())
    }

    fn check_counts(&self) -> Result<(), ConfigError> {
        for (key, value) in [
            ("max-sessions", self.max_sessions),
            ("max-channels", self.max_channels),
            ("max-connections", self.max_connections),
            ("target-keepalive-max", self.target_keepalive_max),
            ("sign-in-address-burst", self.sign_in.per_address.burst as usize),
            ("sign-in-account-burst", self.sign_in.per_account.burst as usize),
        ] {
            if !(1..=MOST).contains(&value) {
                return Err(ConfigError::OutOfBounds { key, expected: format!("from 1 to {MOST}") });
            }
        }
        if !LOG_BYTES.contains(&self.log_bytes) {
            let (least, most) = (text::Size(*LOG_BYTES.start()), text::Size(*LOG_BYTES.end()));
            return Err(ConfigError::OutOfBounds {
                key: "log-bytes",
                expected: format!("from {least} to {most}"),
            });
        }
        Ok(())
    }
}

impl Tls {
    /// Whether the relay speaks TLS itself.
    #[must_use]
    pub fn is_on(&self) -> bool {
        match self {
            Self::Off => false,
            Self::Files { .. } | Self::SelfSigned => true,
        }
    }
}

fn read_file(path: &Path) -> Result<Settings, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
    toml::from_str(&text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = 1 + text[..start].matches('\n').count();
        let key = text.lines().nth(line - 1).and_then(|line| line.split_once('=')).map(|(key, _)| key.trim());
        ConfigError::File { path: path.to_owned(), line, reason: explained(error.message(), key) }
    })
}

/// What is wrong with a file in words that name the key, without the list of all keys there are.
fn explained(message: &str, key: Option<&str>) -> String {
    let unknown = message.strip_prefix("unknown field ").and_then(|rest| rest.split(',').next());
    match (unknown, key) {
        (Some(name), _) => format!("there is no setting {name}; --help lists them"),
        (None, Some(key)) if !message.contains(key) => format!("{key}: {message}"),
        (None, _) => message.to_owned(),
    }
}

#[cfg(test)]
mod tests;
