//! One layer of settings, from flags, environment or file: what may be set, what it is called, and its help.
//!
//! A setting has one name everywhere: `--max-sessions`, `POSTERN_MAX_SESSIONS`, `max-sessions = …`.

use std::error::Error as _;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Arg, Args as _, CommandFactory as _, FromArgMatches as _, Parser};
use serde::{Deserialize, Serialize};

use super::text::{Network, Size, Span};
use super::{Bucket, Config, ConfigError, LogFormat, Origin, SignInLimits, TargetPolicy, Tls};
use crate::policy::Rule;

/// What the command line and the environment say.
pub(super) struct Asked {
    pub(super) flags: Settings,
    pub(super) environment: Settings,
    pub(super) file: Option<PathBuf>,
    pub(super) is_check: bool,
}

const EXAMPLES: &str = "\
Examples:
  postern
      For yourself: http://127.0.0.1:3000
  postern --listen 0.0.0.0:443 --tls-cert fullchain.pem --tls-key privkey.pem
      For others, with a certificate
  postern --allowed-origins https://postern.example.net --trusted-proxies 127.0.0.1
      Behind nginx or Caddy on the same machine
  postern --allow-targets '10.0.0.0/8:22,*.example.net' --deny-targets 10.0.0.1
      Only to these machines
  postern --config /etc/postern/postern.toml --check-config
      Show what would be in force

Every setting may stand in a TOML file under its name without the dashes, or in the
environment. A flag outweighs the environment, the environment the file, the file the default.
Times are written 90s, 5m, 1h; sizes 512KiB, 8MiB; lists with commas between.";

/// One web page to every machine you look after: the relay between browser and SSH servers.
#[derive(Debug, Parser)]
#[command(name = "postern", version, after_help = EXAMPLES, next_line_help = true)]
struct CommandLine {
    #[command(flatten)]
    settings: Settings,
    /// Read settings from this TOML file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print the configuration that would be in force, or what is wrong with it, and end
    #[arg(long)]
    check_config: bool,
}

/// How TLS is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TlsMode {
    /// Not at all
    Off,
    /// With the certificate of tls-cert and tls-key
    Files,
    /// With a certificate made here, kept in the data directory; browsers warn of it
    SelfSigned,
}

/// Writes the struct and what goes through its fields one by one, so that none can be forgotten.
macro_rules! settings {
    ($($(#[$attribute:meta])* $field:ident: $type:ty,)*) => {
        /// What one layer sets.
        #[derive(Clone, Debug, Default, PartialEq, clap::Args, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
        pub(super) struct Settings {
            $($(#[$attribute])* $field: Option<$type>,)*
        }

        impl Settings {
            /// These settings, and those of a lower layer where these are silent.
            pub(super) fn or(self, lower: Self) -> Self {
                Self { $($field: self.$field.or(lower.$field),)* }
            }
        }
    };
}

settings! {
    /// Address and port to listen on; beyond loopback this wants TLS
    #[arg(long, value_name = "ADDRESS:PORT", help_heading = "Listening")]
    listen: SocketAddr,
    /// TLS spoken by the relay itself; `files` as soon as a certificate is given
    #[arg(long, value_name = "MODE", help_heading = "Listening")]
    tls: TlsMode,
    /// Certificate and chain (PEM)
    #[arg(long, value_name = "FILE", help_heading = "Listening")]
    tls_cert: PathBuf,
    /// Its private key (PEM)
    #[arg(long, value_name = "FILE", help_heading = "Listening")]
    tls_key: PathBuf,
    /// Listen beyond loopback without TLS all the same
    #[arg(
        long = super::CLEAR_TEXT, value_name = "BOOL", help_heading = "Listening", num_args = 0..=1,
        require_equals = true, default_missing_value = "true"
    )]
    #[serde(rename = "i-know-that-passwords-cross-the-network-in-clear-text")]
    clear_text: bool,
    /// Origins beside the relay's own whose pages may talk to it, such as that of a proxy in front
    #[arg(long, value_name = "ORIGINS", help_heading = "Listening", value_delimiter = ',')]
    allowed_origins: Vec<Origin>,
    /// Proxies whose X-Forwarded-For is believed, as addresses or networks
    #[arg(long, value_name = "NETWORKS", help_heading = "Listening", value_delimiter = ',')]
    trusted_proxies: Vec<Network>,
    /// Connections from browsers at one time
    #[arg(long, value_name = "NUMBER", help_heading = "Listening")]
    max_connections: usize,
    /// Silence after which a browser is asked whether it is still there
    #[arg(long, value_name = "TIME", help_heading = "Listening")]
    browser_keepalive: Span,
    /// Time for connections to end when the relay stops
    #[arg(long, value_name = "TIME", help_heading = "Listening")]
    shutdown_grace: Span,

    /// Dial only these targets, such as 10.0.0.0/8:22, *.example.net, [2001:db8::/32]:22-2222, *:22
    #[arg(long, value_name = "RULES", help_heading = "Targets", value_delimiter = ',')]
    allow_targets: Vec<Rule>,
    /// Never dial these, whatever is allowed; link-local addresses (cloud metadata) are always denied
    #[arg(long, value_name = "RULES", help_heading = "Targets", value_delimiter = ',')]
    deny_targets: Vec<Rule>,
    /// Time for a target to take the TCP connection
    #[arg(long, value_name = "TIME", help_heading = "Targets")]
    connect_timeout: Span,
    /// Time for a target to exchange keys, and again to answer each step of the sign-in or open a channel
    #[arg(long, value_name = "TIME", help_heading = "Targets")]
    handshake_timeout: Span,
    /// Silence after which a target is asked whether it is still there
    #[arg(long, value_name = "TIME", help_heading = "Targets")]
    target_keepalive: Span,
    /// Unanswered questions after which a target is given up
    #[arg(long, value_name = "NUMBER", help_heading = "Targets")]
    target_keepalive_max: usize,

    /// Time for a person to answer a challenge, such as a one-time code
    #[arg(long, value_name = "TIME", help_heading = "Signing in")]
    challenge_timeout: Span,
    /// Sign-ins from one address (IPv6: one /64) before it has to wait; a failed one counts as five
    #[arg(long, value_name = "NUMBER", help_heading = "Signing in")]
    sign_in_address_burst: u32,
    /// Time in which an address gets one of them back
    #[arg(long, value_name = "TIME", help_heading = "Signing in")]
    sign_in_address_refill: Span,
    /// Sign-ins to one account before it has to wait; a failed one counts as five
    #[arg(long, value_name = "NUMBER", help_heading = "Signing in")]
    sign_in_account_burst: u32,
    /// Time in which an account gets one of them back
    #[arg(long, value_name = "TIME", help_heading = "Signing in")]
    sign_in_account_refill: Span,

    /// Sessions at one time
    #[arg(long, value_name = "NUMBER", help_heading = "Sessions")]
    max_sessions: usize,
    /// Channels of one session: shells, commands, streams
    #[arg(long, value_name = "NUMBER", help_heading = "Sessions")]
    max_channels: usize,
    /// Time a session lives on when nobody looks at it
    #[arg(long, value_name = "TIME", help_heading = "Sessions")]
    grace: Span,
    /// Time output is held, and the program with it, for a browser whose connection was cut
    #[arg(long, value_name = "TIME", help_heading = "Sessions")]
    hold: Span,
    /// Output each channel keeps in memory for browsers that come back: 64KiB to 64MiB
    #[arg(long, value_name = "SIZE", help_heading = "Sessions")]
    log_bytes: Size,
    /// Directory of known_hosts and the self-signed certificate
    #[arg(long, value_name = "DIRECTORY", help_heading = "Sessions")]
    data_dir: PathBuf,

    /// What is logged: error, warn, info, debug, trace, or a filter such as warn,postern_relay=debug
    #[arg(long, value_name = "FILTER", help_heading = "Log")]
    log: String,
    /// Form of the log
    #[arg(long, value_name = "FORMAT", help_heading = "Log")]
    log_format: LogFormat,
}

impl Asked {
    /// Reads the command line and the environment; the inner error is help or version, which was asked for.
    pub(super) fn parse<I>(
        args: I,
        env: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Result<Self, String>, ConfigError>
    where
        I: IntoIterator,
        I::Item: Into<OsString> + Clone,
    {
        let defaults = Settings::of(&Config::default_in(env));
        let defaults = toml::Table::try_from(defaults).unwrap_or_default();
        let command = CommandLine::command().mut_args(|arg| explained(arg, &defaults));
        let parsed =
            command.try_get_matches_from(args).and_then(|found| CommandLine::from_arg_matches(&found));
        let line = match parsed {
            Ok(line) => line,
            Err(error) if !error.use_stderr() => {
                return Ok(Err(error.render().to_string().trim_end().to_owned()));
            }
            Err(error) => {
                let text = error.render().to_string();
                return Err(ConfigError::Arguments(text.trim_start_matches("error: ").trim_end().to_owned()));
            }
        };
        Ok(Ok(Self {
            flags: line.settings,
            environment: Settings::from_environment(env)?,
            file: line.config.or_else(|| given(env, "POSTERN_CONFIG").map(PathBuf::from)),
            is_check: line.check_config,
        }))
    }
}

impl Settings {
    /// Each variable is read as the flag of the same name is.
    fn from_environment(env: &dyn Fn(&str) -> Option<OsString>) -> Result<Self, ConfigError> {
        let command = Self::augment_args(clap::Command::new("environment").no_binary_name(true));
        let mut settings = Self::default();
        for flag in command.get_arguments().filter_map(Arg::get_long) {
            let name = variable(flag);
            let Some(value) = given(env, &name) else { continue };
            let mut argument = OsString::from(format!("--{flag}="));
            argument.push(value);
            let found = command.clone().try_get_matches_from([argument]);
            let found = found.and_then(|found| Self::from_arg_matches(&found)).map_err(|error| {
                let reason = error.source().map_or_else(|| error.kind().to_string(), ToString::to_string);
                ConfigError::Environment { name, reason }
            })?;
            settings = settings.or(found);
        }
        Ok(settings)
    }

    /// What these settings make of the defaults.
    pub(super) fn over(self, base: Config) -> Result<Config, ConfigError> {
        let tls = self.tls_over(base.tls)?;
        let bucket = |burst: Option<u32>, refill: Option<Span>, base: Bucket| Bucket {
            burst: burst.unwrap_or(base.burst),
            refill: refill.map_or(base.refill, |Span(time)| time),
        };
        let time = |set: Option<Span>, base| set.map_or(base, |Span(time)| time);
        let networks = |set: Vec<Network>| set.into_iter().map(|Network(network)| network).collect();
        Ok(Config {
            listen: self.listen.unwrap_or(base.listen),
            data_dir: self.data_dir.unwrap_or(base.data_dir),
            log: self.log.unwrap_or(base.log),
            log_format: self.log_format.unwrap_or(base.log_format),
            tls,
            clear_text: self.clear_text.unwrap_or(base.clear_text),
            allowed_origins: self.allowed_origins.unwrap_or(base.allowed_origins),
            trusted_proxies: self.trusted_proxies.map_or(base.trusted_proxies, networks),
            policy: TargetPolicy::new(
                self.allow_targets.unwrap_or_else(|| base.policy.allow().to_vec()),
                self.deny_targets.unwrap_or_else(|| base.policy.deny().to_vec()),
            ),
            connect_timeout: time(self.connect_timeout, base.connect_timeout),
            handshake_timeout: time(self.handshake_timeout, base.handshake_timeout),
            challenge_timeout: time(self.challenge_timeout, base.challenge_timeout),
            grace: time(self.grace, base.grace),
            hold: time(self.hold, base.hold),
            log_bytes: self.log_bytes.map_or(base.log_bytes, |Size(bytes)| bytes),
            max_sessions: self.max_sessions.unwrap_or(base.max_sessions),
            max_channels: self.max_channels.unwrap_or(base.max_channels),
            max_connections: self.max_connections.unwrap_or(base.max_connections),
            sign_in: SignInLimits {
                per_address: bucket(
                    self.sign_in_address_burst,
                    self.sign_in_address_refill,
                    base.sign_in.per_address,
                ),
                per_account: bucket(
                    self.sign_in_account_burst,
                    self.sign_in_account_refill,
                    base.sign_in.per_account,
                ),
            },
            target_keepalive: time(self.target_keepalive, base.target_keepalive),
            target_keepalive_max: self.target_keepalive_max.unwrap_or(base.target_keepalive_max),
            browser_keepalive: time(self.browser_keepalive, base.browser_keepalive),
            shutdown_grace: time(self.shutdown_grace, base.shutdown_grace),
        })
    }

    fn tls_over(&self, base: Tls) -> Result<Tls, ConfigError> {
        let files = self.tls_cert.clone().zip(self.tls_key.clone());
        match (self.tls, files) {
            (Some(TlsMode::Off), _) => Ok(Tls::Off),
            (Some(TlsMode::SelfSigned), _) => Ok(Tls::SelfSigned),
            (_, Some((cert, key))) => Ok(Tls::Files { cert, key }),
            (None, None) if self.tls_cert.is_none() && self.tls_key.is_none() => Ok(base),
            (Some(TlsMode::Files) | None, None) => Err(ConfigError::TlsFiles),
        }
    }

    /// The settings that make this configuration, all of them.
    pub(super) fn of(config: &Config) -> Self {
        let span = |time| Some(Span(time));
        let (tls, files) = match &config.tls {
            Tls::Off => (TlsMode::Off, None),
            Tls::Files { cert, key } => (TlsMode::Files, Some((cert.clone(), key.clone()))),
            Tls::SelfSigned => (TlsMode::SelfSigned, None),
        };
        let (tls_cert, tls_key) = files.unzip();
        Self {
            listen: Some(config.listen),
            tls: Some(tls),
            tls_cert,
            tls_key,
            clear_text: Some(config.clear_text),
            allowed_origins: Some(config.allowed_origins.clone()),
            trusted_proxies: Some(config.trusted_proxies.iter().copied().map(Network).collect()),
            max_connections: Some(config.max_connections),
            browser_keepalive: span(config.browser_keepalive),
            shutdown_grace: span(config.shutdown_grace),
            allow_targets: Some(config.policy.allow().to_vec()),
            deny_targets: Some(config.policy.deny().to_vec()),
            connect_timeout: span(config.connect_timeout),
            handshake_timeout: span(config.handshake_timeout),
            target_keepalive: span(config.target_keepalive),
            target_keepalive_max: Some(config.target_keepalive_max),
            challenge_timeout: span(config.challenge_timeout),
            sign_in_address_burst: Some(config.sign_in.per_address.burst),
            sign_in_address_refill: span(config.sign_in.per_address.refill),
            sign_in_account_burst: Some(config.sign_in.per_account.burst),
            sign_in_account_refill: span(config.sign_in.per_account.refill),
            max_sessions: Some(config.max_sessions),
            max_channels: Some(config.max_channels),
            grace: span(config.grace),
            hold: span(config.hold),
            log_bytes: Some(Size(config.log_bytes)),
            data_dir: Some(config.data_dir.clone()),
            log: Some(config.log.clone()),
            log_format: Some(config.log_format),
        }
    }
}

/// An argument whose help also says its default and its variable.
fn explained(arg: Arg, defaults: &toml::Table) -> Arg {
    let Some(flag) = arg.get_long().filter(|flag| !matches!(*flag, "help" | "version" | "check-config"))
    else {
        return arg;
    };
    let default = match defaults.get(flag) {
        Some(toml::Value::String(text)) => format!("[default: {text}] "),
        Some(toml::Value::Array(list)) if list.is_empty() => "[default: none] ".to_owned(),
        Some(value) => format!("[default: {value}] "),
        None => String::new(),
    };
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let help = format!("{help}\n{default}[env: {}]", variable(flag));
    arg.help(help)
}

/// The environment variable of a setting.
pub(super) fn variable(flag: &str) -> String {
    format!("POSTERN_{}", flag.replace('-', "_").to_uppercase())
}

/// A variable that is set to something; an empty one is as good as none.
fn given(env: &dyn Fn(&str) -> Option<OsString>, name: &str) -> Option<OsString> {
    env(name).filter(|value| !value.is_empty())
}
