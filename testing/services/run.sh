#!/usr/bin/env bash
# What needs PostgreSQL and Redis: `npm run test:services` starts both, runs the steps below, and stops them.
# `npm run test:services -- <name>` runs the steps of that name only. The last line reads `N passed, N failed`.
#
# A step gets DATABASE_URL and REDIS_URL and tells its count as vitest does, or by a line `N passed, N failed`;
# one that tells no count is a check by itself.
set -uo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"
# Started by itself, with services of its own around it; inside of with.sh it takes those that run.
if [ -z "${RELAYDESK_SERVICES:-}" ]; then
  exec bash testing/services/with.sh bash testing/services/run.sh "$@"
fi
only="${1:-}"

# name | command. Add a suite by adding a line.
steps=(
  "storage|vitest run --config testing/services/vitest.config.ts"
  "processes|vitest run workers/bell/bullmq workers/jobs/bullmq testing/processes/processes.test.ts"
  "schema|node testing/services/schema.ts --check"
)

log="$(mktemp)"
trap 'rm -f "$log"' EXIT

passed=0
failed=0
count() {
  local word=$1 sum=0 n
  while read -r n; do sum=$((sum + n)); done < <(sed 's/\x1b\[[0-9;]*m//g' "$log" | grep -E '^ *Tests +|^[0-9]+ passed, [0-9]+ failed' | grep -oE "[0-9]+ $word" | grep -oE '[0-9]+')
  echo "$sum"
}

for step in "${steps[@]}"; do
  name="${step%%|*}"
  [ -z "$only" ] || [ "$only" = "$name" ] || continue
  echo "== $name"
  code=0
  bash -c "${step#*|}" 2>&1 | tee "$log"
  code="${PIPESTATUS[0]}"
  step_passed="$(count passed)"
  step_failed="$(count failed)"
  [ "$code" -eq 0 ] || [ "$step_failed" -gt 0 ] || step_failed=1
  [ "$code" -ne 0 ] || [ "$step_passed" -gt 0 ] || step_passed=1
  passed=$((passed + step_passed))
  failed=$((failed + step_failed))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
