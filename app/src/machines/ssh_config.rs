//! Reads an OpenSSH client configuration, ssh_config(5), as far as it names machines; it opens no file and saves nothing.
//!
//! As in OpenSSH, the first value found for a host holds, so general sections at the end are defaults.

mod lines;
mod pattern;

use std::collections::BTreeSet;

use postern_shared::target::{Host, TargetDraft, UserName, parse_port};

use crate::draft::MOST_HOPS;
use lines::{Line, lines};
use pattern::{is_concrete, matches};

/// Largest file that is read, in bytes: thousands of hosts have less.
pub(crate) const LARGEST: usize = 1024 * 1024;
/// Most hosts taken from a file, and most patterns and options looked at: what bounds the work a file can cause.
const MOST_HOSTS: usize = 2000;
const MOST_PATTERNS: usize = 10_000;
const MOST_OPTIONS: usize = 20_000;
/// Most notes of what was left out, and most names of options that mean nothing here.
const MOST_NOTES: usize = 200;

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Config {
    pub(crate) entries: Vec<Entry>,
    pub(crate) left_out: Vec<LeftOut>,
    /// Options that were seen and mean nothing here, sorted.
    pub(crate) unused: BTreeSet<String>,
}

/// A host the file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its name in the file.
    pub(crate) alias: String,
    /// Where it is and the way there; users may be missing.
    pub(crate) place: TargetDraft,
    /// Name of its first key file, without folders; empty where none is named.
    pub(crate) identity_file: String,
}

/// Something of the file that is not taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeftOut {
    /// Line it stands in, from 1.
    pub(crate) line: usize,
    /// What, in the file's own words.
    pub(crate) what: String,
    pub(crate) why: Why,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// A `Match` block: its conditions hold on the person's computer only.
    Match,
    /// An `Include`: a page cannot open the other file.
    Include,
    /// A host reached by a program on the person's computer.
    ProxyCommand,
    /// A host name, port or user that is none, or holds a token only `ssh` knows.
    Place,
    /// A `ProxyJump` that cannot be read.
    Jump,
    /// A `ProxyJump` that leads back to itself, or through too many hosts.
    Loop,
    /// Quotes that do not end.
    Quotes,
    /// Beyond the bounds of what is read.
    TooMany,
}

/// Options under the same `Host` line, or before the first.
struct Section {
    line: usize,
    /// None: holds for every host.
    patterns: Option<Vec<String>>,
    options: Vec<(Keyword, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keyword {
    HostName,
    Port,
    User,
    ProxyJump,
    ProxyCommand,
    IdentityFile,
}

/// Reads a file's text.
pub(crate) fn read(text: &str) -> Config {
    let mut config = Config::default();
    take(&sections(text, &mut config), &mut config);
    config.left_out.sort_by_key(|left| left.line);
    config
}

fn take(sections: &[Section], config: &mut Config) {
    let mut aliases = BTreeSet::new();
    for section in sections {
        for alias in section.patterns.iter().flatten().filter(|pattern| is_concrete(pattern)) {
            // A host that its own line takes out again is none.
            if !applies(section, alias) || !aliases.insert(alias.as_str()) {
                continue;
            }
            if aliases.len() > MOST_HOSTS {
                config.leave_out(section.line, alias, Why::TooMany);
                return;
            }
            match entry(sections, alias) {
                Ok(entry) => config.entries.push(entry),
                Err(why) => config.leave_out(section.line, alias, why),
            }
        }
    }
}

impl Config {
    fn leave_out(&mut self, line: usize, what: &str, why: Why) {
        if self.left_out.len() < MOST_NOTES {
            let what = what.chars().filter(|c| !c.is_control()).take(80).collect();
            self.left_out.push(LeftOut { line, what, why });
        }
    }
}

fn sections(text: &str, config: &mut Config) -> Vec<Section> {
    let mut sections = vec![Section { line: 1, patterns: None, options: Vec::new() }];
    let (mut patterns, mut options, mut is_skipping) = (0, 0, false);
    for Line { number, keyword, arguments } in lines(text) {
        let Some(arguments) = arguments else {
            config.leave_out(number, &keyword, Why::Quotes);
            continue;
        };
        let name = match keyword.to_ascii_lowercase().as_str() {
            "host" => {
                is_skipping = false;
                patterns += arguments.len();
                if patterns > MOST_PATTERNS {
                    config.leave_out(number, &keyword, Why::TooMany);
                    break;
                }
                sections.push(Section { line: number, patterns: Some(arguments), options: Vec::new() });
                continue;
            }
            "match" => {
                is_skipping = true;
                config.leave_out(number, &format!("Match {}", arguments.join(" ")), Why::Match);
                continue;
            }
            _ if is_skipping => continue,
            "include" => {
                config.leave_out(number, &format!("Include {}", arguments.join(" ")), Why::Include);
                continue;
            }
            "hostname" => Keyword::HostName,
            "port" => Keyword::Port,
            "user" => Keyword::User,
            "proxyjump" => Keyword::ProxyJump,
            "proxycommand" => Keyword::ProxyCommand,
            "identityfile" => Keyword::IdentityFile,
            _ => {
                if config.unused.len() < MOST_NOTES && keyword.len() <= 40 {
                    config.unused.insert(keyword);
                }
                continue;
            }
        };
        options += 1;
        if options > MOST_OPTIONS {
            config.leave_out(number, &keyword, Why::TooMany);
            break;
        }
        if let (Some(section), Some(value)) = (sections.last_mut(), arguments.into_iter().next()) {
            section.options.push((name, value));
        }
    }
    sections
}

fn applies(section: &Section, alias: &str) -> bool {
    let Some(patterns) = &section.patterns else { return true };
    let (mut is_named, mut is_excluded) = (false, false);
    for pattern in patterns {
        match pattern.strip_prefix('!') {
            Some(pattern) => is_excluded |= matches(pattern, alias),
            None => is_named |= matches(pattern, alias),
        }
    }
    is_named && !is_excluded
}

/// The options that hold for a host: of each the first.
#[derive(Default)]
struct Options<'a> {
    host_name: Option<&'a str>,
    port: Option<&'a str>,
    user: Option<&'a str>,
    /// The first of jump and command: one rules the other out.
    proxy: Option<Proxy<'a>>,
    identity_file: Option<&'a str>,
}

enum Proxy<'a> {
    Jump(&'a str),
    Command,
    None,
}

fn options<'a>(sections: &'a [Section], alias: &str) -> Options<'a> {
    let mut found = Options::default();
    for section in sections.iter().filter(|section| !section.options.is_empty() && applies(section, alias)) {
        for (keyword, value) in &section.options {
            let is_none = value.eq_ignore_ascii_case("none");
            match keyword {
                Keyword::HostName => _ = found.host_name.get_or_insert(value),
                Keyword::Port => _ = found.port.get_or_insert(value),
                Keyword::User => _ = found.user.get_or_insert(value),
                Keyword::IdentityFile => _ = found.identity_file.get_or_insert(value),
                Keyword::ProxyJump | Keyword::ProxyCommand if found.proxy.is_some() => {}
                Keyword::ProxyJump | Keyword::ProxyCommand if is_none => found.proxy = Some(Proxy::None),
                Keyword::ProxyJump => found.proxy = Some(Proxy::Jump(value)),
                Keyword::ProxyCommand => found.proxy = Some(Proxy::Command),
            }
        }
    }
    found
}

fn entry(sections: &[Section], alias: &str) -> Result<Entry, Why> {
    let found = options(sections, alias);
    let identity_file = found.identity_file.filter(|file| !file.eq_ignore_ascii_case("none"));
    let identity_file = identity_file.and_then(|file| file.rsplit(['/', '\\']).next()).unwrap_or_default();
    let mut place = place(&found, alias)?;
    place.hops = hops(sections, &found, alias, MOST_HOPS)?;
    Ok(Entry { alias: alias.to_owned(), place, identity_file: identity_file.to_owned() })
}

fn place(found: &Options<'_>, alias: &str) -> Result<TargetDraft, Why> {
    let name = expand(found.host_name.unwrap_or(alias), found, alias)?;
    let user = found.user.map(|user| UserName::parse(user).map_err(|_| Why::Place)).transpose()?;
    if user.as_ref().is_some_and(|user| user.as_str().contains(['%', '$'])) {
        return Err(Why::Place);
    }
    Ok(TargetDraft {
        host: Some(Host::parse(&name).map_err(|_| Why::Place)?),
        port: found.port.map(|port| parse_port(port).map_err(|_| Why::Place)).transpose()?,
        user,
        hops: Vec::new(),
    })
}

/// Replaces the tokens of ssh_config(5), section TOKENS, whose values the file itself has.
fn expand(text: &str, found: &Options<'_>, alias: &str) -> Result<String, Why> {
    let mut expanded = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '%' {
            expanded.push(c);
            continue;
        }
        expanded.push_str(match rest.next() {
            Some('%') => "%",
            Some('h' | 'n') => alias,
            Some('p') => found.port.unwrap_or("22"),
            Some('r') => found.user.ok_or(Why::Place)?,
            _ => return Err(Why::Place),
        });
    }
    Ok(expanded)
}

/// The way to a host: before the first hop that is named come the hops of its own.
fn hops(
    sections: &[Section],
    found: &Options<'_>,
    alias: &str,
    left: usize,
) -> Result<Vec<TargetDraft>, Why> {
    let chain = match found.proxy {
        Some(Proxy::Jump(chain)) => chain,
        Some(Proxy::Command) => return Err(Why::ProxyCommand),
        Some(Proxy::None) | None => return Ok(Vec::new()),
    };
    let mut way = Vec::new();
    for (index, named) in chain.split(',').enumerate() {
        let named = TargetDraft::parse(named).map_err(|_| Why::Jump)?;
        let name = named.host.as_ref().ok_or(Why::Jump)?.to_string();
        // The default of all hosts also names the jump host itself.
        if name == alias {
            continue;
        }
        if way.len() >= left {
            return Err(Why::Loop);
        }
        let own = options(sections, &name);
        if index == 0 {
            // Each step leaves less, so a circle ends.
            way = hops(sections, &own, &name, left - 1)?;
        }
        let mut hop = place(&own, &name)?;
        hop.port = named.port.or(hop.port);
        hop.user = named.user.or(hop.user);
        way.push(hop);
    }
    if way.len() > left { Err(Why::Loop) } else { Ok(way) }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
