#!/usr/bin/env bash
# Brings what start.sh runs: PostgreSQL 15, pgvector and Redis from Debian's packages. Changes nothing where all are there.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/common.sh"

has_vector() {
  [ -n "$PG_BIN" ] && [ -f "$("$PG_BIN/pg_config" --sharedir 2>/dev/null)/extension/vector.control" ]
}

missing=()
[ -n "$PG_BIN" ] || missing+=(postgresql-15)
command -v redis-server >/dev/null && command -v redis-cli >/dev/null || missing+=(redis-server)
if ! has_vector; then
  [ -f /usr/include/postgresql/15/server/postgres.h ] || missing+=(postgresql-server-dev-15)
  command -v make >/dev/null && command -v gcc >/dev/null && command -v dpkg-source >/dev/null || missing+=(build-essential)
fi
if [ "${#missing[@]}" -eq 0 ] && has_vector; then exit 0; fi

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  has_vector || missing+=("pgvector for the server (PostgreSQL 15: build it from source; Debian 13: postgresql-17-pgvector)")
  printf 'The services need:\n' >&2
  printf '  %s\n' "${missing[@]}" >&2
  echo "Install them, or run this as root on Debian, and try again." >&2
  exit 1
fi

if [ "${#missing[@]}" -gt 0 ]; then
  echo "Installing ${missing[*]} …"
  apt-get update -qq
  # No server of the machine's own: ours is started from a folder.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  PG_BIN="$(find_pg)"
fi
has_vector && exit 0

# Debian 12 has no pgvector package; the source package of Debian 13 builds for 15. Its list of sources is a private one.
echo "Building pgvector …"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/cache/archives/partial"
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main" >"$work/sources.list"
apt=(apt-get -qq -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$work/lists"
  -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
"${apt[@]}" update
(cd "$work" && "${apt[@]}" source pgvector >/dev/null 2>&1)
source_dir="$(find "$work" -maxdepth 1 -type d -name 'pgvector-*' | head -n 1)"
[ -n "$source_dir" ] || { echo "The source of pgvector did not come." >&2; exit 1; }
# OPTFLAGS empty: built for any processor of this architecture, not for this very one.
make -C "$source_dir" -s OPTFLAGS="" PG_CONFIG="$PG_BIN/pg_config" >"$work/make.log" 2>&1 || { tail -n 40 "$work/make.log" >&2; exit 1; }
make -C "$source_dir" -s install PG_CONFIG="$PG_BIN/pg_config" >>"$work/make.log" 2>&1 || { tail -n 40 "$work/make.log" >&2; exit 1; }
has_vector
