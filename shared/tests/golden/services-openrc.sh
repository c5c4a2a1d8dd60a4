# ---- List
set -eu
PATH=$PATH:/usr/sbin:/sbin
rc-status --nocolor --servicelist
printf '\0'
rc-update --nocolor --verbose show

# ---- Start
set -eu
PATH=$PATH:/usr/sbin:/sbin
rc-service nginx start
rc-service sshd start

# ---- Start, before
PATH=$PATH:/usr/sbin:/sbin
rc-service nginx status
rc-service sshd status
true

# ---- Stop
set -eu
PATH=$PATH:/usr/sbin:/sbin
rc-service nginx stop
rc-service sshd stop

# ---- Stop, before
PATH=$PATH:/usr/sbin:/sbin
rc-service nginx status
rc-service nginx needsme
rc-service sshd status
rc-service sshd needsme
true

# ---- Restart
set -eu
PATH=$PATH:/usr/sbin:/sbin
rc-service nginx restart
rc-service sshd restart

# ---- Restart, before
PATH=$PATH:/usr/sbin:/sbin
rc-service nginx status
rc-service nginx needsme
rc-service sshd status
rc-service sshd needsme
true

# ---- Reload
set -eu
PATH=$PATH:/usr/sbin:/sbin
rc-service nginx reload
rc-service sshd reload

# ---- Reload, before
PATH=$PATH:/usr/sbin:/sbin
rc-service nginx status
rc-service sshd status
true

# ---- Enable
set -eu
PATH=$PATH:/usr/sbin:/sbin
rc-update add nginx default
rc-update add sshd boot default

# ---- Enable, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
rc-update del nginx default
rc-update del sshd boot default

# ---- Disable
set -eu
PATH=$PATH:/usr/sbin:/sbin
rc-update del nginx default
rc-update del sshd boot default

# ---- Disable, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
rc-update add nginx default
rc-update add sshd boot default

# ---- Edit
set -eu
file=/etc/init.d/nginx
printf '%s\0' "$file"
[ -e "$file" ] || printf new

# ---- Read Status
PATH=$PATH:/usr/sbin:/sbin
rc-service nginx status || [ $? = 3 ]

# ---- Read Definition
PATH=$PATH:/usr/sbin:/sbin
cat -- /etc/init.d/nginx

# ---- Read Dependencies
PATH=$PATH:/usr/sbin:/sbin
rc-service nginx ineed

