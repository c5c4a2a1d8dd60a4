//! The built-in defaults.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Bucket, Config, LogFormat, SignInLimits, TargetPolicy, Tls};

impl Config {
    /// The defaults under this environment, which says where data belongs.
    pub(super) fn default_in(env: &dyn Fn(&str) -> Option<OsString>) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            data_dir: data_dir(env),
            log: "info".to_owned(),
            log_format: LogFormat::Human,
            tls: Tls::Off,
            clear_text: false,
            allowed_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            policy: TargetPolicy::default(),
            connect_timeout: Duration::from_secs(10),
            handshake_timeout: Duration::from_secs(20),
            challenge_timeout: Duration::from_secs(120),
            grace: Duration::from_secs(60 * 60),
            hold: Duration::from_secs(60),
            log_bytes: 512 * 1024,
            max_sessions: 1000,
            max_channels: 32,
            max_connections: 4096,
            sign_in: SignInLimits::default(),
            target_keepalive: Duration::from_secs(30),
            target_keepalive_max: 3,
            browser_keepalive: Duration::from_secs(20),
            shutdown_grace: Duration::from_secs(5),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::default_in(&|name| std::env::var_os(name))
    }
}

impl Default for SignInLimits {
    /// A person who types wrong, an office behind one address and a script on twenty machines pass; guessing does not.
    fn default() -> Self {
        Self {
            per_address: Bucket { burst: 100, refill: Duration::from_secs(1) },
            per_account: Bucket { burst: 50, refill: Duration::from_secs(6) },
        }
    }
}

/// Where data is kept: what systemd gives a service, else the person's own place (XDG Base Directory
/// Specification), else the system's.
fn data_dir(env: &dyn Fn(&str) -> Option<OsString>) -> PathBuf {
    let directory = |name: &str| env(name).filter(|value| !value.is_empty());
    // systemd.exec(5): several directories are separated by colons.
    if let Some(state) = directory("STATE_DIRECTORY") {
        return std::env::split_paths(&state).next().unwrap_or_default();
    }
    // The specification wants relative paths ignored.
    if let Some(data) = directory("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute()) {
        return data.join("postern");
    }
    match directory("HOME") {
        Some(home) => Path::new(&home).join(".local/share/postern"),
        None => PathBuf::from("/var/lib/postern"),
    }
}
