# ---- List
set -eu
rc-status --nocolor --servicelist
printf '\0'
rc-update --nocolor --verbose show

# ---- Start
set -eu
rc-service nginx start
rc-service sshd start

# ---- Start, before
rc-service nginx status
rc-service sshd status
true

# ---- Stop
set -eu
rc-service nginx stop
rc-service sshd stop

# ---- Stop, before
rc-service nginx status
rc-service nginx needsme
rc-service sshd status
rc-service sshd needsme
true

# ---- Restart
set -eu
rc-service nginx restart
rc-service sshd restart

# ---- Restart, before
rc-service nginx status
rc-service nginx needsme
rc-service sshd status
rc-service sshd needsme
true

# ---- Reload
set -eu
rc-service nginx reload
rc-service sshd reload

# ---- Reload, before
rc-service nginx status
rc-service sshd status
true

# ---- Enable
set -eu
rc-update add nginx default
rc-update add sshd boot default

# ---- Enable, taken back
set -eu
rc-update del nginx default
rc-update del sshd boot default

# ---- Disable
set -eu
rc-update del nginx default
rc-update del sshd boot default

# ---- Disable, taken back
set -eu
rc-update add nginx default
rc-update add sshd boot default

# ---- Edit
set -eu
file=/etc/init.d/nginx
printf '%s\0' "$file"
[ -e "$file" ] || printf new

# ---- Read Status
rc-service nginx status || [ $? = 3 ]

# ---- Read Definition
cat -- /etc/init.d/nginx

# ---- Read Dependencies
rc-service nginx ineed

