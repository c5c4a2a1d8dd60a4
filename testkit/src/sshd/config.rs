//! The files of one test server: `sshd_config`, PAM service, secrets, and the home of its sessions.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use super::{Own, PASSWORD, Sudo, USER};
use crate::keys::PrivateKey;

/// How a test server lets people in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Login {
    /// SSH's `password` method only.
    Password,
    /// SSH's `publickey` method only.
    Key,
    /// Keyboard-interactive with one hidden prompt: the password.
    Prompt,
    /// Keyboard-interactive in three rounds: password (hidden), code (echoed), code (hidden).
    Rounds,
    /// A key, then keyboard-interactive with a hidden one-time code.
    KeyThenCode,
    /// A key, then SSH's `password` method.
    KeyThenPassword,
}

impl Login {
    pub(super) fn wants_key(self) -> bool {
        matches!(self, Self::Key | Self::KeyThenCode | Self::KeyThenPassword)
    }

    fn methods(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Key => "publickey",
            Self::Prompt | Self::Rounds => "keyboard-interactive:pam",
            Self::KeyThenCode => "publickey,keyboard-interactive:pam",
            Self::KeyThenPassword => "publickey,password",
        }
    }

    /// The `auth` lines of its PAM service.
    fn pam(self, dir: &str) -> String {
        let password = format!("auth requisite pam_exec.so quiet expose_authtok {dir}/check-password\n");
        let echoed = format!(
            "auth requisite pam_google_authenticator.so secret={dir}/root/echoed user=root no_strict_owner \
             allowed_perm=0600 echo_verification_code no_increment_hotp\n"
        );
        let hidden = format!("auth requisite pam_oath.so usersfile={dir}/root/hidden window=10 digits=6\n");
        match self {
            Self::Rounds => format!("{password}{echoed}{hidden}"),
            Self::KeyThenCode => hidden,
            Self::Password | Self::Key | Self::Prompt | Self::KeyThenPassword => password,
        }
    }
}

/// Directories, secrets and scripts, all new.
pub(super) fn lay_out(dir: &Path) {
    set_mode(dir, 0o755);
    for name in ["home", "root"] {
        fs::create_dir_all(dir.join(name)).expect("a directory");
    }
    fs::write(dir.join("home/.bash_profile"), "cd\nPS1='$ '\nunset HISTFILE\n").expect("a file");
    fs::write(dir.join("home/.inputrc"), "set enable-bracketed-paste off\n").expect("a file");
    let check = dir.join("check-password");
    let script = format!("#!/bin/bash\nIFS= read -r -d '' given\n[ \"$given\" = '{PASSWORD}' ]\n");
    fs::write(&check, script).expect("a file");
    set_mode(&check, 0o755);
    // The secret of RFC 4226, appendix D: once in base32, once in hexadecimal.
    let echoed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n\" HOTP_COUNTER 1\n\" WINDOW_SIZE 10\n";
    let hidden = format!("HOTP {USER} - 3132333435363738393031323334353637383930\n");
    for (name, text) in [("root/echoed", echoed), ("root/hidden", &hidden)] {
        fs::write(dir.join(name), text).expect("a file");
        set_mode(&dir.join(name), 0o600);
    }
}

/// `sshd_config`, host key and PAM service.
pub(super) fn write(dir: &Path, port: u16, login: Login, host_key: &PrivateKey, service: &str, more: &str) {
    let shown = dir.display().to_string();
    fs::write(dir.join("host_key"), host_key.text()).expect("the host key");
    set_mode(&dir.join("host_key"), 0o600);
    // The first pam_permit sets the credentials that a stack of pam_exec alone cannot.
    let pam = format!(
        "{}auth required pam_permit.so\naccount required pam_permit.so\n\
         session required pam_permit.so\npassword required pam_deny.so\n",
        login.pam(&shown)
    );
    fs::write(dir.join("pam"), pam).expect("the PAM service");
    let newer = if server_version() >= (9, 8) {
        format!("PAMServiceName {service}\nPerSourcePenalties no\n")
    } else {
        String::new()
    };
    let methods = login.methods();
    let password = yes_no(methods.contains("password"));
    let prompts = yes_no(methods.contains("keyboard-interactive"));
    // sshd takes the first value of an option: what a test adds goes before.
    let config = format!(
        "{more}
{newer}ListenAddress 127.0.0.1
ListenAddress ::1
Port {port}
HostKey {shown}/host_key
PidFile none
AuthorizedKeysFile {shown}/authorized_keys
AuthenticationMethods {methods}
PasswordAuthentication {password}
KbdInteractiveAuthentication {prompts}
AllowUsers {USER}
UsePAM yes
UseDNS no
StrictModes no
PrintMotd no
PrintLastLog no
MaxStartups 1000
MaxAuthTries 10
MaxSessions 1000
LogLevel DEBUG1
SetEnv HOME={shown}/home LANG=C.UTF-8
Subsystem sftp internal-sftp
"
    );
    fs::write(dir.join("sshd_config"), config).expect("the configuration");
}

/// What the server has of its own.
pub(super) fn write_own(dir: &Path, own: &Own) {
    fs::write(dir.join("own"), "").expect("a file");
    if let Some(shell) = &own.shell {
        fs::write(dir.join("shell"), shell.as_os_str().as_encoded_bytes()).expect("a file");
    }
    if let Some(sudo) = &own.sudo {
        write_sudo(dir, sudo);
    }
}

/// What makes `sudo` want a password.
fn write_sudo(dir: &Path, sudo: &Sudo) {
    let rules = format!("root ALL=(ALL:ALL) ALL\n{}\n", sudo.rules.replace("USER", USER));
    fs::write(dir.join("sudoers"), rules).expect("a file");
    let secret = dir.join("root/chpasswd");
    fs::write(&secret, format!("{USER}:{}\n", sudo.password)).expect("a file");
    set_mode(&secret, 0o600);
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Version of the machine's OpenSSH, as major and minor.
fn server_version() -> (u32, u32) {
    static VERSION: OnceLock<(u32, u32)> = OnceLock::new();
    *VERSION.get_or_init(|| {
        let output = Command::new("ssh").arg("-V").output().expect("ssh");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let version = text.strip_prefix("OpenSSH_").expect("OpenSSH");
        let mut parts = version.split(|c: char| !c.is_ascii_digit()).map_while(|part| part.parse().ok());
        (parts.next().expect("a version"), parts.next().expect("a version"))
    })
}
