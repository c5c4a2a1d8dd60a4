# ---- List
export LC_ALL=C
# Size, time, path of each file; those of the journal are for journalctl.
find /var/log -path /var/log/journal -prune -o -type f -exec sh -c '
  for file; do
    stat -c "%s %Y" "$file" && printf "%s\0" "$file"
  done' sh {} +
printf 'kernel\n\0'

# ---- Follow 0
journalctl --lines=200 --output=short-iso --follow

# ---- Follow 0, filtered
journalctl --lines=50 --output=short-iso --follow --priority=warning --grep='Can'\''t $(open)'

# ---- Follow 1
dmesg

# ---- Follow 1, filtered
set -o pipefail
dmesg |
  # Busybox's grep keeps lines back until there are many.
  search='can'\''t $(open)' \
  awk 'index(tolower($0), ENVIRON["search"]) { print; fflush() }'

# ---- Follow 2
journalctl --unit=nginx.service --lines=200 --output=short-iso --follow

# ---- Follow 2, filtered
journalctl --unit=nginx.service --lines=50 --output=short-iso --follow --priority=warning --grep='Can'\''t $(open)'

# ---- Follow 3
journalctl --user-unit=nginx.service --lines=200 --output=short-iso --follow

# ---- Follow 3, filtered
journalctl --user-unit=nginx.service --lines=50 --output=short-iso --follow --priority=warning --grep='Can'\''t $(open)'

# ---- Follow 4
tail -n 200 -F -- /var/log/syslog

# ---- Follow 4, filtered
set -o pipefail
tail -n 50 -F -- /var/log/syslog |
  # Busybox's grep keeps lines back until there are many.
  search='can'\''t $(open)' \
  awk 'index(tolower($0), ENVIRON["search"]) { print; fflush() }'

# ---- Follow 5
set -o pipefail
zcat -- /var/log/syslog.2.gz | tail -n 200

# ---- Follow 5, filtered
set -o pipefail
zcat -- /var/log/syslog.2.gz | tail -n 50 |
  # Busybox's grep keeps lines back until there are many.
  search='can'\''t $(open)' \
  awk 'index(tolower($0), ENVIRON["search"]) { print; fflush() }'

# ---- Follow 6
set -o pipefail
last -f /var/log/wtmp | awk 'NR <= 200'

# ---- Follow 6, filtered
set -o pipefail
last -f /var/log/wtmp | awk 'NR <= 50' |
  # Busybox's grep keeps lines back until there are many.
  search='can'\''t $(open)' \
  awk 'index(tolower($0), ENVIRON["search"]) { print; fflush() }'

# ---- Follow 7
set -o pipefail
xzcat -- '/var/log/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.xz' | tail -n 200

# ---- Follow 7, filtered
set -o pipefail
xzcat -- '/var/log/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.xz' | tail -n 50 |
  # Busybox's grep keeps lines back until there are many.
  search='can'\''t $(open)' \
  awk 'index(tolower($0), ENVIRON["search"]) { print; fflush() }'

