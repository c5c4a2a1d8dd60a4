# ---- List
export LC_ALL=C
# Size, time, path of each file; those of the journal are for journalctl.
sudo -n find /var/log -path /var/log/journal -prune -o -type f -printf '%s %T@\n%p\0'
# When something was last said.
printf 'journal\n'
sudo -n journalctl --quiet --lines=1 --output=short-unix --no-pager
printf '\0'
printf 'kernel\n'
sudo -n journalctl --quiet --dmesg --lines=1 --output=short-unix --no-pager
printf '\0'

# ---- Follow 0
sudo -n journalctl --lines=200 --output=short-iso --follow

# ---- Follow 0, filtered
sudo -n journalctl --lines=50 --output=short-iso --follow --priority=warning --grep='Can'\''t $(open)'

# ---- Follow 1
sudo -n journalctl --dmesg --lines=200 --output=short-iso --follow

# ---- Follow 1, filtered
sudo -n journalctl --dmesg --lines=50 --output=short-iso --follow --priority=warning --grep='Can'\''t $(open)'

# ---- Follow 2
sudo -n journalctl --unit=nginx.service --lines=200 --output=short-iso --follow

# ---- Follow 2, filtered
sudo -n journalctl --unit=nginx.service --lines=50 --output=short-iso --follow --priority=warning --grep='Can'\''t $(open)'

# ---- Follow 3
journalctl --user-unit=nginx.service --lines=200 --output=short-iso --follow

# ---- Follow 3, filtered
journalctl --user-unit=nginx.service --lines=50 --output=short-iso --follow --priority=warning --grep='Can'\''t $(open)'

# ---- Follow 4
sudo -n tail -n 200 -F -- /var/log/syslog

# ---- Follow 4, filtered
set -o pipefail
sudo -n tail -n 50 -F -- /var/log/syslog |
  # 1 says that there is no such line, which is an answer.
  { grep --line-buffered -iF -e 'Can'\''t $(open)' || [ $? = 1 ]; }

# ---- Follow 5
set -o pipefail
sudo -n zcat -- /var/log/syslog.2.gz | tail -n 200

# ---- Follow 5, filtered
set -o pipefail
sudo -n zcat -- /var/log/syslog.2.gz | tail -n 50 |
  # 1 says that there is no such line, which is an answer.
  { grep --line-buffered -iF -e 'Can'\''t $(open)' || [ $? = 1 ]; }

# ---- Follow 6
sudo -n last -n 200 -f /var/log/wtmp

# ---- Follow 6, filtered
set -o pipefail
sudo -n last -n 50 -f /var/log/wtmp |
  # 1 says that there is no such line, which is an answer.
  { grep --line-buffered -iF -e 'Can'\''t $(open)' || [ $? = 1 ]; }

# ---- Follow 7
set -o pipefail
sudo -n xzcat -- '/var/log/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.xz' | tail -n 200

# ---- Follow 7, filtered
set -o pipefail
sudo -n xzcat -- '/var/log/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.xz' | tail -n 50 |
  # 1 says that there is no such line, which is an answer.
  { grep --line-buffered -iF -e 'Can'\''t $(open)' || [ $? = 1 ]; }

