#!/usr/bin/env bash
# Runs the sandbox and the server on their default ports until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/servers.sh

logs=$(mktemp -d)
trap 'stop_all; rm -rf "$logs"' EXIT
trap 'exit 0' INT TERM HUP

start sandbox build/bin/mediagen-sandbox --port 8091
echo "sandbox on $address: an upstream that needs no key and costs nothing"
server_config "$address" >"$logs/server.json"
start server build/bin/mediagen-server --port 50051 --config "$logs/server.json"
echo "server  on $address: try build/bin/mediagen image 'a lighthouse in a storm' -o lighthouse.png"
echo "Its log follows; Ctrl-C stops both."
tail -f -n +1 "$logs/server.log" &
started_pids+=("$!")
# Ends when one of them does, by itself or by Ctrl-C.
wait -n "${started_pids[@]}"
