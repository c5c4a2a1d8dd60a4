# Runs one sshd as root and ends everything it started when standard input closes.
# A pipe as lifeline outlives a test that is killed, and crosses sudo where a signal would not.
set -u
# Job control: sshd gets a process group of its own, and does not inherit ignored SIGINT and SIGQUIT.
set -m
trap : HUP INT TERM
dir=$1 service=$2 user=$3

if ! id -u "$user" >/dev/null 2>&1; then
    (
        flock 9
        # No password: the user can sign in to the sshd of a test only.
        id -u "$user" >/dev/null 2>&1 ||
            useradd --system --no-create-home --home-dir / --shell /bin/bash --password '*' "$user"
    ) 9>/run/lock/postern-testkit.lock
fi
mkdir -p /run/sshd
chown -R "$user:" "$dir/home"
chown -R root: "$dir/root"
install -m 644 "$dir/pam" "/etc/pam.d/$service"

below() {
    ps -eo pid=,ppid= | awk -v root="$1" '
        { children[$2] = children[$2] " " $1 }
        function walk(pid,    n, i, list) {
            n = split(children[pid], list, " ")
            for (i = 1; i <= n; i++) { print list[i]; walk(list[i]) }
        }
        END { walk(root) }'
}

# Stops before it kills, so that nothing forks away or is orphaned in between.
end_below() {
    local before=none now
    now=$(below "$1")
    while [ "$now" != "$before" ]; do
        [ -z "$now" ] || kill -STOP $now 2>/dev/null
        before=$now now=$(below "$1")
    done
    [ -z "$now" ] || kill -KILL $now 2>/dev/null
}

# What a server has of its own, it and its sessions alone see: /etc is a copy, nobody has a crontab, and sudo remembers
# no password.
if [ -e "$dir/own" ]; then
    cp -a /etc "$dir/etc"
    mount --bind "$dir/etc" /etc
    crontabs=/var/spool/cron/crontabs
    [ ! -d $crontabs ] || mount -t tmpfs -o "mode=1730,gid=$(stat -c %g $crontabs)" tmpfs $crontabs
fi
if [ -e "$dir/shell" ]; then
    usermod --shell "$(cat "$dir/shell")" "$user"
fi
if [ -e "$dir/sudoers" ]; then
    mkdir -p /run/sudo /var/lib/sudo
    mount -t tmpfs tmpfs /run/sudo
    mount -t tmpfs tmpfs /var/lib/sudo
    chpasswd <"$dir/root/chpasswd"
    install -m 440 "$dir/sudoers" /etc/sudoers
    visudo -cqf /etc/sudoers
fi

# sshd before 9.8 takes its own name for that of its PAM service.
ln -sf "$(command -v sshd || echo /usr/sbin/sshd)" "$dir/$service"
"$dir/$service" -D -e -f "$dir/sshd_config" </dev/null &
sshd=$!
while read -r command; do
    case $command in
        cut) end_below $sshd ;;
    esac
done
# Whoever read the log may be gone: a word there, even the shell's own about a stopped job, would end this too early.
exec 2>/dev/null
kill -STOP $sshd
end_below $sshd
kill -KILL $sshd
wait $sshd 2>/dev/null
[ ! -e "$dir/own" ] || umount -l /etc
rm -rf "/etc/pam.d/$service" "$dir/root" "$dir/home" "$dir/etc"
