#!/usr/bin/env bash
# Starts the services, runs a command with DATABASE_URL and REDIS_URL set, and stops them again:
#   bash testing/services/with.sh npm run bench -- growth
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

dir="$(mktemp -d "${TMPDIR:-/tmp}/relaydesk-services-XXXXXX")"
trap 'bash "$here/stop.sh" "$dir" >/dev/null 2>&1 || true' EXIT
trap 'exit 130' INT TERM
services="$(bash "$here/start.sh" "$dir")" || exit 1
eval "$services"
"$@"
