#!/usr/bin/env bash
# The server's own tests under AddressSanitizer and UndefinedBehaviorSanitizer: all that a stranger's bytes can reach.
# Those of the sandbox and of the command line are left to `make asan`, which takes twice as long.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly floors=(metrics codec async net upstream rpc fuzz)

tests_of() { # tests_of FLOOR: the names of its test programs.
  ctest --test-dir "build-asan/tests/$1" -N | sed -n 's/^ *Test *#[0-9]*: \(.*_tests\)$/\1/p'
}

mapfile -t targets < <(printf 'tests/%s/all\n' "${floors[@]}")
scripts/build.sh asan "${targets[@]}"
names=$(for floor in "${floors[@]}"; do tests_of "$floor"; done | paste -sd '|')
scripts/test.sh asan "^($names)\$"
