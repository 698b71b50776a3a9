#!/usr/bin/env bash
# tidy.sh [FILE...]: clang-tidy over the given sources, or over all of server/ and client/.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$#" -gt 0 ]; then
  files=("$@")
else
  mapfile -t files < <(find server client -name '*.cc' | sort)
fi
# clang 14 has coroutines but does not say so in the way that libstdc++ 12 asks for; and the compile
# commands are those of g++.
options=(-p build --quiet
  --extra-arg=-D__cpp_impl_coroutine=201902L
  --extra-arg=-Wno-unknown-warning-option
  --extra-arg=-Wno-builtin-macro-redefined)
# Its count of warnings in headers that are not ours is of no use to anybody.
printf '%s\0' "${files[@]}" |
  xargs -0 -n 4 -P "$(nproc)" clang-tidy "${options[@]}" 2> >(grep -v 'warnings\? generated' >&2)
