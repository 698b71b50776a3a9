#!/usr/bin/env bash
# The server's own tests under AddressSanitizer and UndefinedBehaviorSanitizer: all that a stranger's bytes can reach.
# Those of the sandbox and of the command line are left to `make asan`, which takes twice as long.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly tests=(
  metrics_tests codec_tests async_tests net_tests upstream_tests credential_tests catalogue_tests rpc_tests lifecycle_tests
  video_rpc_tests chat_rpc_tests model_service_tests request_rpc_tests load_rpc_tests door_tests observe_rpc_tests
  fuzz_tests
)
scripts/build.sh asan "${tests[@]}"
scripts/test.sh asan "^($(IFS='|' && echo "${tests[*]}"))\$"
