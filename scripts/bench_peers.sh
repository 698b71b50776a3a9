#!/usr/bin/env bash
# Measures the server beside what people use in its place. Peers are installed once, in build/peers, as their lock files
# say; one that cannot be is left out, with the reason.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly oldest_node=20
packages=$PWD/bench/peers/packages
folder=$PWD/build/peers

# installed LOCK_FILE: whether this very file was installed. installed_now LOCK_FILE: it is.
installed() { cmp -s "$packages/$1" "$folder/$1.installed"; }
installed_now() { cp "$packages/$1" "$folder/$1.installed"; }

install_node_peers() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null ||
      ! node -e "process.exit(parseInt(process.versions.node) >= $oldest_node ? 0 : 1)"; then
    echo "they want Node $oldest_node or later, and npm"
    return 1
  fi
  mkdir -p "$folder/node"
  cp "$packages"/package.json "$packages"/package-lock.json bench/peers/programs/*.mjs "$folder/node/"
  installed package-lock.json && return
  npm ci --prefix "$folder/node" --ignore-scripts --no-audit --no-fund --loglevel=error &&
    installed_now package-lock.json
}

install_litellm() {
  installed requirements.txt && return
  /usr/bin/python3 -m venv --clear "$folder/venv" &&
    "$folder/venv/bin/pip" install -q --require-hashes -r "$packages/requirements.txt" &&
    installed_now requirements.txt
}

mkdir -p "$folder"
for peers in node_peers litellm; do
  if ! "install_$peers" >"$folder/$peers.log" 2>&1; then
    echo "Left out, ${peers/_/ }: $(grep -im 1 error "$folder/$peers.log" || tail -n 1 "$folder/$peers.log")"
  fi
done

cmake --preset release -DMEDIAGEN_BENCH=ON >/dev/null
cmake --build --preset release --target mediagen-server bench_programs
exec /usr/bin/python3 bench/run_peers.py "$@"
