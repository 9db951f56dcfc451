#!/usr/bin/env bash
# Runs the browser story: real desk, real Chromium. Brings what it needs on Debian as root; elsewhere says what is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH="$PWD/node_modules/.bin:$PATH"

bash testing/browser/install.sh
exec node testing/browser/story.ts
