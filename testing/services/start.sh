#!/usr/bin/env bash
# Starts PostgreSQL 15 with pgvector, and Redis, on free ports, with all they write in one folder. As root on Debian it
# installs what is missing; elsewhere it says what is missing.
#
#   eval "$(testing/services/start.sh DIR)"   starts them, or finds them running; sets DATABASE_URL and REDIS_URL
#   testing/services/stop.sh DIR              stops both and removes the folder
#
# DIR is a new folder, or one that an earlier start made. Without it one is made below TMPDIR.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/common.sh"

dir="${1:-${RELAYDESK_SERVICES:-$(mktemp -d "${TMPDIR:-/tmp}/relaydesk-services-XXXXXX")}}"
bash "$here/install.sh" >&2
mkdir -p "$dir"
dir="$(cd "$dir" && pwd)"
made="$dir/made-by-start"
if [ ! -e "$made" ] && [ -n "$(ls -A "$dir")" ]; then
  echo "$dir is not empty and not ours: name an empty folder." >&2
  exit 1
fi
: >"$made"
[ -f "$dir/env" ] || {
  secret="$(od -An -tx1 -N16 /dev/urandom | tr -d ' \n')"
  cat >"$dir/env" <<ENV
export DATABASE_URL=postgres://desk:$secret@127.0.0.1:$(free_port)/desk
export REDIS_URL=redis://127.0.0.1:$(free_port)
export RELAYDESK_SERVICES=$dir
export PG_BIN=$PG_BIN
ENV
  chmod 600 "$dir/env"
}
. "$dir/env"
pg_port="${DATABASE_URL##*:}" && pg_port="${pg_port%%/*}"
redis_port="${REDIS_URL##*:}"

# The server refuses root, so as root it belongs to the user its package made, and so does its folder.
if [ ! -s "$dir/pg/PG_VERSION" ]; then
  mkdir -p "$dir/pg" "$dir/socket"
  secret="${DATABASE_URL#*//desk:}" && secret="${secret%%@*}"
  printf '%s' "$secret" >"$dir/pg-password"
  chmod 711 "$dir"
  [ "$(id -u)" -ne 0 ] || chown -R postgres "$dir/pg" "$dir/socket" "$dir/pg-password"
  as_postgres "$PG_BIN/initdb" -D "$dir/pg" -U desk --auth=scram-sha-256 --pwfile="$dir/pg-password" -E UTF8 --locale=C.UTF-8 >/dev/null
fi
if ! "$PG_BIN/pg_isready" -q -h 127.0.0.1 -p "$pg_port"; then
  echo "Starting PostgreSQL on port $pg_port …" >&2
  # More connections than one desk needs: several worker processes, and the tests beside them.
  as_postgres "$PG_BIN/pg_ctl" -D "$dir/pg" -w -t 60 -l "$dir/pg/server.log" -s start \
    -o "-p $pg_port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$dir/socket -c max_connections=200 -c shared_buffers=128MB ${RELAYDESK_PG_OPTIONS:-}" >&2
fi
PGPASSWORD="$(psql_password)" "$PG_BIN/psql" -qtA -h 127.0.0.1 -p "$pg_port" -U desk -d postgres -c \
  "select 'create database desk' where not exists (select from pg_database where datname = 'desk')" |
  PGPASSWORD="$(psql_password)" "$PG_BIN/psql" -q -h 127.0.0.1 -p "$pg_port" -U desk -d postgres >&2

if ! redis-cli -p "$redis_port" ping >/dev/null 2>&1; then
  echo "Starting Redis on port $redis_port …" >&2
  mkdir -p "$dir/redis"
  redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$dir/redis" --save '' --appendonly yes \
    --daemonize yes --pidfile "$dir/redis/pid" --logfile "$dir/redis/server.log" >/dev/null
  for _ in $(seq 100); do redis-cli -p "$redis_port" ping >/dev/null 2>&1 && break || sleep 0.1; done
  redis-cli -p "$redis_port" ping >/dev/null
fi
cat "$dir/env"
