# ---- ListSockets
set -eu
export LC_ALL=C
ss -H -tunape
printf '\0'
cut -d : -f 1,3 /etc/passwd

# ---- ListLinks
export LC_ALL=C
# Busybox's ip writes no JSON.
ip -s -j addr 2>/dev/null || ip addr

# ---- ListRoutes
export LC_ALL=C
# Busybox's ip writes no JSON.
ip -4 -j route show table all 2>/dev/null || ip -4 route show table all
printf '\0'
ip -6 -j route show table all 2>/dev/null || ip -6 route show table all || true

# ---- ListRules
set -eu
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C
printf 'ufw\0'
ufw status verbose
ufw show added
printf '\0'
printf 'firewall-cmd\0'
# Where it does not run, none of its rules is in force.
firewall-cmd --list-all || true
printf '\0'
printf 'nft\0'
nft -a list ruleset
printf '\0'

# ---- Look
ss -tanpieom 'sport = :443'

# ---- Detail
# Busybox's ip knows no figures.
ip -s -d addr show dev eth0 2>/dev/null || ip addr show dev eth0

# ---- Up
set -eu
ip link set dev eth0 up

# ---- Up, taken back
set -eu
ip link set dev eth0 down

# ---- Up, before
ip addr show dev eth0
ip route show dev eth0

# ---- Down
set -eu
ip link set dev eth0 down

# ---- Down, before
ip addr show dev eth0
ip route show dev eth0

# ---- Down, own
set -eu
ip link set dev eth0 down

# ---- Down, own, before
ip addr show dev eth0
ip route show dev eth0
printf '\nThis session comes by it: %s\n' "$SSH_CONNECTION"

# ---- Lookup
ip route get 2001:db8::

# ---- Ufw LetIn 443
set -eu
PATH=$PATH:/usr/sbin:/sbin
# One that is there already is not this script's to take back.
if ufw show added | grep -qxE 'ufw allow 443/tcp( comment .*)?'; then
  echo 'The rule is there already.' >&2
  exit 1
fi
ufw allow 443/tcp

# ---- Ufw LetIn 443, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
ufw delete allow 443/tcp

# ---- Ufw LetIn 443, before
# Who listens there, and who is connected.
ss -tunap 'sport = :443'

# ---- Ufw LetIn 443
set -eu
PATH=$PATH:/usr/sbin:/sbin
# One that is there already is not this script's to take back.
if ufw show added | grep -qxE 'ufw allow from 192.0.2.0/24 to any port 443 proto tcp( comment .*)?'; then
  echo 'The rule is there already.' >&2
  exit 1
fi
ufw allow from 192.0.2.0/24 to any port 443 proto tcp

# ---- Ufw LetIn 443, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
ufw delete allow from 192.0.2.0/24 to any port 443 proto tcp

# ---- Ufw LetIn 443, before
# Who listens there, and who is connected.
ss -tunap 'sport = :443'

# ---- Ufw Refuse 8080
set -eu
PATH=$PATH:/usr/sbin:/sbin
# One that is there already is not this script's to take back.
if ufw show added | grep -qxE 'ufw deny from 2001:db8::1 to any port 8080 proto tcp( comment .*)?'; then
  echo 'The rule is there already.' >&2
  exit 1
fi
# Before all others: the first that fits counts.
ufw prepend deny from 2001:db8::1 to any port 8080 proto tcp

# ---- Ufw Refuse 8080, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
ufw delete deny from 2001:db8::1 to any port 8080 proto tcp

# ---- Ufw Refuse 8080, before
# Who listens there, and who is connected.
ss -tunap 'sport = :8080'

# ---- Ufw Refuse 22
set -eu
PATH=$PATH:/usr/sbin:/sbin
# One that is there already is not this script's to take back.
if ufw show added | grep -qxE 'ufw deny 22/tcp( comment .*)?'; then
  echo 'The rule is there already.' >&2
  exit 1
fi
# Before all others: the first that fits counts.
ufw prepend deny 22/tcp

# ---- Ufw Refuse 22, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
ufw delete deny 22/tcp

# ---- Ufw Refuse 22, before
printf 'This session comes in here, and may not come back: %s\n' "$SSH_CONNECTION"
# Who listens there, and who is connected.
ss -tunap 'sport = :22'

# ---- Firewalld LetIn 443
set -eu
PATH=$PATH:/usr/sbin:/sbin
# One that is there already is not this script's to take back.
if firewall-cmd --query-port=443/tcp >/dev/null; then
  echo 'The rule is there already.' >&2
  exit 1
fi
# For now, and for the next start.
firewall-cmd --add-port=443/tcp
firewall-cmd --permanent --add-port=443/tcp

# ---- Firewalld LetIn 443, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
# For now, and for the next start.
firewall-cmd --remove-port=443/tcp
firewall-cmd --permanent --remove-port=443/tcp

# ---- Firewalld LetIn 443, before
# Who listens there, and who is connected.
ss -tunap 'sport = :443'

# ---- Firewalld LetIn 443
set -eu
PATH=$PATH:/usr/sbin:/sbin
# One that is there already is not this script's to take back.
if firewall-cmd --query-rich-rule='rule family="ipv4" source address="192.0.2.0/24" port port="443" protocol="tcp" accept' >/dev/null; then
  echo 'The rule is there already.' >&2
  exit 1
fi
# For now, and for the next start.
firewall-cmd --add-rich-rule='rule family="ipv4" source address="192.0.2.0/24" port port="443" protocol="tcp" accept'
firewall-cmd --permanent --add-rich-rule='rule family="ipv4" source address="192.0.2.0/24" port port="443" protocol="tcp" accept'

# ---- Firewalld LetIn 443, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
# For now, and for the next start.
firewall-cmd --remove-rich-rule='rule family="ipv4" source address="192.0.2.0/24" port port="443" protocol="tcp" accept'
firewall-cmd --permanent --remove-rich-rule='rule family="ipv4" source address="192.0.2.0/24" port port="443" protocol="tcp" accept'

# ---- Firewalld LetIn 443, before
# Who listens there, and who is connected.
ss -tunap 'sport = :443'

# ---- Firewalld Refuse 8080
set -eu
PATH=$PATH:/usr/sbin:/sbin
# One that is there already is not this script's to take back.
if firewall-cmd --query-rich-rule='rule family="ipv6" source address="2001:db8::1" port port="8080" protocol="tcp" drop' >/dev/null; then
  echo 'The rule is there already.' >&2
  exit 1
fi
# For now, and for the next start.
firewall-cmd --add-rich-rule='rule family="ipv6" source address="2001:db8::1" port port="8080" protocol="tcp" drop'
firewall-cmd --permanent --add-rich-rule='rule family="ipv6" source address="2001:db8::1" port port="8080" protocol="tcp" drop'

# ---- Firewalld Refuse 8080, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
# For now, and for the next start.
firewall-cmd --remove-rich-rule='rule family="ipv6" source address="2001:db8::1" port port="8080" protocol="tcp" drop'
firewall-cmd --permanent --remove-rich-rule='rule family="ipv6" source address="2001:db8::1" port port="8080" protocol="tcp" drop'

# ---- Firewalld Refuse 8080, before
# Who listens there, and who is connected.
ss -tunap 'sport = :8080'

# ---- Firewalld Refuse 22
set -eu
PATH=$PATH:/usr/sbin:/sbin
# One that is there already is not this script's to take back.
if firewall-cmd --query-rich-rule='rule port port="22" protocol="tcp" drop' >/dev/null; then
  echo 'The rule is there already.' >&2
  exit 1
fi
# For now, and for the next start.
firewall-cmd --add-rich-rule='rule port port="22" protocol="tcp" drop'
firewall-cmd --permanent --add-rich-rule='rule port port="22" protocol="tcp" drop'

# ---- Firewalld Refuse 22, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
# For now, and for the next start.
firewall-cmd --remove-rich-rule='rule port port="22" protocol="tcp" drop'
firewall-cmd --permanent --remove-rich-rule='rule port port="22" protocol="tcp" drop'

# ---- Firewalld Refuse 22, before
printf 'This session comes in here, and may not come back: %s\n' "$SSH_CONNECTION"
# Who listens there, and who is connected.
ss -tunap 'sport = :22'

# ---- Nft LetIn 443
set -eu
PATH=$PATH:/usr/sbin:/sbin
# In force at once, and until the next start: what is kept is in /etc/nftables.conf.
nft insert rule inet filter input tcp dport 443 accept

# ---- Nft LetIn 443, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
handle=$(nft -a list chain inet filter input | sed -n 's/^\t*tcp dport 443 accept # handle //p' | head -n 1)
nft delete rule inet filter input handle "$handle"

# ---- Nft LetIn 443, before
# Who listens there, and who is connected.
ss -tunap 'sport = :443'

# ---- Nft LetIn 443
set -eu
PATH=$PATH:/usr/sbin:/sbin
# In force at once, and until the next start: what is kept is in /etc/nftables.conf.
nft insert rule inet filter input ip saddr 192.0.2.0/24 tcp dport 443 accept

# ---- Nft LetIn 443, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
handle=$(nft -a list chain inet filter input | sed -n 's/^\t*ip saddr 192.0.2.0\/24 tcp dport 443 accept # handle //p' | head -n 1)
nft delete rule inet filter input handle "$handle"

# ---- Nft LetIn 443, before
# Who listens there, and who is connected.
ss -tunap 'sport = :443'

# ---- Nft Refuse 8080
set -eu
PATH=$PATH:/usr/sbin:/sbin
# In force at once, and until the next start: what is kept is in /etc/nftables.conf.
nft insert rule inet filter input ip6 saddr 2001:db8::1 tcp dport 8080 drop

# ---- Nft Refuse 8080, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
handle=$(nft -a list chain inet filter input | sed -n 's/^\t*ip6 saddr 2001:db8::1 tcp dport 8080 drop # handle //p' | head -n 1)
nft delete rule inet filter input handle "$handle"

# ---- Nft Refuse 8080, before
# Who listens there, and who is connected.
ss -tunap 'sport = :8080'

# ---- Nft Refuse 22
set -eu
PATH=$PATH:/usr/sbin:/sbin
# In force at once, and until the next start: what is kept is in /etc/nftables.conf.
nft insert rule inet filter input tcp dport 22 drop

# ---- Nft Refuse 22, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
handle=$(nft -a list chain inet filter input | sed -n 's/^\t*tcp dport 22 drop # handle //p' | head -n 1)
nft delete rule inet filter input handle "$handle"

# ---- Nft Refuse 22, before
printf 'This session comes in here, and may not come back: %s\n' "$SSH_CONNECTION"
# Who listens there, and who is connected.
ss -tunap 'sport = :22'

# ---- DropRule ufw
set -eu
PATH=$PATH:/usr/sbin:/sbin
ufw delete allow 'Nginx $(id)'

# ---- DropRule ufw, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
ufw allow 'Nginx $(id)'

# ---- DropRule ufw, before
PATH=$PATH:/usr/sbin:/sbin
# What is in force beside it.
ufw status verbose

# ---- DropRule firewalld
set -eu
PATH=$PATH:/usr/sbin:/sbin
# For now, and for the next start.
firewall-cmd --zone=public --remove-rich-rule='rule port port="22" protocol="tcp" accept'
firewall-cmd --zone=public --permanent --remove-rich-rule='rule port port="22" protocol="tcp" accept'

# ---- DropRule firewalld, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
# For now, and for the next start.
firewall-cmd --zone=public --add-rich-rule='rule port port="22" protocol="tcp" accept'
firewall-cmd --zone=public --permanent --add-rich-rule='rule port port="22" protocol="tcp" accept'

# ---- DropRule firewalld, before
PATH=$PATH:/usr/sbin:/sbin
printf 'This session comes in here, and may not come back: %s\n' "$SSH_CONNECTION"
# What is in force beside it.
firewall-cmd --zone=public --list-all

# ---- DropRule nft
set -eu
PATH=$PATH:/usr/sbin:/sbin
# In force at once, and until the next start: what is kept is in /etc/nftables.conf.
nft delete rule inet filter input handle 5

# ---- DropRule nft, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
nft insert rule inet filter input handle 7 'tcp dport 80 accept comment "it'\''s $(id)"'

# ---- DropRule nft, before
PATH=$PATH:/usr/sbin:/sbin
# What is in force beside it.
nft list chain inet filter input

# ---- DropRule nft, the last
set -eu
PATH=$PATH:/usr/sbin:/sbin
# In force at once, and until the next start: what is kept is in /etc/nftables.conf.
nft delete rule inet filter input handle 5

# ---- DropRule nft, the last, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
nft add rule inet filter input accept

# ---- DropRule nft, the last, before
PATH=$PATH:/usr/sbin:/sbin
printf 'This session comes in here, and may not come back: %s\n' "$SSH_CONNECTION"
# What is in force beside it.
nft list chain inet filter input

