//! Reading how a log ends, and on as it grows.

use super::{Deed, Filter, Priority, has_journal};
use crate::script::services::{Manager, UnitName};
use crate::script::{Action, Failure, Missing, Path, Ran, Risk, Script, Title, Tool, Tools, word};

/// Where messages are read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The whole journal.
    Journal,
    /// The kernel.
    Kernel,
    /// The journal of one unit.
    Unit {
        /// Which.
        name: UnitName,
        /// Whose.
        manager: Manager,
    },
    /// A file.
    File(Path),
}

/// Reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    /// From where.
    pub source: Source,
    /// Which lines.
    pub filter: Filter,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    /// It grows by lines of text.
    Tail,
    /// It is compressed, and does not grow: this unpacks it.
    Unpack(&'static str),
    /// It holds who signed in, or failed to (utmp(5)).
    Last,
}

impl Source {
    /// What it is, as text that may hold anything.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::Journal => "journal".into(),
            Self::Kernel => "kernel".into(),
            Self::Unit { name, .. } => name.text().into(),
            Self::File(path) => path.text(),
        }
    }

    /// The command that reading it comes to.
    pub(super) fn command(&self, tools: &Tools) -> &'static str {
        match self {
            Self::Journal => "journalctl -f",
            Self::Kernel if has_journal(tools) => "journalctl -k -f",
            Self::Kernel => "dmesg",
            Self::Unit { .. } => "journalctl -u … -f",
            Self::File(path) => match Reader::of(path) {
                Reader::Tail => "tail -F",
                Reader::Unpack(program) => program,
                Reader::Last => "last -f",
            },
        }
    }

    /// Whether its messages say how important they are.
    pub(super) fn has_priorities(&self, tools: &Tools) -> bool {
        match self {
            Self::Journal | Self::Unit { .. } => true,
            Self::Kernel => has_journal(tools),
            Self::File(_) => false,
        }
    }
}

impl Reader {
    /// By the name of the file.
    fn of(path: &Path) -> Self {
        let name = path.name().map(|name| name.text()).unwrap_or_default();
        match name.rsplit_once('.').map(|(_, end)| end) {
            Some("gz") => Self::Unpack("zcat"),
            Some("xz") => Self::Unpack("xzcat"),
            Some("bz2") => Self::Unpack("bzcat"),
            Some("zst") => Self::Unpack("zstdcat"),
            _ if name.starts_with("wtmp") || name.starts_with("btmp") => Self::Last,
            _ => Self::Tail,
        }
    }
}

impl Follow {
    /// What the journal holds: `of` says which part of it.
    fn journal(&self, of: &str, tools: &Tools) -> Result<String, Missing> {
        tools.need(Tool::Journalctl)?;
        let Filter { lines, priority, search } = &self.filter;
        let mut command = format!("journalctl{of} --lines={lines} --output=short-iso --follow");
        if *priority != Priority::Debug {
            command.push_str(&format!(" --priority={}", priority.name()));
        }
        if !search.is_empty() {
            command.push_str(&format!(" --grep={}", word(search.as_bytes())));
        }
        Ok(command)
    }

    /// With only those lines that are looked for, as they come.
    fn searched(&self, command: &str, tools: &Tools) -> Script {
        // What cannot be unpacked is not to look like an empty log.
        let script = Script::default().line("set -o pipefail");
        match (&*self.filter.search, tools.is_gnu) {
            ("", _) if command.contains(" | ") => script.line(command),
            ("", _) => Script::default().line(command),
            (search, true) => script
                .line(format!("{command} |"))
                .line("  # 1 says that there is no such line, which is an answer.")
                .line(format!(
                    "  {{ grep --line-buffered -iF -e {} || [ $? = 1 ]; }}",
                    word(search.as_bytes())
                )),
            (search, false) => script
                .line(format!("{command} |"))
                .line("  # Busybox's grep keeps lines back until there are many.")
                .line(format!("  search={} \\", word(search.to_ascii_lowercase().as_bytes())))
                .line("  awk 'index(tolower($0), ENVIRON[\"search\"]) { print; fflush() }'"),
        }
    }

    fn file(&self, path: &Path, tools: &Tools) -> Script {
        let (lines, file) = (self.filter.lines, path.word());
        let command = match Reader::of(path) {
            Reader::Tail => tools.as_chosen(&format!("tail -n {lines} -F -- {file}")),
            Reader::Unpack(program) => {
                let unpack = tools.as_chosen(&format!("{program} -- {file}"));
                format!("{unpack} | tail -n {lines}")
            }
            Reader::Last if tools.is_gnu => tools.as_chosen(&format!("last -n {lines} -f {file}")),
            // Busybox's counts nothing.
            Reader::Last => {
                let last = tools.as_chosen(&format!("last -f {file}"));
                format!("{last} | awk 'NR <= {lines}'")
            }
        };
        self.searched(&command, tools)
    }
}

impl Action for Follow {
    type Outcome = Vec<u8>;

    fn title(&self) -> Title {
        let is_all = self.filter.search.is_empty() && self.filter.priority == Priority::Debug;
        let deed = if is_all { Deed::Follow } else { Deed::Filter };
        Title::one(deed, self.source.what())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let line = |command: String| Script::default().line(command);
        match &self.source {
            Source::Journal => Ok(line(tools.as_chosen(&self.journal("", tools)?))),
            Source::Kernel if has_journal(tools) => {
                Ok(line(tools.as_chosen(&self.journal(" --dmesg", tools)?)))
            }
            Source::Kernel => {
                tools.need(Tool::Dmesg)?;
                // Busybox's knows neither; what is in the ring buffer is all there is.
                let how = if tools.is_gnu { " --follow --time-format=iso" } else { "" };
                Ok(self.searched(&tools.as_chosen(&format!("dmesg{how}")), tools))
            }
            Source::Unit { name, manager: Manager::System } => {
                let of = format!(" --unit={}", name.word());
                Ok(line(tools.as_chosen(&self.journal(&of, tools)?)))
            }
            Source::Unit { name, manager: Manager::User } => {
                Ok(line(self.journal(&format!(" --user-unit={}", name.word()), tools)?))
            }
            Source::File(path) => Ok(self.file(path, tools)),
        }
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<u8>, Failure> {
        ran.output().map(<[u8]>::to_vec)
    }
}
