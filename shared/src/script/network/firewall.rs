//! The firewall: the rules in force, whichever tool they are kept with.

mod firewalld;
mod nft;
mod ufw;

use super::{Chain, Connection, Deed, DropRule, Network, Port, Protocol, SetPort, Verdict};
use crate::form::{Answers, Field, Kind, Label, Shape};
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools};
use crate::table::{Cell, Column, Heading, Layout, Mood, Offer, Row, Shown, Subject, Width};

/// The subject.
#[derive(Clone, Copy, Debug)]
pub struct Firewall;

/// What rules are kept with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wall {
    /// ufw.
    Ufw,
    /// firewalld.
    Firewalld,
    /// nftables itself.
    Nft,
}

/// Lists the rules of every firewall there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListRules;

/// A rule, or what is done where none says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What it is kept with.
    pub wall: Wall,
    /// Where it stands: the chain, the zone.
    pub place: String,
    /// What it says.
    pub text: String,
    /// What becomes of what it is about, in the tool's own word.
    pub verdict: String,
    /// Whether it is in force.
    pub is_active: bool,
    /// How it is taken out; none for what is no rule.
    pub refusal: Option<Refusal>,
}

/// What a tool has to be told to take a rule out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The words `ufw` made it from, and whether it may stand anywhere among the others.
    Ufw {
        /// `allow`, `8080/tcp`.
        words: Vec<String>,
        /// Whether the order does not matter.
        stands_anywhere: bool,
    },
    /// The option of `firewall-cmd` without `--add-` and `--remove-`.
    Firewalld {
        /// `port=8080/tcp`.
        option: String,
        /// The zone it is in.
        zone: String,
    },
    /// Its number.
    Nft {
        /// Where it stands.
        chain: Chain,
        /// The number.
        handle: u64,
        /// The number of the one after it.
        next: Option<u64>,
    },
}

impl Wall {
    /// All of them, those that manage others first.
    pub const ALL: [Self; 3] = [Self::Ufw, Self::Firewalld, Self::Nft];

    /// Its tool.
    #[must_use]
    pub fn tool(self) -> Tool {
        match self {
            Self::Ufw => Tool::Ufw,
            Self::Firewalld => Tool::FirewallCmd,
            Self::Nft => Tool::Nft,
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ufw => "ufw",
            Self::Firewalld => "firewalld",
            Self::Nft => "nftables",
        }
    }

    fn open_command(self) -> &'static str {
        match self {
            Self::Ufw => "ufw allow",
            Self::Firewalld => "firewall-cmd --add-port",
            Self::Nft => "nft insert rule … accept",
        }
    }

    fn close_command(self) -> &'static str {
        match self {
            Self::Ufw => "ufw prepend deny",
            Self::Firewalld => "firewall-cmd --add-rich-rule",
            Self::Nft => "nft insert rule … drop",
        }
    }

    fn remove_command(self) -> &'static str {
        match self {
            Self::Ufw => "ufw delete",
            Self::Firewalld => "firewall-cmd --remove-…",
            Self::Nft => "nft delete rule",
        }
    }
}

impl Action for ListRules {
    type Outcome = Vec<Rule>;

    fn title(&self) -> Title {
        Title::one(Deed::Rules, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        if !Wall::ALL.iter().any(|wall| tools.has(wall.tool())) {
            return Err(Missing(Tool::Nft));
        }
        let mut script = tools.sbin().line("export LC_ALL=C");
        for wall in Wall::ALL.into_iter().filter(|wall| tools.has(wall.tool())) {
            script = script.line(format!(r"printf '{}\0'", wall.tool().command()));
            script = match wall {
                Wall::Ufw => {
                    script.line(tools.as_chosen("ufw status verbose")).line(tools.as_chosen("ufw show added"))
                }
                Wall::Firewalld => script
                    .line("# Where it does not run, none of its rules is in force.")
                    .line(format!("{} || true", tools.as_chosen("firewall-cmd --list-all"))),
                Wall::Nft => script.line(tools.as_chosen("nft -a list ruleset")),
            };
            script = script.line(r"printf '\0'");
        }
        Ok(script)
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Rule>, Failure> {
        let output = String::from_utf8_lossy(ran.output()?);
        let mut parts = output.split('\0');
        let mut rules: Vec<Rule> = Vec::new();
        while let (Some(tool), Some(text)) = (parts.next(), parts.next()) {
            let wall = Wall::ALL.into_iter().find(|wall| wall.tool().command() == tool);
            match wall.ok_or(Failure::Garbled)? {
                Wall::Ufw => rules.extend(ufw::read(text).ok_or(Failure::Garbled)?),
                Wall::Firewalld => rules.extend(firewalld::read(text)),
                Wall::Nft => {
                    // What the others made of their rules stands there once more.
                    let manages = |wall| rules.iter().any(|rule: &Rule| rule.wall == wall && rule.is_active);
                    let (by_ufw, by_firewalld) = (manages(Wall::Ufw), manages(Wall::Firewalld));
                    let is_made = |rule: &Rule| {
                        (by_ufw && (rule.place.contains(" ufw") || rule.text.contains("jump ufw")))
                            || (by_firewalld && rule.place.contains(" firewalld "))
                    };
                    rules.extend(
                        nft::read(text).ok_or(Failure::Garbled)?.into_iter().filter(|it| !is_made(it)),
                    );
                }
            }
        }
        Ok(rules)
    }
}

impl Rule {
    /// Whether the session itself may come in by it: it lets in, and names no ports but others.
    #[must_use]
    pub fn may_hold(&self, own: Port) -> bool {
        let lets_in = ["allow", "limit", "accept"].contains(&&*self.verdict);
        let spec = match &self.refusal {
            None => return false,
            Some(Refusal::Ufw { words, .. }) => ufw::ports(words),
            Some(Refusal::Firewalld { option, .. }) => firewalld::ports(option),
            Some(Refusal::Nft { .. }) => nft::ports(&self.text),
        };
        let holds = |(first, last): &(u16, u16)| (*first..=*last).contains(&own.0);
        lets_in && spec.is_none_or(|ports| ports.iter().any(holds))
    }

    fn mood(&self) -> Mood {
        match &*self.verdict {
            _ if !self.is_active => Mood::Idle,
            "allow" | "accept" => Mood::Good,
            "deny" | "drop" | "reject" | "limit" => Mood::Busy,
            _ => Mood::Idle,
        }
    }
}

/// `22`, `80,443`, `8000-8010` or `8000:8010`: from one to another, each; none if it says anything else.
fn ranges(text: &str) -> Option<Vec<(u16, u16)>> {
    let range = |part: &str| {
        let (first, last) = part.split_once(['-', ':']).unwrap_or((part, part));
        Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
    };
    text.split(',').map(|part| range(part.trim())).collect()
}

/// The port the session itself comes to; that of the standard where nobody says (RFC 4251, 4.1).
fn own(tools: &Tools) -> Port {
    tools.connection.map_or(Port(22), |Connection { port, .. }| port)
}

impl Subject for Firewall {
    type Item = Rule;
    type Read = ListRules;

    const LAYOUT: Layout = Layout::of(&[
        Column::of(Heading::Place, Width::Large, Shown::Middling),
        Column::of(Heading::Rule, Width::Rest, Shown::Always),
        Column::of(Heading::Verdict, Width::Middling, Shown::Always),
        Column::of(Heading::Tool, Width::Middling, Shown::Wide),
    ]);

    fn read(_: &str) -> ListRules {
        ListRules
    }

    fn row(rule: &Rule, _: &Tools) -> Row {
        let verdict = if rule.is_active { rule.verdict.clone() } else { format!("({})", rule.verdict) };
        let cells = vec![
            Cell::text(&rule.place),
            Cell::text(&rule.text),
            Cell::State(rule.mood(), verdict),
            Cell::text(rule.wall.name()),
        ];
        let number = match &rule.refusal {
            Some(Refusal::Nft { handle, .. }) => handle.to_string(),
            Some(Refusal::Ufw { .. } | Refusal::Firewalld { .. }) | None => String::new(),
        };
        let tool = rule.wall.tool().command();
        Row::of(format!("{tool} {} {number} {}", rule.place, rule.text), cells)
    }

    fn offers(chosen: &[&Rule], tools: &Tools) -> Vec<Offer> {
        let own = own(tools);
        match chosen {
            [] => {
                let walls = Wall::ALL.into_iter().filter(|wall| tools.has(wall.tool()));
                walls
                    .flat_map(|wall| [Verdict::LetIn, Verdict::Refuse].map(|is| port(wall, is, own)))
                    .collect()
            }
            [rule] if rule.refusal.is_some() => {
                let drop = DropRule { rule: (*rule).clone(), is_own: rule.may_hold(own) };
                vec![Offer::of(rule.wall.remove_command(), drop).key("Delete")]
            }
            _ => Vec::new(),
        }
    }
}

/// Opens a port, or closes one, once it is known which.
fn port(wall: Wall, verdict: Verdict, own: Port) -> Offer {
    let (deed, command) = match verdict {
        Verdict::LetIn => (Deed::Open(wall), wall.open_command()),
        Verdict::Refuse => (Deed::Close(wall), wall.close_command()),
    };
    let protocols = Protocol::ALL.map(|protocol| protocol.name().to_owned()).to_vec();
    let mut fields = vec![
        Field::of(Label::Port, Kind::Number { least: 1, most: 65535 }),
        Field::of(Label::Protocol, Kind::Choice(protocols)),
        Field::of(Label::From, Kind::Shaped(Shape::Network)).optional(),
    ];
    if wall == Wall::Nft {
        fields.push(Field::of(Label::Chain, Kind::Shaped(Shape::Chain)).holding("inet filter input"));
    }
    Offer::asking(deed, command, fields, move |answers| asked(wall, verdict, own, answers))
}

/// What was asked for. The form has looked at it; what it would have let by is nobody's, and no port.
fn asked(wall: Wall, verdict: Verdict, own: Port, answers: &Answers) -> SetPort {
    let from = match answers.of(&Label::From) {
        "" => None,
        text => Some(Network::parse(text).unwrap_or(Network::NOBODY)),
    };
    SetPort {
        wall,
        verdict,
        port: Port(answers.of(&Label::Port).parse().unwrap_or_default()),
        protocol: Protocol::parse(answers.of(&Label::Protocol)).unwrap_or(Protocol::Tcp),
        from,
        chain: Chain::parse(answers.of(&Label::Chain)),
        own,
    }
}
