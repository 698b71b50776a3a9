#!/usr/bin/env bash
# fuzz.sh [NAME...]: runs each fuzzer of build-fuzz/fuzz, or those named, for FUZZ_SECONDS (60). What a fuzzer learns stays in
# build-fuzz/corpus; what it finds is left in build-fuzz/findings. A finding that is mended belongs into tests/fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/.."

names=("$@")
if [ "$#" -eq 0 ]; then
  mapfile -t names < <(find build-fuzz/fuzz -type f -perm -u+x -printf '%f\n' | sort)
fi
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export PATH=$PATH:/usr/lib/llvm-14/bin

failed=()
for name in "${names[@]}"; do
  learned=build-fuzz/corpus/$name
  log=build-fuzz/$name.log
  mkdir -p "$learned" build-fuzz/findings
  # An input that takes ten seconds or half a gigabyte is a finding, too.
  if build-fuzz/fuzz/"$name" -max_total_time="${FUZZ_SECONDS:-60}" -max_len=4096 -timeout=10 -rss_limit_mb=512 \
      -print_final_stats=1 -artifact_prefix=build-fuzz/findings/"$name"- \
      "$learned" tests/fuzz/corpus/"$name" >"$log" 2>&1; then
    printf '%-20s %10d inputs, %5d of them new\n' "$name" \
      "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" "$(sed -n 's/^stat::new_units_added: *//p' "$log")"
  else
    grep -v '^#' "$log" | tail -n 60
    failed+=("$name")
  fi
done
if [ "${#failed[@]}" -gt 0 ]; then
  printf 'make fuzz: %s failed; the input lies in build-fuzz/findings\n' "${failed[@]}" >&2
  exit 1
fi
