# ---- ListBlocks
export LC_ALL=C
lsblk -J -b -o NAME,KNAME,TYPE,SIZE,FSTYPE,LABEL,UUID,MOUNTPOINT,MODEL,RO,ROTA

# ---- ListMounts
export LC_ALL=C
cat /proc/self/mountinfo
printf '\0'
# Blocks, then files. What this user may not look at is left out.
df -P -k -a 2>/dev/null
printf '\0'
df -P -i -a 2>/dev/null
true

# ---- Properties
lsblk -P -o NAME,KNAME,TYPE,SIZE,FSTYPE,LABEL,UUID,MOUNTPOINT,MODEL,RO,ROTA,SERIAL,PARTUUID,PHY-SEC,SCHED,TRAN,OWNER,GROUP,MODE /dev/sda1 | tr ' ' '\n'

# ---- Health
PATH=$PATH:/usr/sbin:/sbin
# Its exit status has a bit for each thing that is not well.
smartctl -i -H -A -l error /dev/sda1

# ---- Users
# Who uses it: fuser says no when nobody does.
if command -v fuser >/dev/null; then
  fuser -vm /srv/data 2>&1 || true
else
  lsof -w /srv/data 2>&1 || true
fi

# ---- Attach
set -eu
mount -- /dev/sda1 /srv/data

# ---- Attach, taken back
set -eu
umount -- /srv/data

# ---- Detach
set -eu
umount -- /srv/data

# ---- Detach, taken back
set -eu
mount -t ext4 -o rw,noatime -- /dev/sda1 /srv/data

# ---- Detach, before
# Who uses it: fuser says no when nobody does.
if command -v fuser >/dev/null; then
  fuser -vm /srv/data 2>&1 || true
else
  lsof -w /srv/data 2>&1 || true
fi

# ---- Detach tmpfs
set -eu
umount -- /srv/data

# ---- Detach tmpfs, before
# Who uses it: fuser says no when nobody does.
if command -v fuser >/dev/null; then
  fuser -vm /srv/data 2>&1 || true
else
  lsof -w /srv/data 2>&1 || true
fi

# ---- Users
# Who uses it: fuser says no when nobody does.
if command -v fuser >/dev/null; then
  fuser -vm '/srv/it'\''s $(id)' 2>&1 || true
else
  lsof -w '/srv/it'\''s $(id)' 2>&1 || true
fi

# ---- Attach
set -eu
mount -- /dev/sda1 '/srv/it'\''s $(id)'

# ---- Attach, taken back
set -eu
umount -- '/srv/it'\''s $(id)'

# ---- Detach
set -eu
umount -- '/srv/it'\''s $(id)'

# ---- Detach, taken back
set -eu
mount -t ext4 -o rw,noatime -- /dev/sda1 '/srv/it'\''s $(id)'

# ---- Detach, before
# Who uses it: fuser says no when nobody does.
if command -v fuser >/dev/null; then
  fuser -vm '/srv/it'\''s $(id)' 2>&1 || true
else
  lsof -w '/srv/it'\''s $(id)' 2>&1 || true
fi

# ---- Detach tmpfs
set -eu
umount -- '/srv/it'\''s $(id)'

# ---- Detach tmpfs, before
# Who uses it: fuser says no when nobody does.
if command -v fuser >/dev/null; then
  fuser -vm '/srv/it'\''s $(id)' 2>&1 || true
else
  lsof -w '/srv/it'\''s $(id)' 2>&1 || true
fi

