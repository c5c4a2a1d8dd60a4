# ---- List
export LC_ALL=C
getent passwd || cat /etc/passwd
printf '\0'
getent group || cat /etc/group
printf '\0'
# Whether the password is locked, and when the account ends: what root may know.
sudo -n awk -F : '{ print $1 ":" substr($2, 1, 2) ":" $8 }' /etc/shadow 2>/dev/null
printf '\0'
lslogins --print0 --noheadings --time-format=iso --output=USER,LAST-LOGIN 2>/dev/null
true

# ---- About
set -eu
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C
id deploy
sudo -n chage --list deploy || true
last -n 20 -- deploy || true

# ---- Add
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n useradd --create-home -- deploy

# ---- Add, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
home=$(awk -F : -v name=deploy '$1 == name { print $6 }' /etc/passwd)
# Only as long as the home holds nothing but what every new one does.
if [ -d /etc/skel ]; then
  sudo -n diff -r /etc/skel "$home" >&2
else
  sudo -n rmdir -- "$home"
fi
sudo -n userdel --remove -- deploy

# ---- Add with all
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n useradd --create-home \
  --comment 'it'\''s $(deploy), 部署' \
  --home-dir '/srv/de ploy' \
  --shell /bin/bash \
  --groups adm,www-data \
  -- deploy

# ---- Add with all, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
home=$(awk -F : -v name=deploy '$1 == name { print $6 }' /etc/passwd)
# Only as long as the home holds nothing but what every new one does.
if [ -d /etc/skel ]; then
  sudo -n diff -r /etc/skel "$home" >&2
else
  sudo -n rmdir -- "$home"
fi
sudo -n userdel --remove -- deploy

# ---- Delete, with home: false
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n userdel -- deploy

# ---- Delete, with home: false, before
set -eu
PATH=$PATH:/usr/sbin:/sbin
id deploy
# Signed in?
who | awk -v name=deploy '$1 == name'
# At work?
ps -o pid,etime,args -u deploy || true
# At home, and in cron.
sudo -n du -sh -- '/home/de ploy' || true
sudo -n crontab -l -u deploy || true

# ---- Delete, with home: true
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n userdel --remove -- deploy

# ---- Delete, with home: true, before
set -eu
PATH=$PATH:/usr/sbin:/sbin
id deploy
# Signed in?
who | awk -v name=deploy '$1 == name'
# At work?
ps -o pid,etime,args -u deploy || true
# At home, and in cron.
sudo -n du -sh -- '/home/de ploy' || true
sudo -n crontab -l -u deploy || true

# ---- Lock false
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n usermod --unlock -- deploy

# ---- Lock false, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n usermod --lock -- deploy

# ---- Membership false
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n gpasswd --delete deploy -- adm
sudo -n gpasswd --delete deploy -- www-data

# ---- Membership false, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n gpasswd --add deploy -- adm
sudo -n gpasswd --add deploy -- www-data

# ---- Lock true
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n usermod --lock -- deploy

# ---- Lock true, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n usermod --unlock -- deploy

# ---- Membership true
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n gpasswd --add deploy -- adm
sudo -n gpasswd --add deploy -- www-data

# ---- Membership true, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n gpasswd --delete deploy -- adm
sudo -n gpasswd --delete deploy -- www-data

# ---- SetPassword
set -eu
PATH=$PATH:/usr/sbin:/sbin
# It reads the name and the password from standard input.
sudo -n chpasswd

# ---- Set
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n usermod --comment 'a'\''b' -- deploy

# ---- Set, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n usermod --comment '' -- deploy

# ---- Set
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n usermod --shell /bin/zsh -- deploy

# ---- Set, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n usermod --shell /bin/sh -- deploy

# ---- Set
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n usermod --expiredate 2027-01-31 -- deploy

# ---- Set, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n usermod --expiredate '' -- deploy

# ---- List groups
export LC_ALL=C
getent passwd || cat /etc/passwd
printf '\0'
getent group || cat /etc/group
printf '\0'

# ---- Add a group
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n groupadd -- web

# ---- Add a group, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n groupdel -- web

# ---- Delete a group
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n groupdel -- web

# ---- Delete a group, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n groupadd --gid 1007 -- web
sudo -n gpasswd --members ops,li.wei -- web

# ---- SetMembers
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n gpasswd --members ops,deploy -- web

# ---- SetMembers, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n gpasswd --members ops,li.wei -- web

# ---- SetMembers to none
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n gpasswd --members '' -- web

# ---- SetMembers to none, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
sudo -n gpasswd --members ops,deploy -- web

# ---- List keys
# Each key with its user, and what ssh-keygen says of it.
show() {
  while IFS= read -r key || [ -n "$key" ]; do
    case $key in '' | '#'*) continue ;; esac
    printf '%s\0' "$1" "$key" "$(ssh-keygen -lf - <<<"$key" 2>/dev/null || true)"
  done
}
{ getent passwd || cat /etc/passwd; } | while IFS=: read -r user _ _ _ _ home _; do
  show "$user" < <(sudo -n cat -- "$home/.ssh/authorized_keys" </dev/null 2>/dev/null)
done

# ---- Add a key
set -eu
cd
umask 077
mkdir -p .ssh
chmod 700 .ssh
new=$(mktemp .ssh/authorized_keys.XXXXXX)
trap 'rm -f -- "$new"' EXIT
[ ! -e .ssh/authorized_keys ] || cat .ssh/authorized_keys >"$new"
if grep -qxF -e 'command="echo it'\''s" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVH5Qv3QGVxQ3M0mLXeyYc0sVgvSvFXWf3rX1y3K7hT ops@web' -- "$new"; then
  echo 'this key exists already' >&2
  exit 1
fi
# A last line without an end would swallow what comes after it.
[ -z "$(tail -c 1 -- "$new")" ] || echo >>"$new"
printf '%s\n' \
  'command="echo it'\''s" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVH5Qv3QGVxQ3M0mLXeyYc0sVgvSvFXWf3rX1y3K7hT ops@web' >>"$new"
mv -f -- "$new" .ssh/authorized_keys

# ---- Add a key, taken back
set -eu
cd
umask 077
mkdir -p .ssh
chmod 700 .ssh
new=$(mktemp .ssh/authorized_keys.XXXXXX)
trap 'rm -f -- "$new"' EXIT
# It ends with 1 where no line is left.
LC_ALL=C grep -avxF \
  -e 'command="echo it'\''s" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVH5Qv3QGVxQ3M0mLXeyYc0sVgvSvFXWf3rX1y3K7hT ops@web' -- .ssh/authorized_keys >"$new" || [ $? = 1 ]
mv -f -- "$new" .ssh/authorized_keys

# ---- Remove keys
set -eu
cd
umask 077
mkdir -p .ssh
chmod 700 .ssh
new=$(mktemp .ssh/authorized_keys.XXXXXX)
trap 'rm -f -- "$new"' EXIT
# It ends with 1 where no line is left.
LC_ALL=C grep -avxF \
  -e 'ssh-rsa AAAA it'\''s' \
  -e "$(printf '\377\033')"'$(id)' -- .ssh/authorized_keys >"$new" || [ $? = 1 ]
mv -f -- "$new" .ssh/authorized_keys

# ---- Remove keys, taken back
set -eu
cd
umask 077
mkdir -p .ssh
chmod 700 .ssh
new=$(mktemp .ssh/authorized_keys.XXXXXX)
trap 'rm -f -- "$new"' EXIT
[ ! -e .ssh/authorized_keys ] || cat .ssh/authorized_keys >"$new"
# A last line without an end would swallow what comes after it.
[ -z "$(tail -c 1 -- "$new")" ] || echo >>"$new"
printf '%s\n' \
  'ssh-rsa AAAA it'\''s' \
  "$(printf '\377\033')"'$(id)' >>"$new"
mv -f -- "$new" .ssh/authorized_keys

# ---- Add a key
set -eu
sudo -n -H -u deploy bash -eu <<'END'
cd
umask 077
mkdir -p .ssh
chmod 700 .ssh
new=$(mktemp .ssh/authorized_keys.XXXXXX)
trap 'rm -f -- "$new"' EXIT
[ ! -e .ssh/authorized_keys ] || cat .ssh/authorized_keys >"$new"
if grep -qxF -e 'command="echo it'\''s" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVH5Qv3QGVxQ3M0mLXeyYc0sVgvSvFXWf3rX1y3K7hT ops@web' -- "$new"; then
  echo 'this key exists already' >&2
  exit 1
fi
# A last line without an end would swallow what comes after it.
[ -z "$(tail -c 1 -- "$new")" ] || echo >>"$new"
printf '%s\n' \
  'command="echo it'\''s" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVH5Qv3QGVxQ3M0mLXeyYc0sVgvSvFXWf3rX1y3K7hT ops@web' >>"$new"
mv -f -- "$new" .ssh/authorized_keys
END

# ---- Add a key, taken back
set -eu
sudo -n -H -u deploy bash -eu <<'END'
cd
umask 077
mkdir -p .ssh
chmod 700 .ssh
new=$(mktemp .ssh/authorized_keys.XXXXXX)
trap 'rm -f -- "$new"' EXIT
# It ends with 1 where no line is left.
LC_ALL=C grep -avxF \
  -e 'command="echo it'\''s" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEVH5Qv3QGVxQ3M0mLXeyYc0sVgvSvFXWf3rX1y3K7hT ops@web' -- .ssh/authorized_keys >"$new" || [ $? = 1 ]
mv -f -- "$new" .ssh/authorized_keys
END

# ---- Remove keys
set -eu
sudo -n -H -u deploy bash -eu <<'END'
cd
umask 077
mkdir -p .ssh
chmod 700 .ssh
new=$(mktemp .ssh/authorized_keys.XXXXXX)
trap 'rm -f -- "$new"' EXIT
# It ends with 1 where no line is left.
LC_ALL=C grep -avxF \
  -e 'ssh-rsa AAAA it'\''s' \
  -e "$(printf '\377\033')"'$(id)' -- .ssh/authorized_keys >"$new" || [ $? = 1 ]
mv -f -- "$new" .ssh/authorized_keys
END

# ---- Remove keys, taken back
set -eu
sudo -n -H -u deploy bash -eu <<'END'
cd
umask 077
mkdir -p .ssh
chmod 700 .ssh
new=$(mktemp .ssh/authorized_keys.XXXXXX)
trap 'rm -f -- "$new"' EXIT
[ ! -e .ssh/authorized_keys ] || cat .ssh/authorized_keys >"$new"
# A last line without an end would swallow what comes after it.
[ -z "$(tail -c 1 -- "$new")" ] || echo >>"$new"
printf '%s\n' \
  'ssh-rsa AAAA it'\''s' \
  "$(printf '\377\033')"'$(id)' >>"$new"
mv -f -- "$new" .ssh/authorized_keys
END

