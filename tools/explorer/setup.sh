#!/usr/bin/env bash
# Makes tools/explorer ready: the locked packages, and Debian's own Chromium where there is no browser. Nothing is downloaded beside them.
# Run it again at any time: what is there already is left alone. CHROMIUM names another browser of that family.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

if ! command -v "${CHROMIUM:-chromium}" >/dev/null; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo 'explorer: apt-get installs chromium'
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium
fi

lock_seen=node_modules/.explorer-package-lock.json
if ! cmp -s package-lock.json "$lock_seen"; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$lock_seen"
fi
