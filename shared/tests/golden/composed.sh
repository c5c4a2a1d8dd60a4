#!/usr/bin/env bash
# What was done with Postern, in the order it was done. Each part runs as it ran then: in a
# shell of its own, with the options it sets itself, and with nothing to read.
# shellcheck disable=SC2016,SC2030,SC2031,SC2043,SC2174
set -euo pipefail

# 1. new
#    2026-11-21 14:02, ops@web-01
(
set +euo pipefail
set -eu
cd -- /srv/app
mkdir -- new
) </dev/null

# 2. Put 2 into the trash
#    2026-11-21 14:02, ops@web-01
(
set +euo pipefail
set -eu
cd -- /srv/app
mkdir -p -m 700 -- \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a
# A link beside it leads to where they were.
ln -sfn -- \
  /srv/app \
  /home/ops/.local/share/postern/trash/.from-2026-11-21T140258-7f3a
mv -n -- \
  -old \
  'a b' \
  /home/ops/.local/share/postern/trash/2026-11-21T140258-7f3a/
) </dev/null

# 3. Changed by hand
#    2026-11-21 14:02, ops@web-01
# It is left out: it read what is not kept, such as a password or a file's content.
#   set -eu
#   cat >/etc/motd
