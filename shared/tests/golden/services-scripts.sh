# ---- List
set -eu
# It asks each script in /etc/init.d.
service --status-all 2>&1
printf '\0'
# Where it begins with the target, and where that was taken away.
printf '%s\n' /etc/rc[2345S].d/[SK]*
printf '\0'

# ---- Start
set -eu
service nginx start
service sshd start

# ---- Start, before
service nginx status
service sshd status
true

# ---- Stop
set -eu
service nginx stop
service sshd stop

# ---- Stop, before
service nginx status
service sshd status
true

# ---- Restart
set -eu
service nginx restart
service sshd restart

# ---- Restart, before
service nginx status
service sshd status
true

# ---- Reload
set -eu
service nginx reload
service sshd reload

# ---- Reload, before
service nginx status
service sshd status
true

# ---- Enable
set -eu
export PATH=$PATH:/usr/sbin:/sbin
update-rc.d nginx defaults
update-rc.d sshd enable 2 5

# ---- Enable, taken back
set -eu
export PATH=$PATH:/usr/sbin:/sbin
update-rc.d -f nginx remove
update-rc.d sshd disable

# ---- Disable
set -eu
export PATH=$PATH:/usr/sbin:/sbin
update-rc.d -f nginx remove
update-rc.d sshd disable

# ---- Disable, taken back
set -eu
export PATH=$PATH:/usr/sbin:/sbin
update-rc.d nginx defaults
update-rc.d sshd enable 2 5

# ---- Edit
set -eu
file=/etc/init.d/nginx
printf '%s\0' "$file"
[ -e "$file" ] || printf new

# ---- Read Status
service nginx status || [ $? = 3 ]

# ---- Read Definition
cat -- /etc/init.d/nginx

