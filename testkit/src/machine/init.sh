# What a machine begins with: runs as the first process in name spaces of its own.
# usage: init.sh DIRECTORY systemd|openrc|scripts
set -eu
ready=$1/ready
# The machine that tests is not to see any of this.
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mkdir -p /run/lock /run/units
for name in etc var; do
    mkdir -p "/run/over/$name/upper" "/run/over/$name/work"
    mount -t overlay overlay \
        -o "lowerdir=/$name,upperdir=/run/over/$name/upper,workdir=/run/over/$name/work" "/$name"
done
mount -t proc proc /proc
umount -R /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
# Nothing of its services: only what a test puts there.
rm -rf /etc/systemd/system /etc/init.d /etc/rc?.d /etc/runlevels /var/log
mkdir -p /etc/systemd/system /etc/init.d /var/log/journal
exec </dev/null >>"$1/log" 2>&1

begin_systemd() {
    local library=/usr/lib/systemd/system unit
    for unit in {basic,sysinit,shutdown,timers,sockets,paths,slices,multi-user,umount,final}.target \
        systemd-journald{.service,.socket,-dev-log.socket} dbus{.service,.socket}; do
        cp -L "$library/$unit" /run/units
    done
    mkdir /run/units/{sysinit,sockets,multi-user}.target.wants
    ln -s ../systemd-journald.service /run/units/sysinit.target.wants
    # By it systemd hears users who are not root.
    ln -s ../dbus.socket /run/units/sockets.target.wants
    cat >/run/units/ready.service <<UNIT
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'echo >$ready'
UNIT
    ln -s ../ready.service /run/units/multi-user.target.wants
    # The manager of a user, without the session that pam_systemd would begin.
    cat >/run/units/own.service <<UNIT
[Service]
Type=notify
Delegate=yes
Environment=XDG_RUNTIME_DIR=/run/user/0 HOME=/root
ExecStartPre=/bin/mkdir -p /run/user/0
ExecStart=/lib/systemd/systemd --user
UNIT
    mount --bind /run/units "$library"
    echo b3a1f0c2d4e5968778695a4b3c2d1e0f >/etc/machine-id
    container=postern exec /lib/systemd/systemd --system --unit=multi-user.target --log-target=console
}

# Its first process has nothing to do but to bury what ends; bash does while it waits.
stay() {
    echo >"$ready"
    sleep infinity &
    while :; do wait $!; done
}

case $2 in
    systemd) begin_systemd ;;
    openrc)
        mkdir -p /etc/runlevels/{sysinit,boot,default,nonetwork} /run/openrc
        echo default >/run/openrc/softlevel
        openrc default
        stay
        ;;
    scripts) stay ;;
esac
