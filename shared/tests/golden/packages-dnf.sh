# ---- List
set -eu
set -o pipefail
export LC_ALL=C
printf 'dnf\0'
rpm --query --all --queryformat '%{NAME}\t%{ARCH}\t%{EVR}\t%{SIZE}\t%{SUMMARY}\n'
printf '\0'
dnf --quiet repoquery --upgrades --queryformat '%{name}\t%{arch}\t%{evr}\n' || true
printf '\0'

# ---- List found
set -eu
set -o pipefail
export LC_ALL=C
printf 'dnf\0'
rpm --query --all --queryformat '%{NAME}\t%{ARCH}\t%{EVR}\t%{SIZE}\t%{SUMMARY}\n'
printf '\0'
dnf --quiet repoquery --upgrades --queryformat '%{name}\t%{arch}\t%{evr}\n' || true
printf '\0'
dnf --quiet repoquery --latest-limit=1 --queryformat '%{name}\t%{arch}\t%{evr}\t%{installsize}\t%{summary}\n' -- \
  '*web*' \
  '*it'\''s*' \
  '*$(server)*' | awk 'NR <= 500'

# ---- Read Details
export LC_ALL=C
dnf --quiet info -- libc6:i386

# ---- Read Files
export LC_ALL=C
rpm --query --list -- libc6:i386

# ---- Install
export LC_ALL=C
dnf --assumeyes install -- nginx g++

# ---- Install, before
export LC_ALL=C
dnf --assumeno install -- nginx g++ || [ $? = 1 ]

# ---- Upgrade
export LC_ALL=C
dnf --assumeyes upgrade -- nginx g++

# ---- Upgrade, before
export LC_ALL=C
dnf --assumeno upgrade -- nginx g++ || [ $? = 1 ]

# ---- UpgradeAll
export LC_ALL=C
dnf --assumeyes upgrade

# ---- UpgradeAll, before
export LC_ALL=C
dnf --assumeno upgrade || [ $? = 1 ]

# ---- Remove
export LC_ALL=C
dnf --assumeyes remove -- nginx g++

# ---- Remove, before
export LC_ALL=C
dnf --assumeno remove -- nginx g++ || [ $? = 1 ]

# ---- Purge
export LC_ALL=C
dnf --assumeyes remove -- nginx g++

# ---- Purge, before
export LC_ALL=C
dnf --assumeno remove -- nginx g++ || [ $? = 1 ]

# ---- Refresh
export LC_ALL=C
dnf --assumeyes makecache --refresh

