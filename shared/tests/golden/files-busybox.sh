# ---- List
set -eu
export LC_ALL=C
# No name holds a slash: it ends each of them.
find /srv/app/. -mindepth 1 -maxdepth 1 \
  -exec stat -c '%f %s %Y %U/%G/%n/' {} +
printf '\0'
# Where links lead, and to what.
find /srv/app/. -mindepth 1 -maxdepth 1 -type l -exec sh -c '
  for link; do
    printf "%s\0" "${link##*/}"
    readlink "$link"
    if [ -d "$link" ]; then echo d; elif [ -e "$link" ]; then echo f; else echo N; fi
    printf "\0"
  done' sh {} +

# ---- Space
set -eu
cd -- /srv/app
LC_ALL=C df -Pk .

# ---- Rename
set -eu
cd -- /srv/app
if test -e 'new name' || test -L 'new name'; then
  printf '%s exists already\n' 'new name' >&2
  exit 1
fi
mv -n -- site.tar.zst 'new name'

# ---- Rename, taken back
set -eu
cd -- /srv/app
if test -e site.tar.zst || test -L site.tar.zst; then
  printf '%s exists already\n' site.tar.zst >&2
  exit 1
fi
mv -n -- 'new name' site.tar.zst

# ---- Rename to
set -eu
cd -- /srv/app
if test -e site.tar.zst || test -L site.tar.zst; then
  printf '%s exists already\n' site.tar.zst >&2
  exit 1
fi
mv -n -- 'new name' site.tar.zst

# ---- Rename to, taken back
set -eu
cd -- /srv/app
if test -e 'new name' || test -L 'new name'; then
  printf '%s exists already\n' 'new name' >&2
  exit 1
fi
mv -n -- site.tar.zst 'new name'

# ---- MakeDirectory
set -eu
cd -- /srv/app
mkdir -- site.tar.zst

# ---- MakeDirectory, taken back
set -eu
cd -- /srv/app
rmdir -- site.tar.zst

# ---- MakeFile
set -eu
cd -- /srv/app
if test -e site.tar.zst || test -L site.tar.zst; then
  printf '%s exists already\n' site.tar.zst >&2
  exit 1
fi
touch -- site.tar.zst

# ---- MakeFile, taken back
set -eu
cd -- /srv/app
if test -s site.tar.zst; then
  printf '%s is no longer empty\n' site.tar.zst >&2
  exit 1
fi
rm -- site.tar.zst

# ---- Link
set -eu
cd -- /srv/app
if test -e site.tar.zst || test -L site.tar.zst; then
  printf '%s exists already\n' site.tar.zst >&2
  exit 1
fi
ln -s -- site.tar.zst site.tar.zst

# ---- Link, taken back
set -eu
cd -- /srv/app
rm -- site.tar.zst

# ---- Peek
set -eu
cd -- /srv/app
head -c 65536 -- site.tar.zst

# ---- ReadFile
set -eu
cd -- /srv/app
set -o pipefail
if test -e site.tar.zst && ! test -f site.tar.zst; then
  printf '%s is not a regular file\n' site.tar.zst >&2
  exit 1
fi
was=$(stat -Lc '%s %Y %a %U:%G' -- site.tar.zst)
sum=$(head -c 4097 -- site.tar.zst | sha256sum)
printf '%s %s\0' "$was" "${sum%% *}"
head -c 4097 -- site.tar.zst

# ---- Follow
set -eu
cd -- /srv/app
if test -e site.tar.zst && ! test -f site.tar.zst; then
  printf '%s is not a regular file\n' site.tar.zst >&2
  exit 1
fi
tail -n 200 -F -- site.tar.zst

# ---- SaveFile
set -eu
cd -- /srv/app
exec 3<&0 </dev/null
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(readlink -fn -- site.tar.zst && printf .)
file=${file%.}
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
cat <&3 >"$new"
# All of it has to be there.
test "$(stat -c %s -- "$new")" = 4
now=$(sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 ]; then
  printf '%s has changed meanwhile\n' site.tar.zst >&2
  exit 80
fi
chown "$(stat -c %u:%g -- "$file")" "$new" 2>/dev/null || true
chmod "$(stat -c %a -- "$file")" "$new"
# What it held can be brought back.
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
cp -a -- "$file" "$kept/before"
if [ "$(stat -c %u:%g -- "$new")" = "$(stat -c %u:%g -- "$file")" ]; then
  mv -f -- "$new" "$file"
else
  # It belongs to somebody else, and stays theirs.
  cat -- "$new" >"$file" || { rm -f -- "$new"; cat -- "$kept/before" >"$file"; exit 1; }
fi
was=$(stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, taken back
set -eu
cd -- /srv/app
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(readlink -fn -- site.tar.zst && printf .)
file=${file%.}
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
now=$(sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' site.tar.zst >&2
  exit 80
fi
cp -a -- "$kept/before" "$new"
if [ "$(stat -c %u:%g -- "$new")" = "$(stat -c %u:%g -- "$file")" ]; then
  mv -f -- "$new" "$file"
else
  # It belongs to somebody else, and stays theirs.
  cat -- "$new" >"$file" || { rm -f -- "$new"; cat -- "$kept/before" >"$file"; exit 1; }
fi
rm -rf -- "$kept"

# ---- SaveFile, whatever is there
set -eu
cd -- /srv/app
exec 3<&0 </dev/null
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(readlink -fn -- site.tar.zst && printf .)
file=${file%.}
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
cat <&3 >"$new"
# All of it has to be there.
test "$(stat -c %s -- "$new")" = 4
chown "$(stat -c %u:%g -- "$file")" "$new" 2>/dev/null || true
chmod "$(stat -c %a -- "$file")" "$new"
# What it held can be brought back.
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
cp -a -- "$file" "$kept/before"
if [ "$(stat -c %u:%g -- "$new")" = "$(stat -c %u:%g -- "$file")" ]; then
  mv -f -- "$new" "$file"
else
  # It belongs to somebody else, and stays theirs.
  cat -- "$new" >"$file" || { rm -f -- "$new"; cat -- "$kept/before" >"$file"; exit 1; }
fi
was=$(stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, whatever is there, taken back
set -eu
cd -- /srv/app
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(readlink -fn -- site.tar.zst && printf .)
file=${file%.}
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
now=$(sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' site.tar.zst >&2
  exit 80
fi
cp -a -- "$kept/before" "$new"
if [ "$(stat -c %u:%g -- "$new")" = "$(stat -c %u:%g -- "$file")" ]; then
  mv -f -- "$new" "$file"
else
  # It belongs to somebody else, and stays theirs.
  cat -- "$new" >"$file" || { rm -f -- "$new"; cat -- "$kept/before" >"$file"; exit 1; }
fi
rm -rf -- "$kept"

# ---- SaveFile, a new one
set -eu
mkdir -p -- /srv/app
cd -- /srv/app
exec 3<&0 </dev/null
file=/srv/app/site.tar.zst
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
cat <&3 >"$new"
# All of it has to be there.
test "$(stat -c %s -- "$new")" = 4
if test -e "$file" || test -L "$file"; then
  printf '%s exists already\n' "$file" >&2
  exit 1
fi
chmod "$(printf %o "$((0666 & ~$(umask)))")" "$new"
mv -n -- "$new" "$file"
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
was=$(stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, a new one, taken back
set -eu
cd -- /srv/app
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
file=/srv/app/site.tar.zst
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
now=$(sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' site.tar.zst >&2
  exit 80
fi
rm -- "$file"
rm -rf -- "$kept"

# ---- Move
set -eu
cd -- /srv/app
for name in site.tar.zst notes; do
  if test -e '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" || test -L '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name"; then
    printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" >&2
    exit 1
  fi
done
mv -n -- \
  site.tar.zst \
  notes \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'.

# ---- Move, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
for name in site.tar.zst notes; do
  if test -e /srv/app/"$name" || test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
mv -n -- site.tar.zst notes /srv/app/.

# ---- Copy
set -eu
cd -- /srv/app
for name in site.tar.zst notes; do
  if test -e '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" || test -L '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name"; then
    printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" >&2
    exit 1
  fi
done
cp -a -- \
  site.tar.zst \
  notes \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'.

# ---- Copy, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
# A folder that is closed could not be emptied.
find ./site.tar.zst ./notes -type d ! -perm -700 -exec chmod u+rwx {} \;
rm -r -- site.tar.zst notes

# ---- Copy here
set -eu
cd -- /srv/app
for name in copy 'notes copy'; do
  if test -e /srv/app/"$name" || test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
cp -a -- site.tar.zst /srv/app/copy
cp -a -- notes '/srv/app/notes copy'

# ---- Copy here, taken back
set -eu
cd -- /srv/app
# A folder that is closed could not be emptied.
find ./copy './notes copy' -type d ! -perm -700 -exec chmod u+rwx {} \;
rm -r -- copy 'notes copy'

# ---- Trash
set -eu
cd -- /srv/app
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  site.tar.zst \
  notes \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Trash, taken back
set -eu
cd -- /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
for name in site.tar.zst notes; do
  if test -e /srv/app/"$name" || test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
mv -n -- site.tar.zst notes /srv/app/.
rmdir -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
rm -f -- \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a

# ---- Delete
set -eu
cd -- /srv/app
rm -r -- site.tar.zst notes

# ---- Delete, before
set -eu
cd -- /srv/app
for name in site.tar.zst notes; do
  files=$(find "./$name" -xdev -exec printf '%.0sx' {} + | wc -c)
  kilobytes=$(du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- Measure
set -eu
cd -- /srv/app
for name in site.tar.zst notes; do
  printf '%d\t%s\0' "$(du -skx -- "./$name" | awk '{ print $1; exit }')" "$name"
done

# ---- Checksum
set -eu
cd -- /srv/app
sha256sum -- site.tar.zst notes

# ---- SetMode
set -eu
cd -- /srv/app
chmod 750 -- site.tar.zst notes

# ---- SetMode, taken back
set -eu
cd -- /srv/app
chmod 600 -- notes
chmod 644 -- site.tar.zst

# ---- SetMode, special bits
set -eu
cd -- /srv/app
chmod 00750 -- site.tar.zst notes

# ---- SetMode, special bits, taken back
set -eu
cd -- /srv/app
chmod 644 -- notes
chmod 2755 -- site.tar.zst

# ---- SetMode, deep
set -eu
cd -- /srv/app
chmod -R 750 -- site.tar.zst notes

# ---- SetMode, deep, before
set -eu
cd -- /srv/app
for name in site.tar.zst notes; do
  files=$(find "./$name" -xdev -exec printf '%.0sx' {} + | wc -c)
  kilobytes=$(du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- SetOwner
set -eu
cd -- /srv/app
chown -h -- www-data site.tar.zst notes

# ---- SetOwner, taken back
set -eu
cd -- /srv/app
chown -h -- 'ops:domain users' site.tar.zst
chown -h -- 'ops:domain users' notes
chmod 4755 -- notes

# ---- SetOwner, deep
set -eu
cd -- /srv/app
chown -h -R -- ':$(id)' site.tar.zst notes

# ---- SetOwner, deep, before
set -eu
cd -- /srv/app
for name in site.tar.zst notes; do
  files=$(find "./$name" -xdev -exec printf '%.0sx' {} + | wc -c)
  kilobytes=$(du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- SetProperties
set -eu
cd -- /srv/app
chown -h -- www-data site.tar.zst notes
chmod 00750 -- site.tar.zst notes
# 2025-11-21 14:02:58 UTC
touch -chm -d @1763733778 -- site.tar.zst

# ---- SetProperties, taken back
set -eu
cd -- /srv/app
chown -h -- 'ops:domain users' site.tar.zst
chown -h -- 'ops:domain users' notes
chmod 4755 -- notes
chmod 644 -- site.tar.zst
chmod 4755 -- notes
# 2001-09-09 01:46:40 UTC
touch -chm -d @1000000000 -- site.tar.zst

# ---- SetProperties, deep
set -eu
cd -- /srv/app
chown -h -- www-data site.tar.zst notes
chmod -R 00750 -- site.tar.zst notes
# 2025-11-21 14:02:58 UTC
touch -chm -d @1763733778 -- site.tar.zst

# ---- SetProperties, deep, before
set -eu
cd -- /srv/app
for name in site.tar.zst notes; do
  files=$(find "./$name" -xdev -exec printf '%.0sx' {} + | wc -c)
  kilobytes=$(du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- Compress, .tar.gz
set -eu
cd -- /srv/app
if test -e site.tar.zst.tar.gz || test -L site.tar.zst.tar.gz; then
  printf '%s exists already\n' site.tar.zst.tar.gz >&2
  exit 1
fi
# Half an archive is none.
clean() { rm -f -- site.tar.zst.tar.gz; }
trap clean EXIT
tar -czf site.tar.zst.tar.gz -- site.tar.zst
trap - EXIT

# ---- Compress, .tar.gz, taken back
set -eu
cd -- /srv/app
rm -- site.tar.zst.tar.gz

# ---- Compress, .tar.zst
set -eu
cd -- /srv/app
set -o pipefail
if test -e site.tar.zst.tar.zst || test -L site.tar.zst.tar.zst; then
  printf '%s exists already\n' site.tar.zst.tar.zst >&2
  exit 1
fi
# Half an archive is none.
clean() { rm -f -- site.tar.zst.tar.zst; }
trap clean EXIT
tar -cf - -- site.tar.zst | zstd -qo site.tar.zst.tar.zst
trap - EXIT

# ---- Compress, .tar.zst, taken back
set -eu
cd -- /srv/app
rm -- site.tar.zst.tar.zst

# ---- Compress, .zip
set -eu
cd -- /srv/app
if test -e site.tar.zst.zip || test -L site.tar.zst.zip; then
  printf '%s exists already\n' site.tar.zst.zip >&2
  exit 1
fi
# Half an archive is none.
clean() { rm -f -- site.tar.zst.zip; }
trap clean EXIT
zip -qry -nw -MM site.tar.zst.zip -- site.tar.zst
trap - EXIT

# ---- Compress, .zip, taken back
set -eu
cd -- /srv/app
rm -- site.tar.zst.zip

# ---- Extract, .tar
set -eu
cd -- /srv/app
mkdir -- site.tar.zst
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- site.tar.zst 2>/dev/null || true; }
trap clean EXIT
tar -xf site.tar.zst.tar -C site.tar.zst
trap - EXIT

# ---- Extract, .tar, taken back
set -eu
cd -- /srv/app
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.gz
set -eu
cd -- /srv/app
mkdir -- site.tar.zst
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- site.tar.zst 2>/dev/null || true; }
trap clean EXIT
tar -xzf site.tar.zst.tar.gz -C site.tar.zst
trap - EXIT

# ---- Extract, .tar.gz, taken back
set -eu
cd -- /srv/app
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.zst
set -eu
cd -- /srv/app
set -o pipefail
mkdir -- site.tar.zst
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- site.tar.zst 2>/dev/null || true; }
trap clean EXIT
zstd -dcq site.tar.zst.tar.zst | tar -xf - -C site.tar.zst
trap - EXIT

# ---- Extract, .tar.zst, taken back
set -eu
cd -- /srv/app
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.xz
set -eu
cd -- /srv/app
mkdir -- site.tar.zst
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- site.tar.zst 2>/dev/null || true; }
trap clean EXIT
tar -xJf site.tar.zst.tar.xz -C site.tar.zst
trap - EXIT

# ---- Extract, .tar.xz, taken back
set -eu
cd -- /srv/app
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .zip
set -eu
cd -- /srv/app
mkdir -- site.tar.zst
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- site.tar.zst 2>/dev/null || true; }
trap clean EXIT
unzip -qn site.tar.zst.zip -d site.tar.zst
trap - EXIT

# ---- Extract, .zip, taken back
set -eu
cd -- /srv/app
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, [1].zip
set -eu
cd -- /srv/app
mkdir -- 'site.tar.zst[1]'
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- 'site.tar.zst[1]' 2>/dev/null || true; }
trap clean EXIT
unzip -qn /dev/stdin -d 'site.tar.zst[1]' <'site.tar.zst[1].zip'
trap - EXIT

# ---- Extract, [1].zip, taken back
set -eu
cd -- /srv/app
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  'site.tar.zst[1]' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .gz
set -eu
cd -- /srv/app
if test -e site.tar.zst || test -L site.tar.zst; then
  printf '%s exists already\n' site.tar.zst >&2
  exit 1
fi
gzip -dk -- site.tar.zst.gz

# ---- Extract, .gz, taken back
set -eu
cd -- /srv/app
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Fetch
set -eu
cd -- /srv/app
# The archive becomes a file on your computer.
tar -czf - -- site.tar.zst site

# ---- Fetch, all of it
set -eu
cd -- /srv/app
# The archive becomes a file on your computer.
tar -czf - -- .

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
cd -- /srv/app
# 2025-11-21 14:02:58 UTC
touch -chm -d @1763733778 -- site.tar.zst

# ---- SetTime, taken back
set -eu
cd -- /srv/app
# 2001-09-09 01:46:40 UTC
touch -chm -d @1000000000 -- site.tar.zst

# ---- Folders
set -eu
export LC_ALL=C
for folder in /. /srv/app/. /srv/app/site.tar.zst/.; do
  # One that cannot be read is named itself.
  find "$folder" -mindepth 1 -maxdepth 1 \
    \( -type d -o -type l -exec test -d {} \; \) -print0 ||
    printf '%s\0' "$folder"
done

# ---- DiskUsage
set -eu
export LC_ALL=C
find /srv/app/. -mindepth 1 -maxdepth 1 -exec sh -c '
  for path; do
    # What is mounted here takes its room elsewhere.
    if [ "$(stat -c %d "$path")" = "$(stat -c %d "$0")" ]; then
      printf "%d\t%s\0" "$(du -skx "$path" | cut -f 1 | head -n 1)" "$path"
    fi
  done' /srv/app/. {} +

# ---- Search, Name
set -eu
find /srv/app/. -mindepth 1 -xdev -name '.?*' -prune -o -iname '*site.tar.zst*' -print0

# ---- Search, Name
set -eu
find /srv/app/. -mindepth 1 -xdev -name '*site.tar.zst*' -print0

# ---- Search, Text
set -eu
export LC_ALL=C
find /srv/app/. -xdev -name '.?*' -prune -o -type f -exec sh -c '
  for file; do
    # A file with zero bytes is no text.
    if grep -qFi -e "$0" "$file" &&
      [ "$(head -c 8192 "$file" | tr -dc "\000" | wc -c)" -eq 0 ]; then
      grep -nFi -e "$0" "$file" | cut -b -8192 |
        while IFS= read -r line; do printf "%s\0%s\n" "$file" "$line"; done
    fi
  done' site.tar.zst {} +

# ---- Search, Expression
set -eu
export LC_ALL=C
# An expression that is none is told of once, not for each file.
echo | grep -E -e site.tar.zst >/dev/null || [ $? -eq 1 ]
find /srv/app/. -xdev -type f -exec sh -c '
  for file; do
    # A file with zero bytes is no text.
    if grep -qE -e "$0" "$file" &&
      [ "$(head -c 8192 "$file" | tr -dc "\000" | wc -c)" -eq 0 ]; then
      grep -nE -e "$0" "$file" | cut -b -8192 |
        while IFS= read -r line; do printf "%s\0%s\n" "$file" "$line"; done
    fi
  done' site.tar.zst {} +

# ---- Origin
set -eu
readlink -n -- \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a || true

# ---- PutBack
set -eu
cd -- /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
if test -e /srv/app/site.tar.zst || test -L /srv/app/site.tar.zst; then
  printf '%s exists already\n' /srv/app/site.tar.zst >&2
  exit 1
fi
mv -n -- site.tar.zst /srv/app/.

# ---- PutBack, taken back
set -eu
cd -- /srv/app
if test -e /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/site.tar.zst || test -L /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/site.tar.zst; then
  printf '%s exists already\n' /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/site.tar.zst >&2
  exit 1
fi
mv -n -- \
  site.tar.zst \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/.

# ---- EmptyTrash
set -eu
find /home/ops/.local/share/postern/trash/. -mindepth 1 -maxdepth 1 \
  -exec rm -r -- {} +

# ---- EmptyTrash, before
set -eu
# Before anything is put there, there is none.
[ -d /home/ops/.local/share/postern/trash ] || exit 0
cd -- /home/ops/.local/share/postern/trash
shopt -s nullglob
for name in *; do
  files=$(find "./$name" -xdev -exec printf '%.0sx' {} + | wc -c)
  kilobytes=$(du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- List
set -eu
export LC_ALL=C
# No name holds a slash: it ends each of them.
find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -mindepth 1 -maxdepth 1 \
  -exec stat -c '%f %s %Y %U/%G/%n/' {} +
printf '\0'
# Where links lead, and to what.
find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -mindepth 1 -maxdepth 1 -type l -exec sh -c '
  for link; do
    printf "%s\0" "${link##*/}"
    readlink "$link"
    if [ -d "$link" ]; then echo d; elif [ -e "$link" ]; then echo f; else echo N; fi
    printf "\0"
  done' sh {} +

# ---- Space
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
LC_ALL=C df -Pk .

# ---- Rename
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e 'new name' || test -L 'new name'; then
  printf '%s exists already\n' 'new name' >&2
  exit 1
fi
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  'new name'

# ---- Rename, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || test -L '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
mv -n -- \
  'new name' \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Rename to
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || test -L '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
mv -n -- \
  'new name' \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Rename to, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e 'new name' || test -L 'new name'; then
  printf '%s exists already\n' 'new name' >&2
  exit 1
fi
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  'new name'

# ---- MakeDirectory
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- MakeDirectory, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
rmdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- MakeFile
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || test -L '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
touch -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- MakeFile, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -s '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s is no longer empty\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
rm -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Link
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || test -L '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
ln -s -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Link, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
rm -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Peek
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
head -c 65536 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- ReadFile
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
set -o pipefail
if test -e '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && ! test -f '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s is not a regular file\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
was=$(stat -Lc '%s %Y %a %U:%G' -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J')
sum=$(head -c 4097 -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' | sha256sum)
printf '%s %s\0' "$was" "${sum%% *}"
head -c 4097 -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- Follow
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && ! test -f '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s is not a regular file\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
tail -n 200 -F -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SaveFile
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
exec 3<&0 </dev/null
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(readlink -fn -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && printf .)
file=${file%.}
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
cat <&3 >"$new"
# All of it has to be there.
test "$(stat -c %s -- "$new")" = 4
now=$(sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 ]; then
  printf '%s has changed meanwhile\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 80
fi
chown "$(stat -c %u:%g -- "$file")" "$new" 2>/dev/null || true
chmod "$(stat -c %a -- "$file")" "$new"
# What it held can be brought back.
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
cp -a -- "$file" "$kept/before"
if [ "$(stat -c %u:%g -- "$new")" = "$(stat -c %u:%g -- "$file")" ]; then
  mv -f -- "$new" "$file"
else
  # It belongs to somebody else, and stays theirs.
  cat -- "$new" >"$file" || { rm -f -- "$new"; cat -- "$kept/before" >"$file"; exit 1; }
fi
was=$(stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(readlink -fn -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && printf .)
file=${file%.}
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
now=$(sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 80
fi
cp -a -- "$kept/before" "$new"
if [ "$(stat -c %u:%g -- "$new")" = "$(stat -c %u:%g -- "$file")" ]; then
  mv -f -- "$new" "$file"
else
  # It belongs to somebody else, and stays theirs.
  cat -- "$new" >"$file" || { rm -f -- "$new"; cat -- "$kept/before" >"$file"; exit 1; }
fi
rm -rf -- "$kept"

# ---- SaveFile, whatever is there
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
exec 3<&0 </dev/null
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(readlink -fn -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && printf .)
file=${file%.}
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
cat <&3 >"$new"
# All of it has to be there.
test "$(stat -c %s -- "$new")" = 4
chown "$(stat -c %u:%g -- "$file")" "$new" 2>/dev/null || true
chmod "$(stat -c %a -- "$file")" "$new"
# What it held can be brought back.
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
cp -a -- "$file" "$kept/before"
if [ "$(stat -c %u:%g -- "$new")" = "$(stat -c %u:%g -- "$file")" ]; then
  mv -f -- "$new" "$file"
else
  # It belongs to somebody else, and stays theirs.
  cat -- "$new" >"$file" || { rm -f -- "$new"; cat -- "$kept/before" >"$file"; exit 1; }
fi
was=$(stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, whatever is there, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
# What a link leads to is replaced, not the link. The dot keeps a line break before it.
file=$(readlink -fn -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' && printf .)
file=${file%.}
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
now=$(sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 80
fi
cp -a -- "$kept/before" "$new"
if [ "$(stat -c %u:%g -- "$new")" = "$(stat -c %u:%g -- "$file")" ]; then
  mv -f -- "$new" "$file"
else
  # It belongs to somebody else, and stays theirs.
  cat -- "$new" >"$file" || { rm -f -- "$new"; cat -- "$kept/before" >"$file"; exit 1; }
fi
rm -rf -- "$kept"

# ---- SaveFile, a new one
set -eu
mkdir -p -- '/srv/~a b/'"$(printf '\342\200\256')"
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
exec 3<&0 </dev/null
file='/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
cat <&3 >"$new"
# All of it has to be there.
test "$(stat -c %s -- "$new")" = 4
if test -e "$file" || test -L "$file"; then
  printf '%s exists already\n' "$file" >&2
  exit 1
fi
chmod "$(printf %o "$((0666 & ~$(umask)))")" "$new"
mv -n -- "$new" "$file"
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
mkdir -p -m 700 -- "$kept"
was=$(stat -c '%s %Y %a %U:%G' -- "$file")
sum=$(sha256sum -- "$file")
sum=${sum#\\}
printf %s "${sum%% *}" >"$kept/after"
printf '%s %s\0' "$was" "${sum%% *}"

# ---- SaveFile, a new one, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
kept=/home/ops/.local/share/postern/saved/2026-11-21T140258-7f3a
file='/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
if test -e "$file" && ! test -f "$file"; then
  printf '%s is not a regular file\n' "$file" >&2
  exit 1
fi
new=$(mktemp -- "${file%/*}/.postern.XXXXXX")
trap 'rm -f -- "$new"' EXIT
now=$(sha256sum -- "$file")
now=${now#\\}
if [ "${now%% *}" != "$(cat -- "$kept/after")" ]; then
  printf '%s has changed meanwhile\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 80
fi
rm -- "$file"
rm -rf -- "$kept"

# ---- Move
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  if test -e /srv/app/"$name" || test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes \
  /srv/app/.

# ---- Move, taken back
set -eu
cd -- /srv/app
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  if test -e '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" || test -L '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name"; then
    printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" >&2
    exit 1
  fi
done
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'.

# ---- Copy
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  if test -e /srv/app/"$name" || test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
cp -a -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes \
  /srv/app/.

# ---- Copy, taken back
set -eu
cd -- /srv/app
# A folder that is closed could not be emptied.
find \
  './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  ./notes -type d ! -perm -700 -exec chmod u+rwx {} \;
rm -r -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes

# ---- Copy here
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
for name in copy 'notes copy'; do
  if test -e '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" || test -L '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name"; then
    printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" >&2
    exit 1
  fi
done
cp -a -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/copy'
cp -a -- \
  notes \
  '/srv/~a b/'"$(printf '\342\200\256')"'/notes copy'

# ---- Copy here, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
# A folder that is closed could not be emptied.
find ./copy './notes copy' -type d ! -perm -700 -exec chmod u+rwx {} \;
rm -r -- copy 'notes copy'

# ---- Trash
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Trash, taken back
set -eu
cd -- /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  if test -e '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" || test -L '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name"; then
    printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/'"$name" >&2
    exit 1
  fi
done
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'.
rmdir -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
rm -f -- \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a

# ---- Delete
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
rm -r -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes

# ---- Delete, before
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  files=$(find "./$name" -xdev -exec printf '%.0sx' {} + | wc -c)
  kilobytes=$(du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- Measure
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  printf '%d\t%s\0' "$(du -skx -- "./$name" | awk '{ print $1; exit }')" "$name"
done

# ---- Checksum
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
sha256sum -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes

# ---- SetMode
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chmod 750 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes

# ---- SetMode, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chmod 600 -- notes
chmod 644 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetMode, special bits
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chmod 00750 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes

# ---- SetMode, special bits, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chmod 644 -- notes
chmod 2755 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetMode, deep
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chmod -R 750 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes

# ---- SetMode, deep, before
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  files=$(find "./$name" -xdev -exec printf '%.0sx' {} + | wc -c)
  kilobytes=$(du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- SetOwner
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chown -h -- www-data \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes

# ---- SetOwner, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chown -h -- 'ops:domain users' \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
chown -h -- 'ops:domain users' notes
chmod 4755 -- notes

# ---- SetOwner, deep
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chown -h -R -- ':$(id)' \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes

# ---- SetOwner, deep, before
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  files=$(find "./$name" -xdev -exec printf '%.0sx' {} + | wc -c)
  kilobytes=$(du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- SetProperties
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chown -h -- www-data \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes
chmod 00750 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes
# 2025-11-21 14:02:58 UTC
touch -chm -d @1763733778 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetProperties, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chown -h -- 'ops:domain users' \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
chown -h -- 'ops:domain users' notes
chmod 4755 -- notes
chmod 644 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
chmod 4755 -- notes
# 2001-09-09 01:46:40 UTC
touch -chm -d @1000000000 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetProperties, deep
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
chown -h -- www-data \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes
chmod -R 00750 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes
# 2025-11-21 14:02:58 UTC
touch -chm -d @1763733778 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetProperties, deep, before
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
for name in \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  notes; do
  files=$(find "./$name" -xdev -exec printf '%.0sx' {} + | wc -c)
  kilobytes=$(du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- Compress, .tar.gz
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz' || test -L '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz'; then
  printf '%s exists already\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz' >&2
  exit 1
fi
# Half an archive is none.
clean() { rm -f -- './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz'; }
trap clean EXIT
tar -czf './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz' -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Compress, .tar.gz, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
rm -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz'

# ---- Compress, .tar.zst
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
set -o pipefail
if test -e '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst' || test -L '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst'; then
  printf '%s exists already\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst' >&2
  exit 1
fi
# Half an archive is none.
clean() { rm -f -- './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst'; }
trap clean EXIT
tar -cf - -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' | zstd -qo './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst'
trap - EXIT

# ---- Compress, .tar.zst, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
rm -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst'

# ---- Compress, .zip
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip' || test -L '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip'; then
  printf '%s exists already\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip' >&2
  exit 1
fi
# Half an archive is none.
clean() { rm -f -- './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip'; }
trap clean EXIT
zip -qry -nw -MM './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip' -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Compress, .zip, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
rm -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip'

# ---- Extract, .tar
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' 2>/dev/null || true; }
trap clean EXIT
tar -xf './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar' -C './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Extract, .tar, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.gz
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' 2>/dev/null || true; }
trap clean EXIT
tar -xzf './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.gz' -C './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Extract, .tar.gz, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.zst
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
set -o pipefail
mkdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' 2>/dev/null || true; }
trap clean EXIT
zstd -dcq './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.zst' | tar -xf - -C './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Extract, .tar.zst, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .tar.xz
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' 2>/dev/null || true; }
trap clean EXIT
tar -xJf './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.tar.xz' -C './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
trap - EXIT

# ---- Extract, .tar.xz, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .zip
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' 2>/dev/null || true; }
trap clean EXIT
unzip -qn /dev/stdin -d './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' <'./-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.zip'
trap - EXIT

# ---- Extract, .zip, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, [1].zip
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J[1]'
# What cannot be taken apart leaves no empty folder.
clean() { rmdir -- '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J[1]' 2>/dev/null || true; }
trap clean EXIT
unzip -qn /dev/stdin -d './-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J[1]' <'./-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J[1].zip'
trap - EXIT

# ---- Extract, [1].zip, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J[1]' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Extract, .gz
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || test -L '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
gzip -dk -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J.gz'

# ---- Extract, .gz, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  '/srv/~a b/'"$(printf '\342\200\256')" \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/

# ---- Fetch
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
# The archive becomes a file on your computer.
tar -czf - -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  site

# ---- Fetch, all of it
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
# The archive becomes a file on your computer.
tar -czf - -- .

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
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
# 2025-11-21 14:02:58 UTC
touch -chm -d @1763733778 -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'

# ---- SetTime, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
# 2001-09-09 01:46:40 UTC
touch -chm -d @1000000000 -- \
  '-it'\''s
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
  find "$folder" -mindepth 1 -maxdepth 1 \
    \( -type d -o -type l -exec test -d {} \; \) -print0 ||
    printf '%s\0' "$folder"
done

# ---- DiskUsage
set -eu
export LC_ALL=C
find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -mindepth 1 -maxdepth 1 -exec sh -c '
  for path; do
    # What is mounted here takes its room elsewhere.
    if [ "$(stat -c %d "$path")" = "$(stat -c %d "$0")" ]; then
      printf "%d\t%s\0" "$(du -skx "$path" | cut -f 1 | head -n 1)" "$path"
    fi
  done' '/srv/~a b/'"$(printf '\342\200\256')"'/'. {} +

# ---- Search, Name
set -eu
find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -mindepth 1 -xdev -name '.?*' -prune -o -iname '-it'\''s
$(touch pwned)�'"$(printf '\033')"'[2J' -print0

# ---- Search, Name
set -eu
find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -mindepth 1 -xdev -name '-it'\''s
$(touch pwned)�'"$(printf '\033')"'[2J' -print0

# ---- Search, Text
set -eu
export LC_ALL=C
find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -xdev -name '.?*' -prune -o -type f -exec sh -c '
  for file; do
    # A file with zero bytes is no text.
    if grep -qFi -e "$0" "$file" &&
      [ "$(head -c 8192 "$file" | tr -dc "\000" | wc -c)" -eq 0 ]; then
      grep -nFi -e "$0" "$file" | cut -b -8192 |
        while IFS= read -r line; do printf "%s\0%s\n" "$file" "$line"; done
    fi
  done' '-it'\''s
$(touch pwned)�'"$(printf '\033')"'[2J' {} +

# ---- Search, Expression
set -eu
export LC_ALL=C
# An expression that is none is told of once, not for each file.
echo | grep -E -e '-it'\''s
$(touch pwned)�'"$(printf '\033')"'[2J' >/dev/null || [ $? -eq 1 ]
find '/srv/~a b/'"$(printf '\342\200\256')"'/'. -xdev -type f -exec sh -c '
  for file; do
    # A file with zero bytes is no text.
    if grep -qE -e "$0" "$file" &&
      [ "$(head -c 8192 "$file" | tr -dc "\000" | wc -c)" -eq 0 ]; then
      grep -nE -e "$0" "$file" | cut -b -8192 |
        while IFS= read -r line; do printf "%s\0%s\n" "$file" "$line"; done
    fi
  done' '-it'\''s
$(touch pwned)�'"$(printf '\033')"'[2J' {} +

# ---- Origin
set -eu
readlink -n -- \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a || true

# ---- PutBack
set -eu
cd -- /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
if test -e '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || test -L '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '/srv/~a b/'"$(printf '\342\200\256')"'/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  '/srv/~a b/'"$(printf '\342\200\256')"'/'.

# ---- PutBack, taken back
set -eu
cd -- '/srv/~a b/'"$(printf '\342\200\256')"
if test -e '/home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' || test -L '/home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J'; then
  printf '%s exists already\n' '/home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' >&2
  exit 1
fi
mv -n -- \
  '-it'\''s
$(touch pwned)'"$(printf '\377\033')"'[2J' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/.

# ---- EmptyTrash
set -eu
find /home/ops/.local/share/postern/trash/. -mindepth 1 -maxdepth 1 \
  -exec rm -r -- {} +

# ---- EmptyTrash, before
set -eu
# Before anything is put there, there is none.
[ -d /home/ops/.local/share/postern/trash ] || exit 0
cd -- /home/ops/.local/share/postern/trash
shopt -s nullglob
for name in *; do
  files=$(find "./$name" -xdev -exec printf '%.0sx' {} + | wc -c)
  kilobytes=$(du -skx -- "./$name" | awk '{ print $1; exit }')
  printf '%s\0%d\0%d\0' "$name" "$files" "$kilobytes"
done

# ---- Move many
set -eu
cd -- /srv/app
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
  if test -e /"$name" || test -L /"$name"; then
    printf '%s exists already\n' /"$name" >&2
    exit 1
  fi
done
mv -n -- \
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
  release-12 \
  /.

# ---- Move many, taken back
set -eu
cd -- /
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
  if test -e /srv/app/"$name" || test -L /srv/app/"$name"; then
    printf '%s exists already\n' /srv/app/"$name" >&2
    exit 1
  fi
done
mv -n -- \
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
  release-12 \
  /srv/app/.

