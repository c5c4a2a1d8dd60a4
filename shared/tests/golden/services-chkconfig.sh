# ---- List
set -eu
PATH=$PATH:/usr/sbin:/sbin
# It asks each script in /etc/init.d.
service --status-all 2>&1
printf '\0'
# Where it begins with the target, and where that was taken away.
printf '%s\n' /etc/rc[2345S].d/[SK]*
printf '\0'

# ---- Start
set -eu
PATH=$PATH:/usr/sbin:/sbin
service nginx start
service sshd start

# ---- Start, before
PATH=$PATH:/usr/sbin:/sbin
service nginx status
service sshd status
true

# ---- Stop
set -eu
PATH=$PATH:/usr/sbin:/sbin
service nginx stop
service sshd stop

# ---- Stop, before
PATH=$PATH:/usr/sbin:/sbin
service nginx status
service sshd status
true

# ---- Restart
set -eu
PATH=$PATH:/usr/sbin:/sbin
service nginx restart
service sshd restart

# ---- Restart, before
PATH=$PATH:/usr/sbin:/sbin
service nginx status
service sshd status
true

# ---- Reload
set -eu
PATH=$PATH:/usr/sbin:/sbin
service nginx reload
service sshd reload

# ---- Reload, before
PATH=$PATH:/usr/sbin:/sbin
service nginx status
service sshd status
true

# ---- Enable
set -eu
PATH=$PATH:/usr/sbin:/sbin
chkconfig nginx on
chkconfig --level 25 sshd on

# ---- Enable, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
chkconfig --del nginx
chkconfig sshd off

# ---- Disable
set -eu
PATH=$PATH:/usr/sbin:/sbin
chkconfig --del nginx
chkconfig sshd off

# ---- Disable, taken back
set -eu
PATH=$PATH:/usr/sbin:/sbin
chkconfig nginx on
chkconfig --level 25 sshd on

# ---- Edit
set -eu
file=/etc/init.d/nginx
printf '%s\0' "$file"
[ -e "$file" ] || printf new

# ---- Read Status
PATH=$PATH:/usr/sbin:/sbin
service nginx status || [ $? = 3 ]

# ---- Read Definition
PATH=$PATH:/usr/sbin:/sbin
cat -- /etc/init.d/nginx

