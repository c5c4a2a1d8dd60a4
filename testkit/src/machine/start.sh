# Starts the services of a machine of its own, as root: processes, mounts, host name and control groups are its own,
# network and programs those of the machine that tests. Says the number of its first process once it is up, and ends it
# with everything it started when standard input closes.
# usage: start.sh DIRECTORY systemd|openrc|scripts
set -eu
directory=$1 init=$2
trap : HUP INT TERM
ready=$directory/ready
mkfifo "$ready"

# A control group of its own, which systemd takes for all there is.
groups=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
group=$groups/postern-test-$$
mkdir "$group"

unshare --pid --fork --mount --uts --ipc --kill-child bash -c '
    echo 0 >"$1/cgroup.procs"
    exec unshare --cgroup bash "$2/init.sh" "$2" "$3"' init "$group" "$directory" "$init" 2>>"$directory/log" &
shared=$!
# Whoever is ready opens the other end.
if timeout 30 cat "$ready" >/dev/null; then
    ps -o pid= --ppid $shared
    while read -r _; do :; done
else
    cat "$directory/log" >&2
fi
# The first process of a name space takes all others with it.
pkill -KILL -P $shared || true
wait $shared 2>/dev/null || true
find "$group" -depth -type d -exec rmdir {} +
