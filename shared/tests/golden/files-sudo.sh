# ---- List
set -eu
LC_ALL=C sudo -n find /srv/app/. -mindepth 1 -maxdepth 1 \
  -printf '%y%Y %m %s %T@\0%u\0%g\0%f\0%l\0'

# ---- Space
set -eu
cd -- /srv/app
LC_ALL=C df -Pk .

# ---- Rename
set -eu
if sudo -n test -e '/srv/app/new name' || sudo -n test -L '/srv/app/new name'; then
  printf '%s exists already\n' '/srv/app/new name' >&2
  exit 1
fi
sudo -n mv -n -- /srv/app/site.tar.zst '/srv/app/new name'

# ---- Rename, taken back
set -eu
if sudo -n test -e /srv/app/site.tar.zst || sudo -n test -L /srv/app/site.tar.zst; then
  printf '%s exists already\n' /srv/app/site.tar.zst >&2
  exit 1
fi
sudo -n mv -n -- '/srv/app/new name' /srv/app/site.tar.zst

# ---- Rename to
set -eu
if sudo -n test -e /srv/app/site.tar.zst || sudo -n test -L /srv/app/site.tar.zst; then
  printf '%s exists already\n' /srv/app/site.tar.zst >&2
  exit 1
fi
sudo -n mv -n -- '/srv/app/new name' /srv/app/site.tar.zst

# ---- Rename to, taken back
set -eu
if sudo -n test -e '/srv/app/new name' || sudo -n test -L '/srv/app/new name'; then
  printf '%s exists already\n' '/srv/app/new name' >&2
  exit 1
fi
sudo -n mv -n -- /srv/app/site.tar.zst '/srv/app/new name'

# ---- MakeDirectory
set -eu
sudo -n mkdir -- /srv/app/site.tar.zst

# ---- MakeDirectory, taken back
set -eu
sudo -n rmdir -- /srv/app/site.tar.zst

# ---- MakeFile
set -eu
if sudo -n test -e /srv/app/site.tar.zst || sudo -n test -L /srv/app/site.tar.zst; then
  printf '%s exists already\n' /srv/app/site.tar.zst >&2
  exit 1
fi
sudo -n touch -- /srv/app/site.tar.zst

# ---- MakeFile, taken back
set -eu
if sudo -n test -s /srv/app/site.tar.zst; then
  printf '%s is no longer empty\n' /srv/app/site.tar.zst >&2
  exit 1
fi
sudo -n rm -- /srv/app/site.tar.zst

# ---- Link
set -eu
if sudo -n test -e /srv/app/site.tar.zst || sudo -n test -L /srv/app/site.tar.zst; then
  printf '%s exists already\n' /srv/app/site.tar.zst >&2
  exit 1
fi
sudo -n ln -s -- site.tar.zst /srv/app/site.tar.zst

# ---- Link, taken back
set -eu
sudo -n rm -- /srv/app/site.tar.zst

# ---- Peek
set -eu
sudo -n head -c 65536 -- /srv/app/site.tar.zst

# ---- ReadFile
set -eu
set -o pipefail
if sudo -n test -e /srv/app/site.tar.zst && ! sudo -n test -f /srv/app/site.tar.zst; then
  printf '%s is not a regular file\n' /srv/app/site.tar.zst >&2
  exit 1
fi
was=$(sudo -n stat -Lc '%s %Y %a %U:%G' -- /srv/app/site.tar.zst)
sum=$(sudo -n head -c 4097 -- /srv/app/site.tar.zst | sha256sum)
printf '%s %s\0' "$was" "${sum%% *}"
sudo -n head -c 4097 -- /srv/app/site.tar.zst

# ---- Follow
set -eu
if sudo -n test -e /srv/app/site.tar.zst && ! sudo -n test -f /srv/app/site.tar.zst; then
  printf '%s is not a regular file\n' /srv/app/site.tar.zst >&2
  exit 1
fi
sudo -n tail -n 200 -F -- /srv/app/site.tar.zst

# ---- SaveFile
set -eu
exec 3<&0 </dev/null
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(sudo -n readlink -fn -- /srv/app/site.tar.zst && printf .)
file=${file%.}
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
sudo -n tee -- "$new" <&3 >/dev/null
# All of it has to be there.
test "$(sudo -n stat -c %s -- "$new")" = 4
now=$(sudo -n sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 ]; then
  printf '%s has changed meanwhile\n' /srv/app/site.tar.zst >&2
  exit 80
fi
sudo -n cp -a --attributes-only -- "$file" "$new"
# All but the time: it is written now.
sudo -n touch -- "$new"
# What it held can be brought back.
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
sudo -n cp -a -- "$file" "$kept/before"
sudo -n mv -f -- "$new" "$file"
was=$(sudo -n stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sudo -n sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, taken back
set -eu
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(sudo -n readlink -fn -- /srv/app/site.tar.zst && printf .)
file=${file%.}
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
now=$(sudo -n sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' /srv/app/site.tar.zst >&2
  exit 80
fi
sudo -n cp -a -- "$kept/before" "$new"
sudo -n mv -f -- "$new" "$file"
rm -rf -- "$kept"

# ---- SaveFile, whatever is there
set -eu
exec 3<&0 </dev/null
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(sudo -n readlink -fn -- /srv/app/site.tar.zst && printf .)
file=${file%.}
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
sudo -n tee -- "$new" <&3 >/dev/null
# All of it has to be there.
test "$(sudo -n stat -c %s -- "$new")" = 4
sudo -n cp -a --attributes-only -- "$file" "$new"
# All but the time: it is written now.
sudo -n touch -- "$new"
# What it held can be brought back.
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
sudo -n cp -a -- "$file" "$kept/before"
sudo -n mv -f -- "$new" "$file"
was=$(sudo -n stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sudo -n sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, whatever is there, taken back
set -eu
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(sudo -n readlink -fn -- /srv/app/site.tar.zst && printf .)
file=${file%.}
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
now=$(sudo -n sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' /srv/app/site.tar.zst >&2
  exit 80
fi
sudo -n cp -a -- "$kept/before" "$new"
sudo -n mv -f -- "$new" "$file"
rm -rf -- "$kept"

# ---- SaveFile, a new one
set -eu
sudo -n mkdir -p -- /srv/app
exec 3<&0 </dev/null
file=/srv/app/site.tar.zst
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
sudo -n tee -- "$new" <&3 >/dev/null
# All of it has to be there.
test "$(sudo -n stat -c %s -- "$new")" = 4
if sudo -n test -e "$file" || sudo -n test -L "$file"; then
  printf '%s exists already\n' "$file" >&2
  exit 1
fi
sudo -n chmod "$(printf %o "$((0666 & ~$(umask)))")" "$new"
sudo -n mv -n -- "$new" "$file"
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
was=$(sudo -n stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sudo -n sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, a new one, taken back
set -eu
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
file=/srv/app/site.tar.zst
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
now=$(sudo -n sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' /srv/app/site.tar.zst >&2
  exit 80
fi
sudo -n rm -- "$file"
rm -rf -- "$kept"

# ---- Move
set -eu
for name in site.tar.zst notes; do
  if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name"; then
    printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" >&2
    exit 1
  fi
done
sudo -n mv -n -- \
  /srv/app/site.tar.zst \
  /srv/app/notes \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'.

# ---- Move, taken back
set -eu
for name in site.tar.zst notes; do
  if sudo -n test -e /srv/app/"$name" || sudo -n test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/site.tar.zst' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes' \
  /srv/app/.

# ---- Copy
set -eu
for name in site.tar.zst notes; do
  if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name"; then
    printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" >&2
    exit 1
  fi
done
sudo -n cp -a -- \
  /srv/app/site.tar.zst \
  /srv/app/notes \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'.

# ---- Copy, taken back
set -eu
sudo -n rm -r -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/site.tar.zst' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'

# ---- Copy here
set -eu
for name in copy 'notes copy'; do
  if sudo -n test -e /srv/app/"$name" || sudo -n test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
sudo -n cp -a -- /srv/app/site.tar.zst /srv/app/copy
sudo -n cp -a -- /srv/app/notes '/srv/app/notes copy'

# ---- Copy here, taken back
set -eu
sudo -n rm -r -- /srv/app/copy '/srv/app/notes copy'

# ---- Trash
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  /srv/app/site.tar.zst \
  /srv/app/notes \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Trash, taken back
set -eu
for name in site.tar.zst notes; do
  if sudo -n test -e /srv/app/"$name" || sudo -n test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
sudo -n mv -n -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/notes \
  /srv/app/.
rmdir -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
rm -f -- \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a

# ---- Delete
set -eu
sudo -n rm -r --one-file-system -- \
  /srv/app/site.tar.zst \
  /srv/app/notes

# ---- Delete, before
set -eu
for name in site.tar.zst notes; do
  files=$(sudo -n find /srv/app/"$name" -xdev -printf x | wc -c)
  kilobytes=$(sudo -n du -skx -- /srv/app/"$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- Measure
set -eu
cd -- /srv/app
LC_ALL=C du -skx0 -- site.tar.zst notes

# ---- Checksum
set -eu
cd -- /srv/app
sha256sum -- site.tar.zst notes

# ---- SetMode
set -eu
sudo -n chmod 750 -- /srv/app/site.tar.zst /srv/app/notes

# ---- SetMode, taken back
set -eu
sudo -n chmod 600 -- /srv/app/notes
sudo -n chmod 644 -- /srv/app/site.tar.zst

# ---- SetMode, special bits
set -eu
sudo -n chmod 00750 -- /srv/app/site.tar.zst /srv/app/notes

# ---- SetMode, special bits, taken back
set -eu
sudo -n chmod 644 -- /srv/app/notes
sudo -n chmod 2755 -- /srv/app/site.tar.zst

# ---- SetMode, deep
set -eu
sudo -n chmod -R 750 -- /srv/app/site.tar.zst /srv/app/notes

# ---- SetMode, deep, before
set -eu
for name in site.tar.zst notes; do
  files=$(sudo -n find /srv/app/"$name" -xdev -printf x | wc -c)
  kilobytes=$(sudo -n du -skx -- /srv/app/"$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- SetOwner
set -eu
sudo -n chown -h -- www-data \
  /srv/app/site.tar.zst \
  /srv/app/notes

# ---- SetOwner, taken back
set -eu
sudo -n chown -h -- 'ops:domain users' /srv/app/site.tar.zst
sudo -n chown -h -- 'ops:domain users' /srv/app/notes
sudo -n chmod 4755 -- /srv/app/notes

# ---- SetOwner, deep
set -eu
sudo -n chown -h -R -- ':$(id)' \
  /srv/app/site.tar.zst \
  /srv/app/notes

# ---- SetOwner, deep, before
set -eu
for name in site.tar.zst notes; do
  files=$(sudo -n find /srv/app/"$name" -xdev -printf x | wc -c)
  kilobytes=$(sudo -n du -skx -- /srv/app/"$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- SetProperties
set -eu
sudo -n chown -h -- www-data \
  /srv/app/site.tar.zst \
  /srv/app/notes
sudo -n chmod 00750 -- /srv/app/site.tar.zst /srv/app/notes
# 2025-11-21 14:02:58 UTC
sudo -n touch -chm -d @1763733778 -- /srv/app/site.tar.zst

# ---- SetProperties, taken back
set -eu
sudo -n chown -h -- 'ops:domain users' /srv/app/site.tar.zst
sudo -n chown -h -- 'ops:domain users' /srv/app/notes
sudo -n chmod 4755 -- /srv/app/notes
sudo -n chmod 644 -- /srv/app/site.tar.zst
sudo -n chmod 4755 -- /srv/app/notes
# 2001-09-09 01:46:40 UTC
sudo -n touch -chm -d @1000000000 -- /srv/app/site.tar.zst

# ---- SetProperties, deep
set -eu
sudo -n chown -h -- www-data \
  /srv/app/site.tar.zst \
  /srv/app/notes
sudo -n chmod -R 00750 -- /srv/app/site.tar.zst /srv/app/notes
# 2025-11-21 14:02:58 UTC
sudo -n touch -chm -d @1763733778 -- /srv/app/site.tar.zst

# ---- SetProperties, deep, before
set -eu
for name in site.tar.zst notes; do
  files=$(sudo -n find /srv/app/"$name" -xdev -printf x | wc -c)
  kilobytes=$(sudo -n du -skx -- /srv/app/"$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- Compress, .tar.gz
set -eu
if sudo -n test -e /srv/app/site.tar.zst.tar.gz || sudo -n test -L /srv/app/site.tar.zst.tar.gz; then
  printf '%s exists already\n' /srv/app/site.tar.zst.tar.gz >&2
  exit 1
fi
# Half an archive is none.
clean() { sudo -n rm -f -- /srv/app/site.tar.zst.tar.gz; }
trap clean EXIT
sudo -n tar -czf /srv/app/site.tar.zst.tar.gz -C /srv/app -- \
  site.tar.zst
trap - EXIT

# ---- Compress, .tar.gz, taken back
set -eu
sudo -n rm -- /srv/app/site.tar.zst.tar.gz

# ---- Compress, .tar.zst
set -eu
set -o pipefail
if sudo -n test -e /srv/app/site.tar.zst.tar.zst || sudo -n test -L /srv/app/site.tar.zst.tar.zst; then
  printf '%s exists already\n' /srv/app/site.tar.zst.tar.zst >&2
  exit 1
fi
# Half an archive is none.
clean() { sudo -n rm -f -- /srv/app/site.tar.zst.tar.zst; }
trap clean EXIT
sudo -n tar -cf - -C /srv/app -- site.tar.zst | sudo -n zstd -qo /srv/app/site.tar.zst.tar.zst
trap - EXIT

# ---- Compress, .tar.zst, taken back
set -eu
sudo -n rm -- /srv/app/site.tar.zst.tar.zst

# ---- Compress, .zip
set -eu
if sudo -n test -e /srv/app/site.tar.zst.zip || sudo -n test -L /srv/app/site.tar.zst.zip; then
  printf '%s exists already\n' /srv/app/site.tar.zst.zip >&2
  exit 1
fi
# Half an archive is none.
clean() { sudo -n rm -f -- /srv/app/site.tar.zst.zip; }
trap clean EXIT
sudo -n sh -c 'cd -- "$0" && archive=$1 && shift 2 && exec zip -qry -nw -MM "$archive" -- "$@"' /srv/app /srv/app/site.tar.zst.zip -- \
  site.tar.zst
trap - EXIT

# ---- Compress, .zip, taken back
set -eu
sudo -n rm -- /srv/app/site.tar.zst.zip

# ---- Extract, .tar
set -eu
sudo -n mkdir -- /srv/app/site.tar.zst
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- /srv/app/site.tar.zst 2>/dev/null || true; }
trap clean EXIT
sudo -n tar -xf /srv/app/site.tar.zst.tar -C /srv/app/site.tar.zst
trap - EXIT

# ---- Extract, .tar, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  /srv/app/site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.gz
set -eu
sudo -n mkdir -- /srv/app/site.tar.zst
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- /srv/app/site.tar.zst 2>/dev/null || true; }
trap clean EXIT
sudo -n tar -xzf /srv/app/site.tar.zst.tar.gz -C /srv/app/site.tar.zst
trap - EXIT

# ---- Extract, .tar.gz, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  /srv/app/site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.zst
set -eu
set -o pipefail
sudo -n mkdir -- /srv/app/site.tar.zst
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- /srv/app/site.tar.zst 2>/dev/null || true; }
trap clean EXIT
sudo -n zstd -dcq /srv/app/site.tar.zst.tar.zst | sudo -n tar -xf - -C /srv/app/site.tar.zst
trap - EXIT

# ---- Extract, .tar.zst, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  /srv/app/site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.xz
set -eu
sudo -n mkdir -- /srv/app/site.tar.zst
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- /srv/app/site.tar.zst 2>/dev/null || true; }
trap clean EXIT
sudo -n tar -xJf /srv/app/site.tar.zst.tar.xz -C /srv/app/site.tar.zst
trap - EXIT

# ---- Extract, .tar.xz, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  /srv/app/site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .zip
set -eu
sudo -n mkdir -- /srv/app/site.tar.zst
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- /srv/app/site.tar.zst 2>/dev/null || true; }
trap clean EXIT
sudo -n unzip -qn /srv/app/site.tar.zst.zip -d /srv/app/site.tar.zst
trap - EXIT

# ---- Extract, .zip, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  /srv/app/site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, [1].zip
set -eu
sudo -n mkdir -- '/srv/app/site.tar.zst[1]'
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- '/srv/app/site.tar.zst[1]' 2>/dev/null || true; }
trap clean EXIT
sudo -n sh -c 'exec unzip -qn /dev/stdin -d "$1" <"$0"' '/srv/app/site.tar.zst[1].zip' '/srv/app/site.tar.zst[1]'
trap - EXIT

# ---- Extract, [1].zip, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  '/srv/app/site.tar.zst[1]' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .gz
set -eu
if sudo -n test -e /srv/app/site.tar.zst || sudo -n test -L /srv/app/site.tar.zst; then
  printf '%s exists already\n' /srv/app/site.tar.zst >&2
  exit 1
fi
sudo -n gzip -dk -- /srv/app/site.tar.zst.gz

# ---- Extract, .gz, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  /srv/app/site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Fetch
set -eu
# The archive becomes a file on your computer.
sudo -n tar -czf - -C /srv/app -- site.tar.zst site

# ---- Fetch, all of it
set -eu
# The archive becomes a file on your computer.
sudo -n tar -czf - -C /srv/app -- .

# ---- MakeTree
set -eu
cd -- /srv/app
# Those that are there already stay as they are.
mkdir -p -- site.tar.zst site.tar.zst/-deep

# ---- MakeTree, taken back
set -eu
cd -- /srv/app
rmdir -- site.tar.zst/-deep site.tar.zst

# ---- SetTime
set -eu
# 2025-11-21 14:02:58 UTC
sudo -n touch -chm -d @1763733778 -- /srv/app/site.tar.zst

# ---- SetTime, taken back
set -eu
# 2001-09-09 01:46:40 UTC
sudo -n touch -chm -d @1000000000 -- /srv/app/site.tar.zst

# ---- Folders
set -eu
export LC_ALL=C
for folder in /. /srv/app/. /srv/app/site.tar.zst/.; do
  # One that cannot be read is named itself.
  sudo -n find "$folder" -mindepth 1 -maxdepth 1 \
    \( -type d -o -type l \) -printf '%Y%p\0' ||
    printf '%s\0' "$folder"
done

# ---- DiskUsage
set -eu
LC_ALL=C sudo -n du -akx0 -d 1 -- /srv/app/.

# ---- Search, Name
set -eu
sudo -n stdbuf -o0 find /srv/app/. -mindepth 1 -xdev -name '.?*' -prune -o -iname '*site.tar.zst*' -print0

# ---- Search, Name
set -eu
sudo -n stdbuf -o0 find /srv/app/. -mindepth 1 -xdev -name '*site.tar.zst*' -print0

# ---- Search, Text
set -eu
export LC_ALL=C
sudo -n find /srv/app/. -xdev -name '.?*' -prune -o -type f \
  -exec grep -InHFi --null --line-buffered -e site.tar.zst -- {} + |
  stdbuf -oL cut -b -8192

# ---- Search, Expression
set -eu
export LC_ALL=C
# An expression that is none is told of once, not for each file.
echo | grep -E -e site.tar.zst >/dev/null || [ $? -eq 1 ]
sudo -n find /srv/app/. -xdev -type f \
  -exec grep -InHE --null --line-buffered -e site.tar.zst -- {} + |
  stdbuf -oL cut -b -8192

# ---- Origin
set -eu
readlink -n -- \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a || true

# ---- PutBack
set -eu
if sudo -n test -e /srv/app/site.tar.zst || sudo -n test -L /srv/app/site.tar.zst; then
  printf '%s exists already\n' /srv/app/site.tar.zst >&2
  exit 1
fi
sudo -n mv -n -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/site.tar.zst \
  /srv/app/.

# ---- PutBack, taken back
set -eu
if sudo -n test -e /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/site.tar.zst || sudo -n test -L /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/site.tar.zst; then
  printf '%s exists already\n' /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/site.tar.zst >&2
  exit 1
fi
sudo -n mv -n -- \
  /srv/app/site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/.

# ---- EmptyTrash
set -eu
sudo -n find /home/ops/.local/share/postern/trash/. -mindepth 1 -maxdepth 1 \
  -exec rm -r --one-file-system -- {} +

# ---- EmptyTrash, before
set -eu
# Before anything is put there, there is none.
[ -d /home/ops/.local/share/postern/trash ] || exit 0
cd -- /home/ops/.local/share/postern/trash
shopt -s nullglob
for name in *; do
  files=$(sudo -n find "./$name" -xdev -printf x | wc -c)
  kilobytes=$(sudo -n du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- List
set -eu
LC_ALL=C sudo -n find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -mindepth 1 -maxdepth 1 \
  -printf '%y%Y %m %s %T@\0%u\0%g\0%f\0%l\0'

# ---- Space
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
LC_ALL=C df -Pk .

# ---- Rename
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/new name' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/new name'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/new name' >&2
  exit 1
fi
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/new name'

# ---- Rename, taken back
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/new name' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Rename to
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/new name' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Rename to, taken back
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/new name' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/new name'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/new name' >&2
  exit 1
fi
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/new name'

# ---- MakeDirectory
set -eu
sudo -n mkdir -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- MakeDirectory, taken back
set -eu
sudo -n rmdir -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- MakeFile
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
sudo -n touch -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- MakeFile, taken back
set -eu
if sudo -n test -s '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s is no longer empty\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
sudo -n rm -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Link
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
sudo -n ln -s -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Link, taken back
set -eu
sudo -n rm -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Peek
set -eu
sudo -n head -c 65536 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- ReadFile
set -eu
set -o pipefail
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && ! sudo -n test -f '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s is not a regular file\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
was=$(sudo -n stat -Lc '%s %Y %a %U:%G' -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J')
sum=$(sudo -n head -c 4097 -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' | sha256sum)
printf '%s %s\0' "$was" "${sum%% *}"
sudo -n head -c 4097 -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Follow
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && ! sudo -n test -f '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s is not a regular file\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
sudo -n tail -n 200 -F -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SaveFile
set -eu
exec 3<&0 </dev/null
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(sudo -n readlink -fn -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && printf .)
file=${file%.}
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
sudo -n tee -- "$new" <&3 >/dev/null
# All of it has to be there.
test "$(sudo -n stat -c %s -- "$new")" = 4
now=$(sudo -n sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 ]; then
  printf '%s has changed meanwhile\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 80
fi
sudo -n cp -a --attributes-only -- "$file" "$new"
# All but the time: it is written now.
sudo -n touch -- "$new"
# What it held can be brought back.
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
sudo -n cp -a -- "$file" "$kept/before"
sudo -n mv -f -- "$new" "$file"
was=$(sudo -n stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sudo -n sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, taken back
set -eu
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(sudo -n readlink -fn -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && printf .)
file=${file%.}
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
now=$(sudo -n sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 80
fi
sudo -n cp -a -- "$kept/before" "$new"
sudo -n mv -f -- "$new" "$file"
rm -rf -- "$kept"

# ---- SaveFile, whatever is there
set -eu
exec 3<&0 </dev/null
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(sudo -n readlink -fn -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && printf .)
file=${file%.}
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
sudo -n tee -- "$new" <&3 >/dev/null
# All of it has to be there.
test "$(sudo -n stat -c %s -- "$new")" = 4
sudo -n cp -a --attributes-only -- "$file" "$new"
# All but the time: it is written now.
sudo -n touch -- "$new"
# What it held can be brought back.
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
sudo -n cp -a -- "$file" "$kept/before"
sudo -n mv -f -- "$new" "$file"
was=$(sudo -n stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sudo -n sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, whatever is there, taken back
set -eu
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(sudo -n readlink -fn -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && printf .)
file=${file%.}
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
now=$(sudo -n sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 80
fi
sudo -n cp -a -- "$kept/before" "$new"
sudo -n mv -f -- "$new" "$file"
rm -rf -- "$kept"

# ---- SaveFile, a new one
set -eu
sudo -n mkdir -p -- '/srv/~a b/'"$(printf '\342\200\256')"
exec 3<&0 </dev/null
file='/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
sudo -n tee -- "$new" <&3 >/dev/null
# All of it has to be there.
test "$(sudo -n stat -c %s -- "$new")" = 4
if sudo -n test -e "$file" || sudo -n test -L "$file"; then
  printf '%s exists already\n' "$file" >&2
  exit 1
fi
sudo -n chmod "$(printf %o "$((0666 & ~$(umask)))")" "$new"
sudo -n mv -n -- "$new" "$file"
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
was=$(sudo -n stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sudo -n sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, a new one, taken back
set -eu
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
file='/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
if sudo -n test -e "$file" && ! sudo -n test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(sudo -n mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'sudo -n rm -f -- "$new"' EXIT
now=$(sudo -n sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 80
fi
sudo -n rm -- "$file"
rm -rf -- "$kept"

# ---- Move
set -eu
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  if sudo -n test -e /srv/app/"$name" || sudo -n test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes' \
  /srv/app/.

# ---- Move, taken back
set -eu
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name"; then
    printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" >&2
    exit 1
  fi
done
sudo -n mv -n -- \
  '/srv/app/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /srv/app/notes \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'.

# ---- Copy
set -eu
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  if sudo -n test -e /srv/app/"$name" || sudo -n test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
sudo -n cp -a -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes' \
  /srv/app/.

# ---- Copy, taken back
set -eu
sudo -n rm -r -- \
  '/srv/app/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /srv/app/notes

# ---- Copy here
set -eu
for name in copy 'notes copy'; do
  if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name"; then
    printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" >&2
    exit 1
  fi
done
sudo -n cp -a -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/copy'
sudo -n cp -a -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes copy'

# ---- Copy here, taken back
set -eu
sudo -n rm -r -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/copy' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes copy'

# ---- Trash
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Trash, taken back
set -eu
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name"; then
    printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" >&2
    exit 1
  fi
done
sudo -n mv -n -- \
  '/home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/notes \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'.
rmdir -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
rm -f -- \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a

# ---- Delete
set -eu
sudo -n rm -r --one-file-system -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'

# ---- Delete, before
set -eu
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  files=$(sudo -n find '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" -xdev -printf x | wc -c)
  kilobytes=$(sudo -n du -skx -- '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- Measure
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
LC_ALL=C du -skx0 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes

# ---- Checksum
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
sha256sum -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes

# ---- SetMode
set -eu
sudo -n chmod 750 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'

# ---- SetMode, taken back
set -eu
sudo -n chmod 600 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'
sudo -n chmod 644 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetMode, special bits
set -eu
sudo -n chmod 00750 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'

# ---- SetMode, special bits, taken back
set -eu
sudo -n chmod 644 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'
sudo -n chmod 2755 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetMode, deep
set -eu
sudo -n chmod -R 750 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'

# ---- SetMode, deep, before
set -eu
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  files=$(sudo -n find '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" -xdev -printf x | wc -c)
  kilobytes=$(sudo -n du -skx -- '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- SetOwner
set -eu
sudo -n chown -h -- www-data \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'

# ---- SetOwner, taken back
set -eu
sudo -n chown -h -- 'ops:domain users' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
sudo -n chown -h -- 'ops:domain users' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'
sudo -n chmod 4755 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'

# ---- SetOwner, deep
set -eu
sudo -n chown -h -R -- ':$(id)' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'

# ---- SetOwner, deep, before
set -eu
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  files=$(sudo -n find '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" -xdev -printf x | wc -c)
  kilobytes=$(sudo -n du -skx -- '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- SetProperties
set -eu
sudo -n chown -h -- www-data \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'
sudo -n chmod 00750 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'
# 2025-11-21 14:02:58 UTC
sudo -n touch -chm -d @1763733778 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetProperties, taken back
set -eu
sudo -n chown -h -- 'ops:domain users' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
sudo -n chown -h -- 'ops:domain users' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'
sudo -n chmod 4755 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'
sudo -n chmod 644 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
sudo -n chmod 4755 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'
# 2001-09-09 01:46:40 UTC
sudo -n touch -chm -d @1000000000 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetProperties, deep
set -eu
sudo -n chown -h -- www-data \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'
sudo -n chmod -R 00750 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes'
# 2025-11-21 14:02:58 UTC
sudo -n touch -chm -d @1763733778 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetProperties, deep, before
set -eu
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  files=$(sudo -n find '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" -xdev -printf x | wc -c)
  kilobytes=$(sudo -n du -skx -- '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- Compress, .tar.gz
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz' >&2
  exit 1
fi
# Half an archive is none.
clean() { sudo -n rm -f -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz'; }
trap clean EXIT
sudo -n tar -czf '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz' -C '/srv/~a b/'"$(printf '\342\200\256')" -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Compress, .tar.gz, taken back
set -eu
sudo -n rm -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz'

# ---- Compress, .tar.zst
set -eu
set -o pipefail
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst' >&2
  exit 1
fi
# Half an archive is none.
clean() { sudo -n rm -f -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst'; }
trap clean EXIT
sudo -n tar -cf - -C '/srv/~a b/'"$(printf '\342\200\256')" -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' | sudo -n zstd -qo '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst'
trap - EXIT

# ---- Compress, .tar.zst, taken back
set -eu
sudo -n rm -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst'

# ---- Compress, .zip
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip' >&2
  exit 1
fi
# Half an archive is none.
clean() { sudo -n rm -f -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip'; }
trap clean EXIT
sudo -n sh -c 'cd -- "$0" && archive=$1 && shift 2 && exec zip -qry -nw -MM "$archive" -- "$@"' '/srv/~a b/'"$(printf '\342\200\256')" '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip' -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Compress, .zip, taken back
set -eu
sudo -n rm -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip'

# ---- Extract, .tar
set -eu
sudo -n mkdir -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' 2>/dev/null || true; }
trap clean EXIT
sudo -n tar -xf '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar' -C '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Extract, .tar, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.gz
set -eu
sudo -n mkdir -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' 2>/dev/null || true; }
trap clean EXIT
sudo -n tar -xzf '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz' -C '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Extract, .tar.gz, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.zst
set -eu
set -o pipefail
sudo -n mkdir -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' 2>/dev/null || true; }
trap clean EXIT
sudo -n zstd -dcq '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst' | sudo -n tar -xf - -C '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Extract, .tar.zst, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.xz
set -eu
sudo -n mkdir -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' 2>/dev/null || true; }
trap clean EXIT
sudo -n tar -xJf '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.xz' -C '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Extract, .tar.xz, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .zip
set -eu
sudo -n mkdir -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' 2>/dev/null || true; }
trap clean EXIT
sudo -n sh -c 'exec unzip -qn /dev/stdin -d "$1" <"$0"' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Extract, .zip, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, [1].zip
set -eu
sudo -n mkdir -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J[1]'
# What cannot be taken apart leaves no empty folder.
clean() { sudo -n rmdir -- '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J[1]' 2>/dev/null || true; }
trap clean EXIT
sudo -n sh -c 'exec unzip -qn /dev/stdin -d "$1" <"$0"' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J[1].zip' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J[1]'
trap - EXIT

# ---- Extract, [1].zip, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J[1]' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .gz
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
sudo -n gzip -dk -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.gz'

# ---- Extract, .gz, taken back
set -eu
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Fetch
set -eu
# The archive becomes a file on your computer.
sudo -n tar -czf - -C '/srv/~a b/'"$(printf '\342\200\256')" -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  site

# ---- Fetch, all of it
set -eu
# The archive becomes a file on your computer.
sudo -n tar -czf - -C '/srv/~a b/'"$(printf '\342\200\256')" -- \
  .

# ---- MakeTree
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
# Those that are there already stay as they are.
mkdir -p -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J/-deep'

# ---- MakeTree, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
rmdir -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J/-deep' \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetTime
set -eu
# 2025-11-21 14:02:58 UTC
sudo -n touch -chm -d @1763733778 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetTime, taken back
set -eu
# 2001-09-09 01:46:40 UTC
sudo -n touch -chm -d @1000000000 -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Folders
set -eu
export LC_ALL=C
for folder in \
  /. \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'. \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J/'.; do
  # One that cannot be read is named itself.
  sudo -n find "$folder" -mindepth 1 -maxdepth 1 \
    \( -type d -o -type l \) -printf '%Y%p\0' ||
    printf '%s\0' "$folder"
done

# ---- DiskUsage
set -eu
LC_ALL=C sudo -n du -akx0 -d 1 -- '/srv/~a b/'"$(printf '\342\200\256')"'/'.

# ---- Search, Name
set -eu
sudo -n stdbuf -o0 find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -mindepth 1 -xdev -name '.?*' -prune -o -iname '-it'\''s
$(touch pwned)�'"$(printf '\033')"'[2J' -print0

# ---- Search, Name
set -eu
sudo -n stdbuf -o0 find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -mindepth 1 -xdev -name '-it'\''s
$(touch pwned)�'"$(printf '\033')"'[2J' -print0

# ---- Search, Text
set -eu
export LC_ALL=C
sudo -n find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -xdev -name '.?*' -prune -o -type f \
  -exec grep -InHFi --null --line-buffered -e '-it'\''s
$(touch pwned)�'"$(printf '\033')"'[2J' -- {} + |
  stdbuf -oL cut -b -8192

# ---- Search, Expression
set -eu
export LC_ALL=C
# An expression that is none is told of once, not for each file.
echo | grep -E -e '-it'\''s
$(touch pwned)�'"$(printf '\033')"'[2J' >/dev/null || [ $? -eq 1 ]
sudo -n find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -xdev -type f \
  -exec grep -InHE --null --line-buffered -e '-it'\''s
$(touch pwned)�'"$(printf '\033')"'[2J' -- {} + |
  stdbuf -oL cut -b -8192

# ---- Origin
set -eu
readlink -n -- \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a || true

# ---- PutBack
set -eu
if sudo -n test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || sudo -n test -L '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
sudo -n mv -n -- \
  '/home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'.

# ---- PutBack, taken back
set -eu
if sudo -n test -e '/home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || sudo -n test -L '/home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '/home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
sudo -n mv -n -- \
  '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/.

# ---- EmptyTrash
set -eu
sudo -n find /home/ops/.local/share/postern/trash/. -mindepth 1 -maxdepth 1 \
  -exec rm -r --one-file-system -- {} +

# ---- EmptyTrash, before
set -eu
# Before anything is put there, there is none.
[ -d /home/ops/.local/share/postern/trash ] || exit 0
cd -- /home/ops/.local/share/postern/trash
shopt -s nullglob
for name in *; do
  files=$(sudo -n find "./$name" -xdev -printf x | wc -c)
  kilobytes=$(sudo -n du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- Move many
set -eu
for name in \
  release-1 \
  release-2 \
  release-3 \
  release-4 \
  release-5 \
  release-6 \
  release-7 \
  release-8 \
  release-9 \
  release-10 \
  release-11 \
  release-12; do
  if sudo -n test -e /"$name" || sudo -n test -L /"$name"; then
    printf '%s exists already\n' /"$name" >&2
    exit 1
  fi
done
sudo -n mv -n -- \
  /srv/app/release-1 \
  /srv/app/release-2 \
  /srv/app/release-3 \
  /srv/app/release-4 \
  /srv/app/release-5 \
  /srv/app/release-6 \
  /srv/app/release-7 \
  /srv/app/release-8 \
  /srv/app/release-9 \
  /srv/app/release-10 \
  /srv/app/release-11 \
  /srv/app/release-12 \
  /.

# ---- Move many, taken back
set -eu
for name in \
  release-1 \
  release-2 \
  release-3 \
  release-4 \
  release-5 \
  release-6 \
  release-7 \
  release-8 \
  release-9 \
  release-10 \
  release-11 \
  release-12; do
  if sudo -n test -e /srv/app/"$name" || sudo -n test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
sudo -n mv -n -- \
  /release-1 \
  /release-2 \
  /release-3 \
  /release-4 \
  /release-5 \
  /release-6 \
  /release-7 \
  /release-8 \
  /release-9 \
  /release-10 \
  /release-11 \
  /release-12 \
  /srv/app/.

