#!/usr/bin/env bash
# Stops what start.sh started in a folder, and removes the folder. Says nothing where nothing runs.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
. "$here/common.sh"

dir="${1:-${RELAYDESK_SERVICES:-}}"
if [ -z "$dir" ] || [ ! -f "$dir/made-by-start" ]; then
  echo "Name a folder that start.sh made." >&2
  exit 1
fi
# The servers' own pid files: nobody else's process is touched.
if [ -s "$dir/pg/postmaster.pid" ]; then as_postgres "$PG_BIN/pg_ctl" -D "$dir/pg" -w -s -m fast stop || true; fi
if [ -s "$dir/redis/pid" ]; then
  redis_pid="$(cat "$dir/redis/pid")"
  kill "$redis_pid" 2>/dev/null || true
  for _ in $(seq 50); do kill -0 "$redis_pid" 2>/dev/null && sleep 0.1 || break; done
fi
rm -rf "$dir"
