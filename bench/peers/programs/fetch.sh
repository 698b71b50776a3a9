#!/usr/bin/env bash
# fetch.sh BASE_URL MODEL FILE: starts a video and saves it, as a shell user does.
set -euo pipefail
operation=$(curl -sSf -H 'x-goog-api-key: bench' -H 'Content-Type: application/json' \
  -d '{"instances":[{"prompt":"waves"}],"parameters":{"sampleCount":1}}' \
  "$1/v1beta/models/$2:predictLongRunning" | jq -r .name)
curl -sSf -H 'x-goog-api-key: bench' "$1/v1beta/$operation" |
  jq -r '.response.videos[0].bytesBase64Encoded' | base64 -d >"$3"
