# ---- List
set -eu
set -o pipefail
export LC_ALL=C
printf 'apt\0'
format='${db:Status-Abbrev}\t${binary:Package}\t${Architecture}\t${Version}\t'
format+='${Installed-Size}\t${binary:Summary}\n'
dpkg-query --show --showformat="$format"
printf '\0'
# What an upgrade would bring. Nothing is done.
apt-get --simulate dist-upgrade | grep '^Inst ' || true
printf '\0'

# ---- List found
set -eu
set -o pipefail
export LC_ALL=C
printf 'apt\0'
format='${db:Status-Abbrev}\t${binary:Package}\t${Architecture}\t${Version}\t'
format+='${Installed-Size}\t${binary:Summary}\n'
dpkg-query --show --showformat="$format"
printf '\0'
# What an upgrade would bring. Nothing is done.
apt-get --simulate dist-upgrade | grep '^Inst ' || true
printf '\0'
apt-cache search -- web 'it'\''s' '$(server)' | awk 'NR <= 500'

# ---- Read Details
export LC_ALL=C
apt-cache show -- libc6:i386

# ---- Read Files
export LC_ALL=C
dpkg-query --listfiles -- libc6:i386

# ---- Install
export LC_ALL=C
env DEBIAN_FRONTEND=noninteractive apt-get --assume-yes -o Dpkg::Options::=--force-confold install -- \
  nginx \
  g++

# ---- Install, before
export LC_ALL=C
apt-get --simulate install -- nginx g++

# ---- Upgrade
export LC_ALL=C
env DEBIAN_FRONTEND=noninteractive apt-get --assume-yes -o Dpkg::Options::=--force-confold install --only-upgrade -- \
  nginx \
  g++

# ---- Upgrade, before
export LC_ALL=C
apt-get --simulate install --only-upgrade -- nginx g++

# ---- UpgradeAll
export LC_ALL=C
env DEBIAN_FRONTEND=noninteractive apt-get --assume-yes -o Dpkg::Options::=--force-confold upgrade --with-new-pkgs

# ---- UpgradeAll, before
export LC_ALL=C
apt-get --simulate upgrade --with-new-pkgs

# ---- Remove
export LC_ALL=C
env DEBIAN_FRONTEND=noninteractive apt-get --assume-yes -o Dpkg::Options::=--force-confold remove -- \
  nginx \
  g++

# ---- Remove, before
export LC_ALL=C
apt-get --simulate remove -- nginx g++

# ---- Purge
export LC_ALL=C
env DEBIAN_FRONTEND=noninteractive apt-get --assume-yes -o Dpkg::Options::=--force-confold purge -- \
  nginx \
  g++

# ---- Purge, before
export LC_ALL=C
apt-get --simulate purge -- nginx g++

# ---- Refresh
export LC_ALL=C
apt-get update

