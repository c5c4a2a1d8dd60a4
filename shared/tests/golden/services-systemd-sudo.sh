# ---- List
set -eu
# Words and moments in a form that does not differ.
export LC_ALL=C TZ=UTC
systemctl list-unit-files --type=service --no-legend --no-pager --full
printf '\0'
systemctl show --all --no-pager \
  --property=Id,Description,LoadState,ActiveState,SubState,UnitFileState,StateChangeTimestamp,MemoryCurrent \
  -- '*.service'
printf '\0'
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
systemctl --user list-unit-files --type=service --no-legend --no-pager --full 2>/dev/null || true
printf '\0'
systemctl --user show --all --no-pager \
  --property=Id,Description,LoadState,ActiveState,SubState,UnitFileState,StateChangeTimestamp,MemoryCurrent \
  -- '*.service' 2>/dev/null || true
printf '\0'

# ---- Start
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl start -- nginx.service 'mnt-a\x2db@1.service'
systemctl --user start -- syncthing.service

# ---- Start, before
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl status --no-pager --lines=0 -- \
  nginx.service \
  'mnt-a\x2db@1.service'
systemctl --user status --no-pager --lines=0 -- \
  syncthing.service
true

# ---- Stop
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl stop -- nginx.service 'mnt-a\x2db@1.service'
systemctl --user stop -- syncthing.service

# ---- Stop, before
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl status --no-pager --lines=0 -- \
  nginx.service \
  'mnt-a\x2db@1.service'
# What needs it.
sudo -n systemctl list-dependencies --reverse --no-pager --plain -- \
  nginx.service \
  'mnt-a\x2db@1.service'
systemctl --user status --no-pager --lines=0 -- \
  syncthing.service
# What needs it.
systemctl --user list-dependencies --reverse --no-pager --plain -- \
  syncthing.service
true

# ---- Restart
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl restart -- \
  nginx.service \
  'mnt-a\x2db@1.service'
systemctl --user restart -- syncthing.service

# ---- Restart, before
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl status --no-pager --lines=0 -- \
  nginx.service \
  'mnt-a\x2db@1.service'
# What needs it.
sudo -n systemctl list-dependencies --reverse --no-pager --plain -- \
  nginx.service \
  'mnt-a\x2db@1.service'
systemctl --user status --no-pager --lines=0 -- \
  syncthing.service
# What needs it.
systemctl --user list-dependencies --reverse --no-pager --plain -- \
  syncthing.service
true

# ---- Reload
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl reload -- nginx.service 'mnt-a\x2db@1.service'
systemctl --user reload -- syncthing.service

# ---- Reload, before
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl status --no-pager --lines=0 -- \
  nginx.service \
  'mnt-a\x2db@1.service'
systemctl --user status --no-pager --lines=0 -- \
  syncthing.service
true

# ---- ResetFailed
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl reset-failed -- \
  nginx.service \
  'mnt-a\x2db@1.service'
systemctl --user reset-failed -- syncthing.service

# ---- ResetFailed, before
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl status --no-pager --lines=0 -- \
  nginx.service \
  'mnt-a\x2db@1.service'
systemctl --user status --no-pager --lines=0 -- \
  syncthing.service
true

# ---- Enable
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl enable -- nginx.service
sudo -n systemctl enable --runtime -- 'mnt-a\x2db@1.service'
systemctl --user enable -- syncthing.service

# ---- Enable, taken back
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl disable -- nginx.service
sudo -n systemctl disable --runtime -- 'mnt-a\x2db@1.service'
systemctl --user disable -- syncthing.service

# ---- Disable
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl disable -- nginx.service
sudo -n systemctl disable --runtime -- 'mnt-a\x2db@1.service'
systemctl --user disable -- syncthing.service

# ---- Disable, taken back
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl enable -- nginx.service
sudo -n systemctl enable --runtime -- 'mnt-a\x2db@1.service'
systemctl --user enable -- syncthing.service

# ---- Mask
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl mask -- nginx.service
sudo -n systemctl mask --runtime -- 'mnt-a\x2db@1.service'
systemctl --user mask -- syncthing.service

# ---- Mask, taken back
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl unmask -- nginx.service
sudo -n systemctl unmask --runtime -- 'mnt-a\x2db@1.service'
systemctl --user unmask -- syncthing.service

# ---- Unmask
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl unmask -- nginx.service
sudo -n systemctl unmask --runtime -- 'mnt-a\x2db@1.service'
systemctl --user unmask -- syncthing.service

# ---- Unmask, taken back
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl mask -- nginx.service
sudo -n systemctl mask --runtime -- 'mnt-a\x2db@1.service'
systemctl --user mask -- syncthing.service

# ---- Enable now, active
set -eu
sudo -n systemctl enable --now -- backup.timer

# ---- Enable now, active, taken back
set -eu
sudo -n systemctl disable -- backup.timer

# ---- Disable now, active
set -eu
sudo -n systemctl disable --now -- backup.timer

# ---- Disable now, active, taken back
set -eu
sudo -n systemctl enable --now -- backup.timer

# ---- Enable now, inactive
set -eu
sudo -n systemctl enable --now -- backup.timer

# ---- Enable now, inactive, taken back
set -eu
sudo -n systemctl disable --now -- backup.timer

# ---- Disable now, inactive
set -eu
sudo -n systemctl disable --now -- backup.timer

# ---- Disable now, inactive, taken back
set -eu
sudo -n systemctl enable -- backup.timer

# ---- Read Status System
sudo -n systemctl status --lines=20 --no-pager --full -- nginx.service || [ $? = 3 ]

# ---- Read Definition System
sudo -n systemctl cat --no-pager --full -- nginx.service

# ---- Read Dependencies System
sudo -n systemctl list-dependencies --no-pager --full -- nginx.service

# ---- Reload files System
set -eu
sudo -n systemctl daemon-reload

# ---- Read Status User
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
systemctl --user status --lines=20 --no-pager --full -- nginx.service || [ $? = 3 ]

# ---- Read Definition User
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
systemctl --user cat --no-pager --full -- nginx.service

# ---- Read Dependencies User
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
systemctl --user list-dependencies --no-pager --full -- nginx.service

# ---- Reload files User
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
systemctl --user daemon-reload

# ---- List timers
set -eu
# Words and moments in a form that does not differ.
export LC_ALL=C TZ=UTC
systemctl list-unit-files --type=timer --no-legend --no-pager --full
printf '\0'
systemctl show --all --no-pager \
  --property=Id,LoadState,ActiveState,SubState,UnitFileState,Unit,NextElapseUSecRealtime,NextElapseUSecMonotonic,LastTriggerUSec,TimersCalendar,TimersMonotonic \
  -- '*.timer'
printf '\0'
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
systemctl --user list-unit-files --type=timer --no-legend --no-pager --full 2>/dev/null || true
printf '\0'
systemctl --user show --all --no-pager \
  --property=Id,LoadState,ActiveState,SubState,UnitFileState,Unit,NextElapseUSecRealtime,NextElapseUSecMonotonic,LastTriggerUSec,TimersCalendar,TimersMonotonic \
  -- '*.timer' 2>/dev/null || true
printf '\0'
# Some timers count from when the target began.
date +%s
cat /proc/uptime
printf '\0'
# What was made here, and what was changed about when it elapses.
for file in /etc/systemd/system/*.timer /etc/systemd/system/*.service; do
  [ -L "$file" ] || printf '%s\n' "${file##*/}"
done
for file in /etc/systemd/system/*.timer.d/override.conf; do
  if [ ! -f "$file" ] || [ ! -r "$file" ]; then continue; fi
  name=${file%.d/override.conf}
  printf '\0%s\0' "${name##*/}"
  tr -d '\0' <"$file"
done

# ---- Trigger
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl start -- nginx.service 'mnt-a\x2db@1.service'
systemctl --user start -- syncthing.service

# ---- Trigger, before
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
sudo -n systemctl status --no-pager --lines=0 -- \
  nginx.service \
  'mnt-a\x2db@1.service'
systemctl --user status --no-pager --lines=0 -- \
  syncthing.service
true

# ---- Edit System
set -eu
file=$(systemctl show --property=FragmentPath -- nginx.service)
file=${file#FragmentPath=}
if [ -z "$file" ]; then
  printf '%s has no file\n' nginx.service >&2
  exit 1
fi
# What the system brings is not changed but overridden: systemctl(1), edit.
case $file in
  /etc/* | "$HOME"/*) ;;
  *) file=/etc/systemd/system/nginx.service.d/override.conf ;;
esac
printf '%s\0' "$file"
[ -e "$file" ] || printf new

# ---- Edit User
set -eu
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
file=$(systemctl --user show --property=FragmentPath -- nginx.service)
file=${file#FragmentPath=}
if [ -z "$file" ]; then
  printf '%s has no file\n' nginx.service >&2
  exit 1
fi
# What the system brings is not changed but overridden: systemctl(1), edit.
case $file in
  /etc/* | "$HOME"/*) ;;
  *) file="${XDG_CONFIG_HOME:-$HOME/.config}"/systemd/user/nginx.service.d/override.conf ;;
esac
printf '%s\0' "$file"
[ -e "$file" ] || printf new

# ---- New timer
set -eu
systemd-analyze calendar -- 'Mon..Fri 03:00'
id -- deploy
new=$(mktemp -d)
trap 'rm -r -- "$new"' EXIT
cat >"$new"/backup.service <<'END'
[Unit]
Description=It's 100%% of /srv

[Service]
Type=oneshot
User=deploy
ExecStart=/bin/sh -c "tar -czf \"/srv/$$(date +%%F).tgz\" /etc \\"
END
cat >"$new"/backup.timer <<'END'
[Unit]
Description=It's 100%% of /srv

[Timer]
OnCalendar=Mon..Fri 03:00
Persistent=true

[Install]
WantedBy=timers.target
END
# What systemd does not take changes nothing.
systemd-analyze verify -- "$new"/backup.timer
for unit in backup.service backup.timer; do
  state=$(systemctl show --property=LoadState -- "$unit")
  if [ "$state" != LoadState=not-found ] || [ -e "/etc/systemd/system/$unit.d" ]; then
    printf '%s is there already\n' "$unit" >&2
    exit 1
  fi
done
sudo -n install -m 644 -- \
  "$new"/backup.service \
  "$new"/backup.timer /etc/systemd/system
sudo -n systemctl daemon-reload
sudo -n systemctl enable --now -- backup.timer

# ---- New timer, taken back
set -eu
# Only as long as nobody changed them.
sum=$(cat -- /etc/systemd/system/backup.service /etc/systemd/system/backup.timer | cksum)
if [ "$sum" != '2452747202 264' ] || [ -e /etc/systemd/system/backup.service.d ] || [ -e /etc/systemd/system/backup.timer.d ]; then
  echo 'the timer was changed meanwhile: delete it instead' >&2
  exit 1
fi
sudo -n systemctl disable --now -- backup.timer
sudo -n rm -- /etc/systemd/system/backup.service /etc/systemd/system/backup.timer
sudo -n systemctl daemon-reload

# ---- New timer, plain
set -eu
new=$(mktemp -d)
trap 'rm -r -- "$new"' EXIT
cat >"$new"/backup.service <<'END'
[Service]
Type=oneshot
ExecStart=/bin/sh -c "tar -czf \"/srv/$$(date +%%F).tgz\" /etc \\"
END
cat >"$new"/backup.timer <<'END'
[Timer]
OnActiveSec=1h 30min
OnUnitActiveSec=1h 30min

[Install]
WantedBy=timers.target
END
# What systemd does not take changes nothing.
systemd-analyze verify -- "$new"/backup.timer
for unit in backup.service backup.timer; do
  state=$(systemctl show --property=LoadState -- "$unit")
  if [ "$state" != LoadState=not-found ] || [ -e "/etc/systemd/system/$unit.d" ]; then
    printf '%s is there already\n' "$unit" >&2
    exit 1
  fi
done
sudo -n install -m 644 -- \
  "$new"/backup.service \
  "$new"/backup.timer /etc/systemd/system
sudo -n systemctl daemon-reload
sudo -n systemctl enable --now -- backup.timer

# ---- New timer, plain, taken back
set -eu
# Only as long as nobody changed them.
sum=$(cat -- /etc/systemd/system/backup.service /etc/systemd/system/backup.timer | cksum)
if [ "$sum" != '2741497057 178' ] || [ -e /etc/systemd/system/backup.service.d ] || [ -e /etc/systemd/system/backup.timer.d ]; then
  echo 'the timer was changed meanwhile: delete it instead' >&2
  exit 1
fi
sudo -n systemctl disable --now -- backup.timer
sudo -n rm -- /etc/systemd/system/backup.service /etc/systemd/system/backup.timer
sudo -n systemctl daemon-reload

# ---- Reschedule
set -eu
systemd-analyze calendar -- 'Mon..Fri 03:00'
if [ "$(cat -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d/override.conf 2>/dev/null | cksum)" != '4294967295 0' ]; then
  echo 'the timer was changed meanwhile: read it again' >&2
  exit 1
fi
sudo -n install -D -m 644 -- /dev/stdin /etc/systemd/system/'mnt-a\x2db@1.timer'.d/override.conf <<'END'
[Timer]
OnCalendar=
OnCalendar=Mon..Fri 03:00
END
sudo -n systemctl daemon-reload

# ---- Reschedule, taken back
set -eu
if [ "$(cat -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d/override.conf 2>/dev/null | cksum)" != '3887617593 46' ]; then
  echo 'the timer was changed meanwhile: read it again' >&2
  exit 1
fi
sudo -n rm -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d/override.conf
# There may be other drop-ins.
sudo -n rmdir -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d 2>/dev/null || true
sudo -n systemctl daemon-reload

# ---- Reschedule
set -eu
systemd-analyze calendar -- 'Mon..Fri 03:00'
if [ "$(cat -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d/override.conf 2>/dev/null | cksum)" != '156594241 47' ]; then
  echo 'the timer was changed meanwhile: read it again' >&2
  exit 1
fi
sudo -n tee -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d/override.conf >/dev/null <<'END'
[Timer]
OnCalendar=
OnCalendar=Mon..Fri 03:00
RandomizedDelaySec=1h
END
sudo -n systemctl daemon-reload

# ---- Reschedule, taken back
set -eu
if [ "$(cat -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d/override.conf 2>/dev/null | cksum)" != '4004603514 68' ]; then
  echo 'the timer was changed meanwhile: read it again' >&2
  exit 1
fi
sudo -n tee -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d/override.conf >/dev/null <<'END'
[Timer]
OnCalendar=daily
RandomizedDelaySec=1h
END
sudo -n systemctl daemon-reload

# ---- Reschedule never
set -eu
echo 'nothing says when: fill in one of the three' >&2
exit 1

# ---- Reschedule never, taken back
set -eu
if [ "$(cat -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d/override.conf 2>/dev/null | cksum)" != '541787184 20' ]; then
  echo 'the timer was changed meanwhile: read it again' >&2
  exit 1
fi
sudo -n rm -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d/override.conf
# There may be other drop-ins.
sudo -n rmdir -- /etc/systemd/system/'mnt-a\x2db@1.timer'.d 2>/dev/null || true
sudo -n systemctl daemon-reload

# ---- Delete
set -eu
sudo -n systemctl disable --now -- backup.timer 'a\x2db.timer'
sudo -n rm -rf -- \
  /etc/systemd/system/backup.timer \
  /etc/systemd/system/backup.timer.d \
  /etc/systemd/system/'a\x2db.timer' \
  /etc/systemd/system/'a\x2db.timer'.d
sudo -n systemctl daemon-reload

# ---- Delete, before
# What is not there is not missed.
sudo -n find \
  /etc/systemd/system/backup.timer \
  /etc/systemd/system/backup.timer.d \
  /etc/systemd/system/'a\x2db.timer' \
  /etc/systemd/system/'a\x2db.timer'.d 2>/dev/null
true

# ---- Delete with service
set -eu
sudo -n systemctl disable --now -- \
  backup.timer \
  'a\x2db.timer' \
  backup.service
sudo -n rm -rf -- \
  /etc/systemd/system/backup.timer \
  /etc/systemd/system/backup.timer.d \
  /etc/systemd/system/'a\x2db.timer' \
  /etc/systemd/system/'a\x2db.timer'.d \
  /etc/systemd/system/backup.service \
  /etc/systemd/system/backup.service.d
sudo -n systemctl daemon-reload

# ---- Delete with service, before
# What is not there is not missed.
sudo -n find \
  /etc/systemd/system/backup.timer \
  /etc/systemd/system/backup.timer.d \
  /etc/systemd/system/'a\x2db.timer' \
  /etc/systemd/system/'a\x2db.timer'.d \
  /etc/systemd/system/backup.service \
  /etc/systemd/system/backup.service.d 2>/dev/null
# What needs it.
systemctl list-dependencies --reverse --no-pager --plain -- \
  backup.service
true

