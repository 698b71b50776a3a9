#!/usr/bin/env bash
# Runs the vendors' own SDKs, pinned, against the sandbox; those for JavaScript only where there is Node 20 or later.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/servers.sh
source scripts/pinned.sh

readonly oldest_node=20
readonly longest_run_seconds=600
sdk=$PWD/tests/interop/sdk
work=$PWD/build/interop

install_python_sdks() {
  scripts/install.sh packages-interop.txt
  install_venv "$work/venv" "$sdk/requirements.txt"
  install_venv "$work/venv-newest" "$sdk/requirements-newest.txt"
}

# The checks are copied beside the packages: a module looks for packages only above itself.
install_node_sdks() {
  install_npm "$work/node" "$sdk"
  cp "$sdk"/*.mjs "$work/node/"
}

# check COMMAND... FILE: runs the checks of a file, which tell of each on a line. Nothing of the environment reaches
# them: a key or a proxy there would take an SDK elsewhere.
check() {
  local output=$logs/$(basename "${*: -1}").out
  if ! env -i PATH="$PATH" HOME="$logs" LANG=C.UTF-8 NO_GCE_CHECK=true SANDBOX_URL="http://$sandbox" \
      PYTHONDONTWRITEBYTECODE=1 timeout "$longest_run_seconds" "$@" | tee "$output"; then
    grep -q '^FAIL' "$output" || echo "FAIL ${*: -1} ended early" | tee -a "$output"
  fi
}

scripts/build.sh release mediagen-sandbox
mkdir -p "$work"
install_python_sdks
node=no
if node_will_do "$oldest_node"; then
  node=yes
  install_node_sdks
fi

logs=$(mktemp -d)
trap 'stop_all; rm -rf "$logs"' EXIT
start sandbox build/bin/mediagen-sandbox --port 0 --video-seconds-to-done 1
sandbox=$address

for file in "$sdk"/*_checks.py; do
  venv=venv
  case $file in */interactions_*) venv=venv-newest ;; esac
  check "$work/$venv/bin/python" "$file"
done
if [ "$node" = yes ]; then
  for file in "$work"/node/*_checks.mjs; do
    check node "$file"
  done
else
  echo "The SDKs for JavaScript are left out: they want Node $oldest_node or later, and npm."
fi

passed=$(cat "$logs"/*_checks.*.out | grep -c '^ok ' || true)
all=$(cat "$logs"/*_checks.*.out | grep -cE '^(ok|FAIL) ' || true)
echo "$passed of $all"
test "$all" -gt 0
test "$passed" = "$all"
