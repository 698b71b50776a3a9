#!/usr/bin/env bash
# test.sh release|asan|tsan [PATTERN]: runs the tests of a build that is done, or of asan those that the pattern matches.
set -euo pipefail
cd "$(dirname "$0")/.."

case $1 in
  release)
    ctest --test-dir build --output-on-failure -j2
    ;;
  asan)
    export ASAN_OPTIONS=halt_on_error=1:detect_stack_use_after_return=1:strict_string_checks=1
    export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
    ctest --test-dir build-asan --output-on-failure -j2 -R "${2:-.}"
    ;;
  tsan)
    # Debian's libraries are not instrumented: without these two there are hundreds of false reports.
    export TSAN_OPTIONS="halt_on_error=1 ignore_noninstrumented_modules=1 suppressions=$PWD/scripts/tsan.supp"
    ctest --test-dir build-tsan --output-on-failure -j2 -R '^(async|net|codec)_tests$'
    ;;
esac
