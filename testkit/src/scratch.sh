# Lays the machine's files over themselves, writes into memory, prepares that, and keeps it until standard input closes.
set -eu
dir=$1 prepare=$2
mount -t tmpfs tmpfs "$dir"
mkdir "$dir/upper" "$dir/work" "$dir/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$dir/upper,workdir=$dir/work" "$dir/root"
mount --rbind /proc "$dir/root/proc"
mount --rbind /dev "$dir/root/dev"
mount -t tmpfs tmpfs "$dir/root/tmp"
chroot "$dir/root" bash -eu -c "$prepare" </dev/null >/dev/null
echo $$
cat >/dev/null
