# ---- List
set -eu
set -o pipefail
export LC_ALL=C
printf 'apk\0'
apk info -vv
printf '\0'
apk version -v -l '<' || true
printf '\0'

# ---- List found
set -eu
set -o pipefail
export LC_ALL=C
printf 'apk\0'
apk info -vv
printf '\0'
apk version -v -l '<' || true
printf '\0'
apk search -v -- web 'it'\''s' '$(server)' | awk 'NR <= 500'

# ---- Read Details
export LC_ALL=C
apk info --all -- libc6:i386

# ---- Read Files
export LC_ALL=C
apk info --contents -- libc6:i386

# ---- Install
export LC_ALL=C
apk add -- nginx g++

# ---- Install, before
export LC_ALL=C
apk add --simulate -- nginx g++

# ---- Upgrade
export LC_ALL=C
apk upgrade -- nginx g++

# ---- Upgrade, before
export LC_ALL=C
apk upgrade --simulate -- nginx g++

# ---- UpgradeAll
export LC_ALL=C
apk upgrade

# ---- UpgradeAll, before
export LC_ALL=C
apk upgrade --simulate

# ---- Remove
export LC_ALL=C
apk del -- nginx g++

# ---- Remove, before
export LC_ALL=C
apk del --simulate -- nginx g++

# ---- Purge
export LC_ALL=C
apk del --purge -- nginx g++

# ---- Purge, before
export LC_ALL=C
apk del --purge --simulate -- nginx g++

# ---- Refresh
export LC_ALL=C
apk update

