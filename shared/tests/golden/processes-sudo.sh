# ---- List
export LC_ALL=C
ps -ww -eo pid=,user:32=,args=
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
sudo -n kill -TERM 4711 4712

# ---- Send Term, before
ps -o pid,user,etime,args -p 4711,4712

# ---- Send Hup
set -eu
sudo -n kill -HUP 4711 4712

# ---- Send Hup, before
ps -o pid,user,etime,args -p 4711,4712

# ---- Send Int
set -eu
sudo -n kill -INT 4711 4712

# ---- Send Int, before
ps -o pid,user,etime,args -p 4711,4712

# ---- Send Usr1
set -eu
sudo -n kill -USR1 4711 4712

# ---- Send Usr1, before
ps -o pid,user,etime,args -p 4711,4712

# ---- Send Usr2
set -eu
sudo -n kill -USR2 4711 4712

# ---- Send Usr2, before
ps -o pid,user,etime,args -p 4711,4712

# ---- Send Stop
set -eu
sudo -n kill -STOP 4711 4712

# ---- Send Stop, before
ps -o pid,user,etime,args -p 4711,4712

# ---- Send Cont
set -eu
sudo -n kill -CONT 4711 4712

# ---- Send Cont, before
ps -o pid,user,etime,args -p 4711,4712

# ---- Send Kill
set -eu
sudo -n kill -KILL 4711 4712

# ---- Send Kill, before
ps -o pid,user,etime,args -p 4711,4712

# ---- Renice
set -eu
sudo -n renice -5 -p 4711 4712

# ---- Renice, taken back
set -eu
sudo -n renice 0 -p 4711
sudo -n renice 5 -p 4712

# ---- Read OpenFiles
sudo -n ls -l /proc/4711/fd

# ---- Read Limits
sudo -n cat /proc/4711/limits

# ---- Read Environment
set -o pipefail
sudo -n cat /proc/4711/environ | tr '\0' '\n'

