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
  --property=Id,LoadState,ActiveState,SubState,UnitFileState,Unit,NextElapseUSecRealtime,NextElapseUSecMonotonic,LastTriggerUSec \
  -- '*.timer'
printf '\0'
# Where the user's own manager listens: pam_systemd(8).
export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"
systemctl --user list-unit-files --type=timer --no-legend --no-pager --full 2>/dev/null || true
printf '\0'
systemctl --user show --all --no-pager \
  --property=Id,LoadState,ActiveState,SubState,UnitFileState,Unit,NextElapseUSecRealtime,NextElapseUSecMonotonic,LastTriggerUSec \
  -- '*.timer' 2>/dev/null || true
printf '\0'
# Some timers count from when the target began.
date +%s
cat /proc/uptime

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

