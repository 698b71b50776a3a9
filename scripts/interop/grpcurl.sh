#!/usr/bin/env bash
# Asks the server by grpcurl, through reflection and with the protoset: what there is, a unary call, a stream, an error.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/servers.sh
source scripts/interop/tools.sh

readonly invalid_argument=67 # How grpcurl ends then: 64 and the code.
failures=0

# expect WHAT PATTERN FILE: a line of the file matches.
expect() {
  if grep -Eq -- "$2" "$3"; then
    echo "ok   $1"
  else
    echo "FAIL $1: no $2 in:" && head -c 2000 "$3"
    failures=$((failures + 1))
  fi
}

# ask FILE ARGUMENT...: stdout and stderr of grpcurl, and how it ended.
ask() {
  local file=$1 ended=0
  shift
  grpcurl -plaintext -max-time 60 "${how[@]}" "$@" >"$file" 2>&1 || ended=$?
  echo "ended $ended" >>"$file"
}

check() { # check NAME: all of it, with the flags in `how`.
  local said=$logs/$1 v1=mediagen.v1
  ask "$said.list" "$server" list
  for service in ImageService ChatImageService VideoService ModelService; do
    expect "$1: lists $service" "^$v1\.$service\$" "$said.list"
  done
  expect "$1: lists the health service" '^grpc\.health\.v1\.Health$' "$said.list"
  ask "$said.spec" "$server" describe $v1.VideoSpec
  expect "$1: describes a message" '^message VideoSpec \{$' "$said.spec"
  ask "$said.rpc" "$server" describe $v1.VideoService.WatchVideo
  expect "$1: describes a call" "returns \( stream \.$v1\.WatchVideoResponse \)" "$said.rpc"

  ask "$said.models" -d '{"provider": "gemini"}' "$server" $v1.ModelService/ListModels
  expect "$1: a free call" '"name": "veo-' "$said.models"
  ask "$said.health" -d "{\"service\": \"$v1.VideoService\"}" "$server" grpc.health.v1.Health/Check
  expect "$1: health" '"status": "SERVING"' "$said.health"
  ask "$said.image" -d '{"spec": {"prompt": "a lighthouse in a storm"}}' "$server" $v1.ImageService/GenerateImages
  expect "$1: a picture" '"mime_?[tT]ype": "image/png"' "$said.image"
  expect "$1: a picture ends well" '^ended 0$' "$said.image"

  ask "$said.video" -d '{"spec": {"prompt": "waves at night"}}' "$server" $v1.VideoService/GenerateVideo
  for event in started header chunk end completed; do
    expect "$1: a stream has $event" "^  \"$event\": \{" "$said.video"
  done
  expect "$1: a stream ends well" '^ended 0$' "$said.video"

  ask "$said.error" -d '{"spec": {"prompt": "a", "aspect_ratio": "7:3"}}' "$server" $v1.ImageService/GenerateImages
  expect "$1: an error's reason" '"reason": "INVALID_REQUEST"' "$said.error"
  expect "$1: an error's field" '"field": "spec.aspect_ratio"' "$said.error"
  expect "$1: an error's code" "^ended $invalid_argument\$" "$said.error"
}

if ! command -v grpcurl >/dev/null && [ ! -x build/tools/grpcurl ]; then
  demand_go
fi
scripts/grpcurl.sh
PATH=$PATH:$PWD/build/tools
scripts/protoset.sh
scripts/build.sh release mediagen-server mediagen-sandbox

logs=$(mktemp -d)
trap 'stop_all; rm -rf "$logs"' EXIT
start sandbox build/bin/mediagen-sandbox --port 0 --video-seconds-to-done 1
server_config "$address" >"$logs/server.json"
start server build/bin/mediagen-server --port 0 --config "$logs/server.json"
server=$address
export no_proxy=127.0.0.1

how=()
check reflection
how=(-protoset build/mediagen.protoset)
check protoset
test "$failures" = 0
