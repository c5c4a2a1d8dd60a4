# shellcheck shell=bash disable=SC2034  # The names here are for the scripts that source it.
# What the scripts beside it share: where tools live and in which version, how to say things, how to get packages.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tools=${POSTERN_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/postern/tools}
trunk_version=0.21.14
binaryen_version=132.0.0
wasm_split_version=0.2.4
# The tool must match the library to the patch, so the lock file decides.
wasm_bindgen_version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3 }' "$root/Cargo.lock")
wasm=wasm32-unknown-unknown
# Debian's compiler with a standard library for WASM: the second way to the target.
debian_rust=$tools/debian-rust

say() { printf '==> %s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# step WHAT HOW-LONG COMMAND… runs the command quietly and shows what it said only if it fails.
step() {
  local what=$1 how_long=$2 log start=$SECONDS
  shift 2
  log=$(mktemp)
  say "$what (about $how_long)"
  if "$@" >"$log" 2>&1 </dev/null; then
    rm -f "$log"
    say "  done in $((SECONDS - start)) s"
  else
    local status=$?
    tail -n 40 "$log" >&2
    say "  failed after $((SECONDS - start)) s; all it said is in $log"
    return "$status"
  fi
}

# bounded SECONDS COMMAND… gives up after that long, where the system can.
bounded() {
  local seconds=$1
  shift
  if have timeout; then timeout "$seconds" "$@"; else "$@"; fi
}

# one_at_a_time FILE makes a second build wait for the first instead of doing the same beside it.
one_at_a_time() {
  have flock || return 0
  exec 9>"$1"
  flock -n 9 || { say "waiting for another build"; flock 9; }
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# What this machine is to rustc.
host() { rustc -vV | sed -n 's/^host: //p'; }

has_wasm_target() {
  local libs
  libs=$(rustc --print target-libdir --target "$wasm" 2>/dev/null) && compgen -G "$libs/libcore-*.rlib" >/dev/null
}

# Whether a Debian package is installed.
installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# packages HOW-LONG NAME… installs the Debian packages that are missing.
packages() {
  local how_long=$1 missing=() name
  shift
  if ! have apt-get; then
    die "this is not Debian or Ubuntu; install by hand what these packages hold, then try again: $*"
  fi
  for name in "$@"; do
    installed "$name" || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] && ! have sudo; then
    die "neither root nor sudo; have someone run: apt-get install ${missing[*]}"
  fi
  step "Debian packages: ${missing[*]}" "$how_long" apt_install "${missing[@]}"
}

# Never removes a package to make room for another: better to stop and say so.
apt_install() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
  as_root "${apt[@]}" update
  as_root "${apt[@]}" install -y --no-remove --no-install-recommends "$@"
}
