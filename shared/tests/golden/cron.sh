# ---- List
export LC_ALL=C
printf '%s\0' clock "$(date +%s)" zone "$(date +%z)"
printf 'own\0'
crontab -l 2>/dev/null | tr -d '\0'
printf '\0'
for file in /etc/crontab /etc/cron.d/*; do
  if [ ! -f "$file" ] || [ ! -r "$file" ]; then continue; fi
  printf 'file\0%s\0' "$file"
  tr -d '\0' <"$file"
  printf '\0'
done

# ---- Replace a file
set -eu
if [ "$(cat -- '/etc/cron.d/it'\''s' | cksum)" != '3834781802 14' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
tee -- '/etc/cron.d/it'\''s' >/dev/null <<'END'
#@daily root x
END

# ---- Replace a file, taken back
set -eu
if [ "$(cat -- '/etc/cron.d/it'\''s' | cksum)" != '1907978424 15' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
tee -- '/etc/cron.d/it'\''s' >/dev/null <<'END'
@daily root x
END

# ---- Replace a file by nothing
set -eu
if [ "$(cat -- '/etc/cron.d/it'\''s' | cksum)" != '3834781802 14' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
printf %s '' | tee -- '/etc/cron.d/it'\''s' >/dev/null

# ---- Replace a file by nothing, taken back
set -eu
if [ "$(cat -- '/etc/cron.d/it'\''s' | cksum)" != '4294967295 0' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
tee -- '/etc/cron.d/it'\''s' >/dev/null <<'END'
@daily root x
END

# ---- Add
set -eu
# What is there stays as it is; there may be none yet.
{
  crontab -l 2>/dev/null || true
  printf '%s\n' \
  '*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)'
} | crontab -

# ---- Add, taken back
set -eu
# Only as long as nothing was added after it.
if [ "$(crontab -l | tail -n 1)" != '*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
if [ "$(crontab -l)" = '*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)' ]; then
  crontab -r
else
  crontab -l | head -n -1 | crontab -
fi

# ---- Add with a comment
set -eu
# What is there stays as it is; there may be none yet.
{
  crontab -l 2>/dev/null || true
  printf '%s\n' \
  '# it'\''s new' \
  '*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)'
} | crontab -

# ---- Add with a comment, taken back
set -eu
# Only as long as nothing was added after it.
if [ "$(crontab -l | tail -n 2)" != '# it'\''s new
*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
if [ "$(crontab -l)" = '# it'\''s new
*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)' ]; then
  crontab -r
else
  crontab -l | head -n -2 | crontab -
fi

# ---- Replace
set -eu
if [ "$(crontab -l 2>/dev/null | cksum)" != '1245384435 34' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab - <<'END1'
END
#0 3 * * *	a
END1

# ---- Replace, taken back
set -eu
if [ "$(crontab -l 2>/dev/null | cksum)" != '3216007734 17' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab - <<'END'
MAILTO=x
0 3 * * * a 'b' $(c) `d`
END

# ---- Replace
set -eu
if [ "$(crontab -l 2>/dev/null | cksum)" != '4294967295 0' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab - <<'END'
MAILTO=x
0 3 * * * a 'b' $(c) `d`
END

# ---- Replace, taken back
set -eu
if [ "$(crontab -l 2>/dev/null | cksum)" != '1245384435 34' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab -r

# ---- Replace
set -eu
if [ "$(crontab -l 2>/dev/null | cksum)" != '1245384435 34' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab -r

# ---- Replace, taken back
set -eu
if [ "$(crontab -l 2>/dev/null | cksum)" != '4294967295 0' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab - <<'END'
MAILTO=x
0 3 * * * a 'b' $(c) `d`
END

# ---- Replace
set -eu
if [ "$(crontab -l 2>/dev/null | cksum)" != '1245384435 34' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
printf %s '0 3 * * * '"$(printf '\377\033')"'[2J it'\''s
' | crontab -

# ---- Replace, taken back
set -eu
if [ "$(crontab -l 2>/dev/null | cksum)" != '1722678455 21' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab - <<'END'
MAILTO=x
0 3 * * * a 'b' $(c) `d`
END

# ---- Add
set -eu
# What is there stays as it is; there may be none yet.
{
  crontab -u deploy -l 2>/dev/null || true
  printf '%s\n' \
  '*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)'
} | crontab -u deploy -

# ---- Add, taken back
set -eu
# Only as long as nothing was added after it.
if [ "$(crontab -u deploy -l | tail -n 1)" != '*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
if [ "$(crontab -u deploy -l)" = '*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)' ]; then
  crontab -u deploy -r
else
  crontab -u deploy -l | head -n -1 | crontab -u deploy -
fi

# ---- Add with a comment
set -eu
# What is there stays as it is; there may be none yet.
{
  crontab -u deploy -l 2>/dev/null || true
  printf '%s\n' \
  '# it'\''s new' \
  '*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)'
} | crontab -u deploy -

# ---- Add with a comment, taken back
set -eu
# Only as long as nothing was added after it.
if [ "$(crontab -u deploy -l | tail -n 2)" != '# it'\''s new
*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
if [ "$(crontab -u deploy -l)" = '# it'\''s new
*/5 * * * mon-fri backup --to '\''x y'\'' $(date +\%F)' ]; then
  crontab -u deploy -r
else
  crontab -u deploy -l | head -n -2 | crontab -u deploy -
fi

# ---- Replace
set -eu
if [ "$(crontab -u deploy -l 2>/dev/null | cksum)" != '1245384435 34' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab -u deploy - <<'END1'
END
#0 3 * * *	a
END1

# ---- Replace, taken back
set -eu
if [ "$(crontab -u deploy -l 2>/dev/null | cksum)" != '3216007734 17' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab -u deploy - <<'END'
MAILTO=x
0 3 * * * a 'b' $(c) `d`
END

# ---- Replace
set -eu
if [ "$(crontab -u deploy -l 2>/dev/null | cksum)" != '4294967295 0' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab -u deploy - <<'END'
MAILTO=x
0 3 * * * a 'b' $(c) `d`
END

# ---- Replace, taken back
set -eu
if [ "$(crontab -u deploy -l 2>/dev/null | cksum)" != '1245384435 34' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab -u deploy -r

# ---- Replace
set -eu
if [ "$(crontab -u deploy -l 2>/dev/null | cksum)" != '1245384435 34' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab -u deploy -r

# ---- Replace, taken back
set -eu
if [ "$(crontab -u deploy -l 2>/dev/null | cksum)" != '4294967295 0' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab -u deploy - <<'END'
MAILTO=x
0 3 * * * a 'b' $(c) `d`
END

# ---- Replace
set -eu
if [ "$(crontab -u deploy -l 2>/dev/null | cksum)" != '1245384435 34' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
printf %s '0 3 * * * '"$(printf '\377\033')"'[2J it'\''s
' | crontab -u deploy -

# ---- Replace, taken back
set -eu
if [ "$(crontab -u deploy -l 2>/dev/null | cksum)" != '1722678455 21' ]; then
  echo 'the crontab was changed meanwhile: read it again' >&2
  exit 1
fi
crontab -u deploy - <<'END'
MAILTO=x
0 3 * * * a 'b' $(c) `d`
END

