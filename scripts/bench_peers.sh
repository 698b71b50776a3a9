#!/usr/bin/env bash
# Measures the server beside what people use in its place. Peers are installed once, in build/peers, as their lock files
# say; one that cannot be is left out, with the reason.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/pinned.sh

readonly oldest_node=20
packages=$PWD/bench/peers/packages
folder=$PWD/build/peers

install_node_peers() {
  if ! node_will_do "$oldest_node"; then
    echo "they want Node $oldest_node or later, and npm"
    return 1
  fi
  install_npm "$folder/node" "$packages" && cp bench/peers/programs/*.mjs "$folder/node/"
}

install_litellm() {
  install_venv "$folder/venv" "$packages/requirements.txt"
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
