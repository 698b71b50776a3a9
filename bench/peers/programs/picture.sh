#!/usr/bin/env bash
# picture.sh BASE_URL FILE: buys a picture and saves it, as a shell user does.
set -euo pipefail
curl -sSf -H 'x-goog-api-key: bench' -H 'Content-Type: application/json' \
  -d '{"instances":[{"prompt":"waves"}],"parameters":{"sampleCount":1}}' \
  "$1/v1beta/models/imagen-4.0-generate-001:predict" | jq -r '.predictions[0].bytesBase64Encoded' | base64 -d >"$2"
