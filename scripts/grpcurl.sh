#!/usr/bin/env bash
# Puts grpcurl into build/tools, unless it is on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."

version=v1.9.4
if command -v grpcurl >/dev/null || [ -x build/tools/grpcurl ]; then
  exit 0
fi
if ! command -v go >/dev/null; then
  echo "grpcurl is built with Go (1.24 or newer), which is not installed" >&2
  exit 1
fi
mkdir -p build/tools
GOBIN=$PWD/build/tools go install "github.com/fullstorydev/grpcurl/cmd/grpcurl@$version"
