#!/usr/bin/env bash
# Writes build/mediagen.protoset: the contract, the health service and the details of errors in one file, for tools that
# cannot ask the server for them.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly health=/usr/share/grpc-proto
mkdir -p build
protoc -I proto -I "$health" --include_imports --include_source_info \
  --descriptor_set_out=build/mediagen.protoset \
  proto/mediagen/v1/*.proto proto/google/rpc/*.proto "$health/grpc/health/v1/health.proto"
