//! What a target has: learned once, at sign-in, so that scripts use what is there and the page says what is missing.

use std::collections::BTreeSet;

use super::network::Connection;
use super::{Action, Deed, Failure, Path, Ran, Risk, Script, Title};

/// A program that scripts use, and that a target may lack.
#[expect(missing_docs, reason = "each is the program of its name; `command` has that")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tool {
    Awk,
    Bash,
    Du,
    Find,
    Sha256sum,
    Stat,
    Sudo,
    Tar,
    Zip,
    Unzip,
    Zstd,
    Gzip,
    Ps,
    Renice,
    Ss,
    Ip,
    Systemctl,
    Journalctl,
    Apt,
    Dnf,
    Apk,
    Docker,
    Podman,
    Crontab,
    Lsblk,
    Smartctl,
    Nft,
    Ufw,
    FirewallCmd,
    Dmesg,
    RcService,
    Service,
    Useradd,
    Usermod,
    Adduser,
    SshKeygen,
    SystemdAnalyze,
    UpdateRcd,
    Chkconfig,
}

/// What starts and stops the services of a target: what runs there, not what is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Init {
    /// systemd.
    Systemd,
    /// OpenRC.
    Openrc,
    /// Scripts in `/etc/init.d`, or nothing that is known.
    Scripts,
}

impl Tool {
    /// Every tool.
    pub const ALL: [Self; 39] = [
        Self::Awk,
        Self::Bash,
        Self::Du,
        Self::Find,
        Self::Sha256sum,
        Self::Stat,
        Self::Sudo,
        Self::Tar,
        Self::Zip,
        Self::Unzip,
        Self::Zstd,
        Self::Gzip,
        Self::Ps,
        Self::Renice,
        Self::Ss,
        Self::Ip,
        Self::Systemctl,
        Self::Journalctl,
        Self::Apt,
        Self::Dnf,
        Self::Apk,
        Self::Docker,
        Self::Podman,
        Self::Crontab,
        Self::Lsblk,
        Self::Smartctl,
        Self::Nft,
        Self::Ufw,
        Self::FirewallCmd,
        Self::Dmesg,
        Self::RcService,
        Self::Service,
        Self::Useradd,
        Self::Usermod,
        Self::Adduser,
        Self::SshKeygen,
        Self::SystemdAnalyze,
        Self::UpdateRcd,
        Self::Chkconfig,
    ];

    /// Its command.
    #[must_use]
    pub fn command(self) -> &'static str {
        match self {
            Self::Awk => "awk",
            Self::Bash => "bash",
            Self::Du => "du",
            Self::Find => "find",
            Self::Sha256sum => "sha256sum",
            Self::Stat => "stat",
            Self::Sudo => "sudo",
            Self::Tar => "tar",
            Self::Zip => "zip",
            Self::Unzip => "unzip",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
            Self::Ps => "ps",
            Self::Renice => "renice",
            Self::Ss => "ss",
            Self::Ip => "ip",
            Self::Systemctl => "systemctl",
            Self::Journalctl => "journalctl",
            Self::Apt => "apt-get",
            Self::Dnf => "dnf",
            Self::Apk => "apk",
            Self::Docker => "docker",
            Self::Podman => "podman",
            Self::Crontab => "crontab",
            Self::Lsblk => "lsblk",
            Self::Smartctl => "smartctl",
            Self::Nft => "nft",
            Self::Ufw => "ufw",
            Self::FirewallCmd => "firewall-cmd",
            Self::Dmesg => "dmesg",
            Self::RcService => "rc-service",
            Self::Service => "service",
            Self::Useradd => "useradd",
            Self::Usermod => "usermod",
            Self::Adduser => "adduser",
            Self::SshKeygen => "ssh-keygen",
            Self::SystemdAnalyze => "systemd-analyze",
            Self::UpdateRcd => "update-rc.d",
            Self::Chkconfig => "chkconfig",
        }
    }
}

/// A tool that an action needs and the target lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the target has no {}", .0.command())]
pub struct Missing(pub Tool);

/// What a target has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tools {
    /// The user that scripts run as.
    pub user: String,
    /// Its number.
    pub uid: u32,
    /// Its home directory.
    pub home: Path,
    /// The target's own name.
    pub host: String,
    /// Whether `find` prints as GNU's does; busybox's does not.
    pub find_prints: bool,
    /// Whether `cp`, `rm` and `du` are GNU's.
    pub is_gnu: bool,
    /// Whether `grep` can end the names that it prints with a zero byte.
    pub grep_ends_names: bool,
    /// Whether `ps` takes `-e` and columns, as procps does; busybox's lists everything by itself.
    pub ps_selects: bool,
    /// What starts and stops its services.
    pub init: Init,
    /// How the session came.
    pub connection: Option<Connection>,
    /// Whether scripts are to change things as root.
    is_root: bool,
    has: BTreeSet<Tool>,
}

impl Tools {
    /// The same, for scripts that change things as root.
    #[must_use]
    pub fn through_sudo(&self) -> Self {
        Self { is_root: true, ..self.clone() }
    }

    /// Whether scripts are to change things as root.
    pub(crate) fn is_root(&self) -> bool {
        self.is_root
    }

    /// A command as the user who may give it: through `sudo`, which asks nothing here (sudo(8), `-n`).
    pub(crate) fn as_chosen(&self, command: &str) -> String {
        if self.is_root { format!("sudo -n {command}") } else { command.to_owned() }
    }

    /// With programs for administrators on the path, where a user's own may not have them. `sudo` looks there too,
    /// unless it has a path of its own (sudoers(5), `secure_path`).
    pub(crate) fn reaching_sbin(&self, script: Script) -> Script {
        if self.uid == 0 { script } else { script.line("PATH=$PATH:/usr/sbin:/sbin") }
    }

    /// A careful script with programs for administrators on the path.
    pub(crate) fn sbin(&self) -> Script {
        self.reaching_sbin(Script::careful())
    }

    /// Whether the target has this tool.
    #[must_use]
    pub fn has(&self, tool: Tool) -> bool {
        self.has.contains(&tool)
    }

    /// That the target has this tool.
    ///
    /// # Errors
    /// [`Missing`] if it has not.
    pub fn need(&self, tool: Tool) -> Result<(), Missing> {
        if self.has(tool) { Ok(()) } else { Err(Missing(tool)) }
    }
}

/// Learns what a target has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe;

impl Action for Probe {
    type Outcome = Tools;

    fn title(&self) -> Title {
        Title::one(Deed::Probe, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    /// Needs nothing but bash, and so does not look at what it is given.
    fn script(&self, _: &Tools) -> Result<Script, Missing> {
        Ok(Self::script())
    }

    fn outcome(&self, ran: &Ran) -> Result<Tools, Failure> {
        let mut tools = Tools {
            user: String::new(),
            uid: u32::MAX,
            home: Path::root(),
            host: String::new(),
            find_prints: false,
            is_gnu: false,
            grep_ends_names: false,
            ps_selects: false,
            init: Init::Scripts,
            connection: None,
            is_root: false,
            has: BTreeSet::new(),
        };
        for line in ran.output()?.split(|byte| *byte == 0) {
            let Some(at) = line.iter().position(|byte| *byte == b'=') else { continue };
            let (key, value) = (&line[..at], &line[at + 1..]);
            let text = || String::from_utf8_lossy(value).into_owned();
            match key {
                b"user" => tools.user = text(),
                b"uid" => tools.uid = text().parse().map_err(|_| Failure::Garbled)?,
                b"home" => tools.home = Path::parse(value).unwrap_or_else(Path::root),
                b"host" => tools.host = text(),
                b"find" => tools.find_prints = true,
                b"gnu" => tools.is_gnu = true,
                b"grep" => tools.grep_ends_names = true,
                b"ps" => tools.ps_selects = true,
                b"init" if value == b"systemd" => tools.init = Init::Systemd,
                b"init" if value == b"openrc" => tools.init = Init::Openrc,
                b"ssh" => tools.connection = Connection::parse(&text()),
                b"tool" => tools.has.extend(Tool::ALL.iter().find(|tool| tool.command().as_bytes() == value)),
                _ => {}
            }
        }
        if tools.uid == u32::MAX { Err(Failure::Garbled) } else { Ok(tools) }
    }
}

impl Probe {
    /// The bash that does it: the first there is, so it cannot depend on what the target has.
    #[must_use]
    pub fn script() -> Script {
        let names: Vec<&str> = Tool::ALL.iter().map(|tool| tool.command()).collect();
        let names = super::command("for tool in", names.into_iter().map(str::to_owned));
        Script::default()
            .line("# What this machine has; programs for administrators are often not on a user's PATH.")
            .line("PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin")
            .line(r#"printf '%s\0' "user=$(id -un)" "uid=$(id -u)" "home=$HOME" "host=${HOSTNAME%%.*}""#)
            .line(r"find / -maxdepth 0 -printf '' 2>/dev/null && printf 'find=prints\0'")
            .line(r"rm --help 2>&1 | grep -q one-file-system && printf 'gnu=coreutils\0'")
            .line(r"echo x | grep -q --null x 2>/dev/null && printf 'grep=null\0'")
            .line(r"ps -p $$ -o pid= >/dev/null 2>&1 && printf 'ps=selects\0'")
            .line("# What runs, not what is installed: sd_booted(3).")
            .line(r"[ -d /run/systemd/system ] && printf 'init=systemd\0'")
            .line(r"[ -e /run/openrc/softlevel ] && printf 'init=openrc\0'")
            .line(r#"printf 'ssh=%s\0' "$SSH_CONNECTION""#)
            .line(names + "; do")
            .line(r#"  command -v "$tool" >/dev/null && printf 'tool=%s\0' "$tool""#)
            .line("done")
            .line("true")
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::{Action as _, Failure, Ran};
    use super::{Init, Missing, Probe, Tool};

    #[test]
    fn a_probe_is_read_and_what_is_unknown_in_it_is_left_out() {
        let said =
            b"user=ops\0uid=1000\0home=/home/ops\0host=web-01\0find=prints\0tool=find\0tool=warp\0init=systemd\0new=1\0";
        let ran = Ran { stdout: said.to_vec(), status: Some(0), ..Ran::default() };
        let tools = Probe.outcome(&ran).unwrap();
        assert_eq!((tools.user.as_str(), tools.uid, tools.host.as_str()), ("ops", 1000, "web-01"));
        assert!(tools.has(Tool::Find) && tools.find_prints && !tools.is_gnu);
        assert_eq!(tools.init, Init::Systemd);
        assert_eq!(tools.need(Tool::Zip), Err(Missing(Tool::Zip)));
        assert_eq!(Missing(Tool::Zip).to_string(), "the target has no zip");
    }

    #[test]
    fn output_without_a_user_is_no_probe() {
        let ran = Ran { stdout: b"hello".to_vec(), status: Some(0), ..Ran::default() };
        assert_eq!(Probe.outcome(&ran), Err(Failure::Garbled));
    }
}
