# ---- List
set -eu
# It asks each script in /etc/init.d.
service --status-all 2>&1

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

# ---- Read Status
service nginx status || [ $? = 3 ]

# ---- Read Definition
cat -- /etc/init.d/nginx

