# ---- List
export LC_ALL=C
ps -o pid,args
stat -c '%n %U' /proc/[0-9]*
printf '\0'
# The kernel's figures: proc_pid_stat(5). Some processes end meanwhile.
grep -s . /proc/[0-9]*/stat
printf '\0'
cat /proc/uptime
getconf CLK_TCK || echo 100
getconf PAGESIZE || echo 4096
grep MemTotal: /proc/meminfo

# ---- Send Term
set -eu
kill -TERM 4711 4712

# ---- Send Term, before
for pid in 4711 4712; do
  printf '%s ' "$pid"
  tr '\0' ' ' </proc/$pid/cmdline
  echo
done

# ---- Send Hup
set -eu
kill -HUP 4711 4712

# ---- Send Hup, before
for pid in 4711 4712; do
  printf '%s ' "$pid"
  tr '\0' ' ' </proc/$pid/cmdline
  echo
done

# ---- Send Int
set -eu
kill -INT 4711 4712

# ---- Send Int, before
for pid in 4711 4712; do
  printf '%s ' "$pid"
  tr '\0' ' ' </proc/$pid/cmdline
  echo
done

# ---- Send Usr1
set -eu
kill -USR1 4711 4712

# ---- Send Usr1, before
for pid in 4711 4712; do
  printf '%s ' "$pid"
  tr '\0' ' ' </proc/$pid/cmdline
  echo
done

# ---- Send Usr2
set -eu
kill -USR2 4711 4712

# ---- Send Usr2, before
for pid in 4711 4712; do
  printf '%s ' "$pid"
  tr '\0' ' ' </proc/$pid/cmdline
  echo
done

# ---- Send Stop
set -eu
kill -STOP 4711 4712

# ---- Send Stop, before
for pid in 4711 4712; do
  printf '%s ' "$pid"
  tr '\0' ' ' </proc/$pid/cmdline
  echo
done

# ---- Send Cont
set -eu
kill -CONT 4711 4712

# ---- Send Cont, before
for pid in 4711 4712; do
  printf '%s ' "$pid"
  tr '\0' ' ' </proc/$pid/cmdline
  echo
done

# ---- Send Kill
set -eu
kill -KILL 4711 4712

# ---- Send Kill, before
for pid in 4711 4712; do
  printf '%s ' "$pid"
  tr '\0' ' ' </proc/$pid/cmdline
  echo
done

# ---- Renice
set -eu
renice -5 -p 4711 4712

# ---- Renice, taken back
set -eu
renice 0 -p 4711
renice 5 -p 4712

# ---- Read OpenFiles
ls -l /proc/4711/fd

# ---- Read Limits
cat /proc/4711/limits

# ---- Read Environment
tr '\0' '\n' </proc/4711/environ

