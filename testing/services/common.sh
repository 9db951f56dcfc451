# Shared by start.sh, stop.sh and install.sh: where the server's programs are, and how they are run.

# PostgreSQL 15 where it is installed, else the newest: the schema is kept as 15 dumps it.
find_pg() {
  local newest=''
  if [ -x /usr/lib/postgresql/15/bin/initdb ]; then
    newest=/usr/lib/postgresql/15/bin
  else
    newest="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)"
    [ -n "$newest" ] || { newest="$(command -v initdb || true)" && newest="${newest%/initdb}"; }
  fi
  [ -n "$newest" ] && [ -x "$newest/initdb" ] && printf '%s' "$newest"
}
PG_BIN="$(find_pg || true)"

as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

free_port() {
  node -e "const s = require('node:net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close() })"
}

psql_password() {
  local secret="${DATABASE_URL#*//desk:}"
  printf '%s' "${secret%%@*}"
}
