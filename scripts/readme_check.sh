#!/usr/bin/env bash
# Runs the commands of the README that need a running server, as they stand there, against a fresh sandbox and server
# on their default ports, in an empty folder.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/servers.sh

logs=$(mktemp -d)
trap 'stop_all; rm -rf "$logs"' EXIT

# Lines of the shell blocks behind a `served` mark.
awk '/^<!-- checked by CI: served -->$/ { marked = 1; next }
     /^```sh$/ && marked { inside = 1; next }
     /^```$/ { inside = 0; marked = 0 }
     inside { print }' README.md >"$logs/commands"
test -s "$logs/commands"

start sandbox build/bin/mediagen-sandbox --port 8091
server_config "$address" >"$logs/server.json"
start server build/bin/mediagen-server --port 50051 --config "$logs/server.json"

mkdir "$logs/work"
ln -s "$PWD/build" "$logs/work/build"
scripts/grpcurl.sh
PATH=$PATH:$PWD/build/tools
# In one shell: later lines use what earlier ones have set.
(cd "$logs/work" && bash -euxo pipefail "$logs/commands") </dev/null
