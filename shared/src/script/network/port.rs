//! Ports, opened and closed, and rules taken out.

use std::fmt;

use super::{Deed, Network, Port, Protocol, Refusal, Rule, Wall};
use crate::script::{
    Action, Failure, Missing, Preview, Ran, Risk, Script, Title, Tool, Tools, command, word,
};

/// Families of tables (nft(8), ADDRESS FAMILIES).
const FAMILIES: [&str; 6] = ["inet", "ip", "ip6", "arp", "bridge", "netdev"];

/// What becomes of what comes to a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It is let in.
    LetIn,
    /// It is not.
    Refuse,
}

/// Where a rule of nftables stands: family, table, chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    family: String,
    table: String,
    name: String,
}

/// Opens a port, or closes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetPort {
    /// With what.
    pub wall: Wall,
    /// Which of the two.
    pub verdict: Verdict,
    /// The port.
    pub port: Port,
    /// Of which protocol.
    pub protocol: Protocol,
    /// For these alone.
    pub from: Option<Network>,
    /// Where its rule is to stand, if nftables keeps it.
    pub chain: Option<Chain>,
    /// The port the session itself comes to.
    pub own: Port,
}

/// Takes out a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DropRule {
    /// Which.
    pub rule: Rule,
    /// Whether the session itself may come in by it.
    pub is_own: bool,
}

impl Chain {
    /// Reads `inet filter input`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [family, table, name] = words[..] else { return None };
        let is_name = |name: &str| {
            let fits = |character: char| character.is_ascii_alphanumeric() || "_-.".contains(character);
            name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                && name.chars().all(fits)
        };
        let is_chain = FAMILIES.contains(&family) && is_name(table) && is_name(name);
        is_chain.then(|| Self { family: family.to_owned(), table: table.to_owned(), name: name.to_owned() })
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.family, self.table, self.name)
    }
}

impl SetPort {
    /// What ufw is told.
    fn ufw(&self) -> String {
        let verdict = match self.verdict {
            Verdict::LetIn => "allow",
            Verdict::Refuse => "deny",
        };
        let (port, protocol) = (self.port, self.protocol.name());
        match self.from {
            None => format!("{verdict} {port}/{protocol}"),
            Some(from) => format!("{verdict} from {from} to any port {port} proto {protocol}"),
        }
    }

    /// What firewalld is told, without `--add-`.
    fn firewalld(&self) -> String {
        let (port, protocol) = (self.port, self.protocol.name());
        let verdict = match (self.verdict, self.from) {
            (Verdict::LetIn, None) => return format!("port={port}/{protocol}"),
            (Verdict::LetIn, Some(_)) => "accept",
            (Verdict::Refuse, _) => "drop",
        };
        let from = self.from.map_or_else(String::new, |from| {
            let family = if from.address().is_ipv4() { "ipv4" } else { "ipv6" };
            format!("family=\"{family}\" source address=\"{from}\" ")
        });
        format!("rich-rule=rule {from}port port=\"{port}\" protocol=\"{protocol}\" {verdict}")
    }

    /// What nftables is told to match and do.
    fn nft(&self) -> String {
        let verdict = match self.verdict {
            Verdict::LetIn => "accept",
            Verdict::Refuse => "drop",
        };
        let from = self.from.map_or_else(String::new, |from| {
            let family = if from.address().is_ipv4() { "ip" } else { "ip6" };
            format!("{family} saddr {} ", from.masked())
        });
        format!("{from}{} dport {} {verdict}", self.protocol.name(), self.port)
    }

    /// A command that succeeds where the rule is in force already; none where there can be two of a kind.
    fn is_there(&self, tools: &Tools) -> Option<String> {
        match self.wall {
            Wall::Ufw => {
                let rule = word(format!("ufw {}( comment .*)?", self.ufw()).as_bytes());
                Some(format!("{} | grep -qxE {rule}", tools.as_chosen("ufw show added")))
            }
            Wall::Firewalld => Some(
                tools.as_chosen(&format!("firewall-cmd --query-{} >/dev/null", option(&self.firewalld()))),
            ),
            Wall::Nft => None,
        }
    }

    fn chain(&self) -> Chain {
        let usual = || Chain { family: "inet".into(), table: "filter".into(), name: "input".into() };
        self.chain.clone().unwrap_or_else(usual)
    }

    fn is_own(&self) -> bool {
        self.verdict == Verdict::Refuse && self.port == self.own && self.protocol == Protocol::Tcp
    }
}

impl Action for SetPort {
    type Outcome = ();

    fn title(&self) -> Title {
        let deed = match self.verdict {
            Verdict::LetIn => Deed::Open(self.wall),
            Verdict::Refuse if self.is_own() => Deed::CloseOwn,
            Verdict::Refuse => Deed::Close(self.wall),
        };
        Title::one(deed, format!("{}/{}", self.port, self.protocol.name()))
    }

    fn risk(&self) -> Risk {
        if self.is_own() { Risk::Final } else { Risk::Disturbs }
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(self.wall.tool())?;
        let script = unless_there(tools.sbin(), self.is_there(tools));
        Ok(match (self.wall, self.verdict) {
            (Wall::Ufw, Verdict::LetIn) => script.line(tools.as_chosen(&format!("ufw {}", self.ufw()))),
            (Wall::Ufw, Verdict::Refuse) => script
                .line("# Before all others: the first that fits counts.")
                .line(tools.as_chosen(&format!("ufw prepend {}", self.ufw()))),
            (Wall::Firewalld, _) => firewalld(script, "add", &self.firewalld(), "", tools),
            (Wall::Nft, _) => script
                .line("# In force at once, and until the next start: what is kept is in /etc/nftables.conf.")
                .line(tools.as_chosen(&format!("nft insert rule {} {}", self.chain(), self.nft()))),
        })
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let script = tools.sbin();
        Some(match self.wall {
            Wall::Ufw => script.line(tools.as_chosen(&format!("ufw delete {}", self.ufw()))),
            Wall::Firewalld => firewalld(script, "remove", &self.firewalld(), "", tools),
            Wall::Nft => {
                let list = tools.as_chosen(&format!("nft -a list chain {}", self.chain()));
                let which = self.nft().replace('/', r"\/");
                script
                    .line(format!("handle=$({list} | sed -n 's/^\\t*{which} # handle //p' | head -n 1)"))
                    .line(tools.as_chosen(&format!("nft delete rule {} handle \"$handle\"", self.chain())))
            }
        })
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let script = Script::default();
        let script = if self.is_own() { is_own(script) } else { script };
        let filter = word(format!("sport = :{}", self.port).as_bytes());
        let script = if tools.has(Tool::Ss) {
            script.line("# Who listens there, and who is connected.").line(format!("ss -tunap {filter}"))
        } else {
            script.line("# Who listens there, and who is connected.").line("netstat -tunap")
        };
        Some(Preview::Text(script))
    }
}

impl Action for DropRule {
    type Outcome = ();

    fn title(&self) -> Title {
        Title::one(if self.is_own { Deed::RemoveOwn } else { Deed::Remove }, self.rule.text.clone())
    }

    fn risk(&self) -> Risk {
        if self.is_own { Risk::Final } else { Risk::Disturbs }
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(self.rule.wall.tool())?;
        let script = tools.sbin();
        Ok(match &self.rule.refusal {
            None => script,
            Some(Refusal::Ufw { words, .. }) => script.line(ufw("ufw delete", words, tools)),
            Some(Refusal::Firewalld { option, zone }) => firewalld(script, "remove", option, zone, tools),
            Some(Refusal::Nft { chain, handle, .. }) => script
                .line("# In force at once, and until the next start: what is kept is in /etc/nftables.conf.")
                .line(tools.as_chosen(&format!("nft delete rule {chain} handle {handle}"))),
        })
    }

    fn outcome(&self, ran: &Ran) -> Result<(), Failure> {
        ran.done()
    }

    fn undo(&self, tools: &Tools) -> Option<Script> {
        let script = tools.sbin();
        match self.rule.refusal.as_ref()? {
            Refusal::Ufw { words, stands_anywhere } => {
                stands_anywhere.then(|| script.line(ufw("ufw", words, tools)))
            }
            Refusal::Firewalld { option, zone } => Some(firewalld(script, "add", option, zone, tools)),
            Refusal::Nft { chain, next, .. } => {
                let (way, at) = match next {
                    Some(next) => ("insert", format!("handle {next} ")),
                    None => ("add", String::new()),
                };
                let rule = word(self.rule.text.as_bytes());
                Some(script.line(tools.as_chosen(&format!("nft {way} rule {chain} {at}{rule}"))))
            }
        }
    }

    fn preview(&self, tools: &Tools) -> Option<Preview> {
        let script = tools.reaching_sbin(Script::default());
        let script = if self.is_own { is_own(script) } else { script };
        let list = match self.rule.refusal.as_ref()? {
            Refusal::Ufw { .. } => "ufw status verbose".to_owned(),
            Refusal::Firewalld { zone, .. } => {
                format!("firewall-cmd --zone={} --list-all", word(zone.as_bytes()))
            }
            Refusal::Nft { chain, .. } => format!("nft list chain {chain}"),
        };
        Some(Preview::Text(script.line("# What is in force beside it.").line(tools.as_chosen(&list))))
    }
}

/// Says that the session itself may be cut off.
fn is_own(script: Script) -> Script {
    script.line(r#"printf 'This session comes in here, and may not come back: %s\n' "$SSH_CONNECTION""#)
}

/// A rule that is there already is not made, and so not taken back.
fn unless_there(script: Script, is_there: Option<String>) -> Script {
    match is_there {
        Some(is_there) => script
            .line("# One that is there already is not this script's to take back.")
            .line(format!("if {is_there}; then\n  echo 'The rule is there already.' >&2\n  exit 1\nfi")),
        None => script,
    }
}

/// Words that `ufw` printed itself.
fn ufw(head: &str, words: &[String], tools: &Tools) -> String {
    command(&tools.as_chosen(head), words.iter().map(|it| word(it.as_bytes())))
}

/// An option of `firewall-cmd` as bash reads it.
fn option(option: &str) -> String {
    let (kind, value) = option.split_once('=').unwrap_or((option, ""));
    format!("{kind}={}", word(value.as_bytes()))
}

/// For now and for the next start.
fn firewalld(script: Script, way: &str, option: &str, zone: &str, tools: &Tools) -> Script {
    let zone = if zone.is_empty() { String::new() } else { format!("--zone={} ", word(zone.as_bytes())) };
    let option = self::option(option);
    let told = |kept: &str| tools.as_chosen(&format!("firewall-cmd {zone}{kept}--{way}-{option}"));
    script.line("# For now, and for the next start.").line(told("")).line(told("--permanent "))
}
