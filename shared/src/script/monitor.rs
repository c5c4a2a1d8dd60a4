//! What a target is busy with, told again and again: one script that goes on, frames, and what changed between two.

mod frame;
mod frames;
mod heat;
mod rates;
mod space;

use super::{Action, Deed, Failure, Missing, Ran, Risk, Script, Title, Tools};

pub use frame::{Counters, Frame, Memory, Ticks};
pub use frames::Frames;
pub use heat::Sensor;
pub use rates::{Flow, Rates};
pub use space::Mount;

/// Tells what the target is busy with, for an hour at most: what nobody stops ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Monitor {
    /// Seconds from one frame to the next.
    pub every: u16,
}

/// How long it tells at most, in seconds.
const HOUR: u16 = 3600;
/// How often the mounts are looked at, in seconds.
const SPACE_EVERY: u16 = 60;

/// What is read each time.
const FILES: &str = "\
files=(/proc/{stat,loadavg,uptime,meminfo,diskstats,net/dev}
  /sys/class/hwmon/hwmon*/{name,temp*_label,temp*_input} /sys/class/thermal/thermal_zone*/{type,temp})";

/// Puts what is worth sending of it into a frame.
const READ: &str = r#"  frame=()
  for file in "${files[@]}"; do
    lines=()
    mapfile -t lines 2>/dev/null <"$file"
    for line in "${lines[@]}"; do
      case $file\ $line in
        /proc/diskstats\ *\ loop[0-9]* | /proc/diskstats\ *\ ram[0-9]*) ;;
        /proc/stat\ cpu* | /proc/loadavg* | /proc/uptime* | /proc/diskstats* | /proc/net/dev*:* | /sys/*)
          frame+=("$file $line") ;;
        /proc/meminfo\ Mem[TFA]* | /proc/meminfo\ Swap[TF]*) frame+=("$file $line") ;;
        /proc/meminfo\ Buffers* | /proc/meminfo\ Cached* | /proc/meminfo\ SReclaimable*) frame+=("$file $line") ;;
      esac
    done
  done"#;

impl Action for Monitor {
    type Outcome = Vec<Frame>;

    fn title(&self) -> Title {
        Title::one(Deed::Monitor, "").to(self.every.to_string())
    }

    fn risk(&self) -> Risk {
        Risk::Reads
    }

    fn script(&self, tools: &Tools) -> Result<Script, Missing> {
        let every = self.every.max(1);
        // A file server that does not answer must not hold up the rest.
        let df = if tools.is_gnu { "df -Pkl" } else { "df -Pk" };
        Ok(Script::default()
            .line(format!("# What this machine is busy with, every {every} s, for an hour at most: a frame of lines each time."))
            .line("# Bash reads it all by itself; the one program that it begins is df, once a minute.")
            .line("export LC_ALL=C; shopt -s nullglob")
            .line(FILES)
            .line("# Nobody writes there: to wait for it is to sleep.")
            .line("exec {never}<> <(:)")
            .line("# To be told to end is a good end.")
            .line("trap 'exit 0' TERM")
            .line(format!("for ((turn = 0; turn < {}; turn++)); do", HOUR / every))
            .line(READ)
            .line(format!("  if ((turn % {} == 0)); then", (SPACE_EVERY / every).max(1)))
            .line(format!("    mapfile -t space < <(timeout -s KILL 5 {df} 2>/dev/null)"))
            .line("  fi")
            .line("  frame+=(\"${space[@]/#/df }\")")
            .line("  printf -v text '%s\\n' \"frame $turn\" \"${frame[@]}\" \"end $turn ${#frame[@]}\"")
            .line("  printf %s \"$text\" || exit")
            .line(format!("  read -rt {every} -u \"$never\""))
            .line("done")
            .line("true"))
    }

    /// What came while it ran. It is ended from outside, so its status says nothing.
    fn outcome(&self, ran: &Ran) -> Result<Vec<Frame>, Failure> {
        let frames = Frames::default().feed(&ran.stdout);
        if frames.is_empty() { Err(Failure::Garbled) } else { Ok(frames) }
    }
}
