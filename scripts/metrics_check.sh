#!/usr/bin/env bash
# Whether what a server shows is what Prometheus expects, by promtool, after calls that went well and one that did not.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/servers.sh

logs=$(mktemp -d)
trap 'stop_all; rm -rf "$logs"' EXIT

start sandbox build/bin/mediagen-sandbox --port 0
server_config "$address" | sed '1a \  "metrics_port": 0,' >"$logs/server.json"
start server build/bin/mediagen-server --port 0 --config "$logs/server.json"
export MEDIAGEN_SERVER=$address
metrics=$(sed -n 's/.*metrics at \(http[^"]*\)".*/\1/p' "$logs/server.log")

build/bin/mediagen image 'a lighthouse' -o "$logs/picture.png" >/dev/null 2>&1
build/bin/mediagen chat 'a fox' -o "$logs/fox.png" >/dev/null 2>&1
! build/bin/mediagen image 'none [sandbox:429]' -o "$logs/none.png" >/dev/null 2>&1

python3 -c 'import sys, urllib.request as u; print(u.urlopen(sys.argv[1], timeout=10).read().decode(), end="")' \
  "$metrics" >"$logs/metrics.txt"
grep -q '^mediagen_upstream_requests_total{.*outcome="ok"' "$logs/metrics.txt"
grep -q '^mediagen_upstream_requests_total{.*outcome="rejected"' "$logs/metrics.txt"
scripts/promtool.sh check metrics <"$logs/metrics.txt"
