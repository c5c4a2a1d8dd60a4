# ---- Monitor, every 2 s
# What this machine is busy with, every 2 s, for an hour at most: a frame of lines each time.
# Bash reads it all by itself; the one program that it begins is df, once a minute.
export LC_ALL=C; shopt -s nullglob
files=(/proc/{stat,loadavg,uptime,meminfo,diskstats,net/dev}
  /sys/class/hwmon/hwmon*/{name,temp*_label,temp*_input} /sys/class/thermal/thermal_zone*/{type,temp})
# Nobody writes there: to wait for it is to sleep.
exec {never}<> <(:)
# To be told to end is a good end.
trap 'exit 0' TERM
for ((turn = 0; turn < 1800; turn++)); do
  frame=()
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
  done
  if ((turn % 30 == 0)); then
    mapfile -t space < <(timeout -s KILL 5 df -Pkl 2>/dev/null)
  fi
  frame+=("${space[@]/#/df }")
  printf -v text '%s\n' "frame $turn" "${frame[@]}" "end $turn ${#frame[@]}"
  printf %s "$text" || exit
  read -rt 2 -u "$never"
done
true

# ---- Monitor, every 10 s, on busybox
# What this machine is busy with, every 10 s, for an hour at most: a frame of lines each time.
# Bash reads it all by itself; the one program that it begins is df, once a minute.
export LC_ALL=C; shopt -s nullglob
files=(/proc/{stat,loadavg,uptime,meminfo,diskstats,net/dev}
  /sys/class/hwmon/hwmon*/{name,temp*_label,temp*_input} /sys/class/thermal/thermal_zone*/{type,temp})
# Nobody writes there: to wait for it is to sleep.
exec {never}<> <(:)
# To be told to end is a good end.
trap 'exit 0' TERM
for ((turn = 0; turn < 360; turn++)); do
  frame=()
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
  done
  if ((turn % 6 == 0)); then
    mapfile -t space < <(timeout -s KILL 5 df -Pk 2>/dev/null)
  fi
  frame+=("${space[@]/#/df }")
  printf -v text '%s\n' "frame $turn" "${frame[@]}" "end $turn ${#frame[@]}"
  printf %s "$text" || exit
  read -rt 10 -u "$never"
done
true

