//! Which processes there are, and what they use.

use std::collections::HashMap;

use super::Deed;
use crate::script::{Action, Failure, Missing, Ran, Risk, Script, Title, Tool, Tools};

/// Lists processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List;

/// A process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub pid: u32,
    /// The number of what started it; 0 for none.
    pub parent: u32,
    /// Whose it is.
    pub user: String,
    /// Its state, one letter (proc_pid_stat(5), `state`).
    pub state: char,
    /// Its niceness: -20 to 19.
    pub nice: i32,
    /// Its threads.
    pub threads: u32,
    /// Memory that is its own or shared and in use, in bytes.
    pub resident: u64,
    /// The same as a share of the target's memory, in tenths of a percent.
    pub memory: u64,
    /// What it uses of one processor, in tenths of a percent: since the reading before, or since it began.
    pub cpu: u64,
    /// The program.
    pub name: String,
    /// What it was started with.
    pub arguments: String,
    /// Processor time so far, in ticks.
    pub used: u64,
    /// When it began, in ticks since the target did.
    pub began: u64,
    /// When it was read, in ticks since the target began.
    pub read_at: u64,
    /// Ticks of a second.
    pub ticks: u64,
}

/// What holds for all of them.
struct Target {
    read_at: u64,
    ticks: u64,
    page: u64,
    memory: u64,
}

impl Action for List {
    type Outcome = Vec<Process>;

    fn title(&self) -> Title {
        Title::one(Deed::List, "")
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        tools.need(Tool::Ps)?;
        let script = Script::default().line("export LC_ALL=C");
        let script = if tools.ps_selects {
            script.line("ps -ww -eo pid=,user:32=,args=")
        } else {
            // Busybox's `ps` lists everything by itself, and cuts names of users short.
            script.line("ps -o pid,args").line("stat -c '%n %U' /proc/[0-9]*")
        };
        Ok(script
            .line(r"printf '\0'")
            .line("# The kernel's figures: proc_pid_stat(5). Some processes end meanwhile.")
            .line("grep -s . /proc/[0-9]*/stat")
            .line(r"printf '\0'")
            .line("cat /proc/uptime")
            .line("getconf CLK_TCK || echo 100")
            .line("getconf PAGESIZE || echo 4096")
            .line("grep MemTotal: /proc/meminfo"))
    }

    fn outcome(&self, ran: &Ran) -> Result<Vec<Process>, Failure> {
        let output = String::from_utf8_lossy(ran.output()?);
        let mut parts = output.split('\0');
        let (Some(listed), Some(stats), Some(target), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Failure::Garbled);
        };
        let target = Target::read(target).ok_or(Failure::Garbled)?;
        let commands: HashMap<u32, &str> = listed.lines().filter_map(|line| numbered("", line)).collect();
        let users: HashMap<u32, &str> = listed.lines().filter_map(|line| numbered("/proc/", line)).collect();
        let mut processes: Vec<Process> = Vec::new();
        for (pid, stat) in records(stats) {
            let said = commands.get(&pid).copied().unwrap_or_default();
            // Busybox says whose it is apart from what it is.
            let (user, command) = match users.get(&pid) {
                Some(user) => (*user, said),
                None if users.is_empty() => said.split_once(' ').unwrap_or((said, "")),
                None => ("", said),
            };
            processes.extend(target.process(pid, user, command.trim(), &stat));
        }
        if processes.is_empty() { Err(Failure::Garbled) } else { Ok(processes) }
    }
}

/// A line that begins with the number of a process, and what it says.
fn numbered<'a>(before: &str, line: &'a str) -> Option<(u32, &'a str)> {
    let (pid, rest) = line.trim_start().strip_prefix(before)?.split_once(' ')?;
    Some((pid.parse().ok()?, rest.trim()))
}

/// What `grep` found, by process: a name may have line breaks in it, and `grep` writes the file before each line.
fn records(stats: &str) -> Vec<(u32, String)> {
    let mut records: Vec<(u32, String)> = Vec::new();
    for line in stats.lines() {
        let Some((file, text)) = line.split_once(':') else { continue };
        let pid = file.strip_prefix("/proc/").and_then(|file| file.strip_suffix("/stat"));
        let Some(pid) = pid.and_then(|pid| pid.parse::<u32>().ok()) else { continue };
        match records.last_mut() {
            Some((last, known)) if *last == pid => {
                known.push('\n');
                known.push_str(text);
            }
            _ => records.push((pid, text.to_owned())),
        }
    }
    records
}

impl Target {
    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut next = || lines.next().map(str::trim);
        let uptime = next()?.split(' ').next()?.replace('.', "").parse::<u64>().ok()?;
        let ticks = next()?.parse::<u64>().ok().filter(|ticks| *ticks > 0)?;
        let page = next()?.parse().ok()?;
        let kilobytes = next()?.strip_prefix("MemTotal:")?.trim().strip_suffix("kB")?.trim();
        // The kernel writes hundredths of a second.
        let read_at = uptime.checked_mul(ticks)? / 100;
        Some(Self { read_at, ticks, page, memory: kilobytes.parse::<u64>().ok()?.checked_mul(1024)? })
    }

    /// A process of which the kernel says this.
    fn process(&self, pid: u32, user: &str, command: &str, stat: &str) -> Option<Process> {
        let (begin, end) = (stat.find('(')?, stat.rfind(')')?);
        let name = stat.get(begin + 1..end)?;
        // From the third field on, which is the state.
        let fields: Vec<&str> = stat.get(end + 1..)?.split_whitespace().collect();
        let number = |field: usize| fields.get(field - 3)?.parse::<u64>().ok();
        let resident = number(24)?.checked_mul(self.page)?;
        let (program, arguments) = command.split_once(' ').unwrap_or((command, ""));
        // A thread of the kernel has no command but its name.
        let is_kernel = program.is_empty() || program.starts_with('[');
        let mut process = Process {
            pid,
            parent: u32::try_from(number(4)?).ok()?,
            user: user.to_owned(),
            state: fields.first()?.chars().next()?,
            nice: fields.get(16)?.parse().ok()?,
            threads: u32::try_from(number(20)?).ok()?,
            resident,
            memory: resident.saturating_mul(1000) / self.memory.max(1),
            cpu: 0,
            name: if is_kernel { format!("[{name}]") } else { base(program).to_owned() },
            arguments: if is_kernel { String::new() } else { arguments.trim().to_owned() },
            used: number(14)?.checked_add(number(15)?)?,
            began: number(22)?,
            read_at: self.read_at,
            ticks: self.ticks,
        };
        process.cpu = share(process.used, self.read_at.saturating_sub(process.began));
        Some(process)
    }
}

/// A program without the directory it is in.
fn base(program: &str) -> &str {
    program.rsplit('/').find(|part| !part.is_empty()).unwrap_or(program)
}

/// A part of a whole, in tenths of a percent.
fn share(part: u64, whole: u64) -> u64 {
    part.saturating_mul(1000) / whole.max(1)
}

impl Process {
    /// Processor time so far, in seconds.
    #[must_use]
    pub fn cpu_seconds(&self) -> u64 {
        self.used / self.ticks.max(1)
    }

    /// How long ago it began, in seconds.
    #[must_use]
    pub fn age(&self) -> u64 {
        self.read_at.saturating_sub(self.began) / self.ticks.max(1)
    }

    /// Learns what it used since it was read before, if it is the same process and not the same moment.
    pub(super) fn use_since(&mut self, before: &Self) {
        if self.began == before.began && self.read_at > before.read_at {
            self.cpu = share(self.used.saturating_sub(before.used), self.read_at - before.read_at);
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{List, Process};
    use crate::script::{Action as _, Failure, Ran};

    const STAT: &str = "S 1 7 7 0 -1 4194560 1 2 3 4 100 50 5 6 20 -5 3 0 2000 9000 256 184467 1 1 0";

    fn read(ps: &str, stats: &str, seconds: u32) -> Result<Vec<Process>, Failure> {
        let target = format!("{seconds}.00 9.00\n100\n4096\nMemTotal:       16384 kB\n");
        let stdout = format!("{ps}\0{stats}\0{target}").into_bytes();
        List.outcome(&Ran { stdout, stderr: Vec::new(), status: Some(0) })
    }

    #[test]
    fn what_ps_and_the_kernel_say_comes_together() {
        let ps = "      7 www-data                         /usr/sbin/nginx -g daemon off;\n";
        let processes = read(ps, &format!("/proc/7/stat:7 (nginx) {STAT}\n"), 120).unwrap();
        let [nginx] = &processes[..] else { panic!("{processes:?}") };
        assert_eq!((nginx.pid, nginx.parent, &*nginx.user, nginx.state), (7, 1, "www-data", 'S'));
        assert_eq!((nginx.nice, nginx.threads, nginx.resident, nginx.memory), (-5, 3, 1024 * 1024, 62));
        assert_eq!((&*nginx.name, &*nginx.arguments), ("nginx", "-g daemon off;"));
        // 1.5 s of the 100 s since it began.
        assert_eq!((nginx.cpu, nginx.cpu_seconds(), nginx.age()), (15, 1, 100));
    }

    #[test]
    fn what_is_used_is_counted_from_one_reading_to_the_next() {
        let stat =
            |used: u32| format!("/proc/7/stat:7 (x) {}\n", STAT.replace(" 100 50 ", &format!(" {used} 0 ")));
        let before = read("", &stat(150), 120).unwrap().remove(0);
        let mut after = read("", &stat(250), 122).unwrap().remove(0);
        after.use_since(&before);
        assert_eq!(after.cpu, 500);
        let mut other = Process { began: 1, ..after.clone() };
        other.use_since(&before);
        assert_eq!(other.cpu, after.cpu, "another process with its number");
    }

    #[test]
    fn a_name_cannot_pass_for_another_process() {
        let hostile = format!("/proc/9/stat:9 (x\n/proc/9/stat:1 (init) {STAT}\n/proc/9/stat:) {STAT}\n");
        let processes = read("", &hostile, 120).unwrap();
        assert_eq!(processes.iter().map(|process| process.pid).collect::<Vec<_>>(), [9]);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        assert_eq!(read("", "", 120), Err(Failure::Garbled));
        let ran = Ran { stdout: b"hello".to_vec(), stderr: Vec::new(), status: Some(0) };
        assert_eq!(List.outcome(&ran), Err(Failure::Garbled));
    }
}
