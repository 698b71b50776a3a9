#!/usr/bin/env bash
# Runs clients of many kinds against the server, and the vendors' SDKs against the sandbox. Tells all that fails.
set -euo pipefail
cd "$(dirname "$0")/.."

failed=()
for part in languages grpcurl envoy sdk; do
  printf '\n== %s\n' "$part"
  "scripts/interop/$part.sh" || failed+=("$part")
done
if [ "${#failed[@]}" -gt 0 ]; then
  printf 'make interop: %s failed, see above\n' "${failed[@]}" >&2
  exit 1
fi
