#!/usr/bin/env bash
# tidy.sh [FILE...]: clang-tidy over the given sources, or over all of server/ and client/.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$#" -gt 0 ]; then
  files=("$@")
else
  mapfile -t files < <(find server client -name '*.cc' | sort)
fi
# The compile commands are those of g++: without its precompiled headers, which clang cannot read;
# with the word by which libstdc++ 12 asks for coroutines, which clang 14 has but does not say; and
# without clang's own warnings, since g++'s are errors already.
mkdir -p build/lint
sed -E 's/ -Winvalid-pch| -include [^ ]*cmake_pch\.hxx//g' build/compile_commands.json \
  >build/lint/compile_commands.json
options=(-p build/lint --quiet --extra-arg=-D__cpp_impl_coroutine=201902L
  --extra-arg=-Wno-builtin-macro-redefined --extra-arg=-Wno-everything)
# Its count of warnings in headers that are not ours is of no use to anybody.
printf '%s\0' "${files[@]}" |
  xargs -0 -n 4 -P "$(nproc)" clang-tidy "${options[@]}" 2> >(grep -v 'warnings\? generated' >&2)
