#!/usr/bin/env bash
# Runs docs/envoy/envoy.yaml with the real Envoy, pinned, before the server with the sandbox behind it.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/servers.sh
source scripts/pinned.sh

readonly checks=$PWD/tests/interop/envoy
readonly work=$PWD/build/interop/envoy

# make_certificate KEY CERTIFICATE: for the name that callers use, which is the address itself.
make_certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=interop \
    -addext subjectAltName=IP:127.0.0.1 -keyout "$1" -out "$2" 2>/dev/null
}

scripts/install.sh packages-interop.txt
scripts/build.sh release mediagen-server mediagen-sandbox
mkdir -p "$work/gen"
install_venv "$work/venv" "$checks/requirements.txt"
"$work/venv/bin/python" -m grpc_tools.protoc -I proto --python_out="$work/gen" --grpc_python_out="$work/gen" \
  proto/mediagen/v1/*.proto

logs=$(mktemp -d)
trap 'stop_all; rm -rf "$logs"' EXIT
mkdir "$logs/envoy"
make_certificate "$logs/envoy/tls.key" "$logs/envoy/tls.crt"
make_certificate "$logs/envoy/callers.key" "$logs/envoy/callers-ca.crt"
start sandbox build/bin/mediagen-sandbox --port 0 --video-seconds-to-done 1 --video-bytes 16000000
server_config "$address" >"$logs/server.json"
start server build/bin/mediagen-server --port 0 --config "$logs/server.json"
MEDIAGEN_SERVER=$address PYTHONPATH=$work/gen PYTHONDONTWRITEBYTECODE=1 no_proxy=127.0.0.1 \
  timeout 600 "$work/venv/bin/python" "$checks/envoy_checks.py" "$logs/envoy"
