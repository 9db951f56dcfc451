#!/usr/bin/env bash
# Brings the browser and the fonts of the browser story on Debian as root; elsewhere says what is missing.
set -euo pipefail

fonts="$(fc-list 2>/dev/null || true)"
has_font() { grep -qiE "$1" <<<"$fonts"; }

missing=()
[ -x /usr/bin/chromium ] || missing+=(chromium)
has_font 'Noto ?Sans ?CJK' || missing+=(fonts-noto-cjk)
has_font 'Noto ?Color ?Emoji' || missing+=(fonts-noto-color-emoji)

if [ "${#missing[@]}" -gt 0 ]; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} …"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  else
    echo "The browser story needs ${missing[*]}. Install them (on Debian or Ubuntu: sudo apt-get install ${missing[*]}) so that /usr/bin/chromium is there, and run this again." >&2
    exit 1
  fi
fi
