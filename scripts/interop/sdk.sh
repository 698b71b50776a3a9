#!/usr/bin/env bash
# Runs the vendors' own SDKs, pinned, against the sandbox; those for JavaScript only where there is Node 20 or later.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/servers.sh

readonly oldest_node=20
readonly longest_run_seconds=600
sdk=$PWD/tests/interop/sdk
work=$PWD/build/interop

# install_venv NAME REQUIREMENTS
install_venv() {
  local venv=$work/$1 wanted=$sdk/$2.txt installed=$work/$2.installed
  if ! cmp -s "$wanted" "$installed"; then
    rm -f "$installed"
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install -q --require-hashes -r "$wanted"
    cp "$wanted" "$installed"
  fi
}

install_python_sdks() {
  scripts/install.sh packages-interop.txt
  install_venv venv requirements
  install_venv venv-newest requirements-newest
}

node_will_do() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e "process.exit(parseInt(process.versions.node) >= $oldest_node ? 0 : 1)"
}

# The checks are copied beside the packages: a module looks for packages only above itself.
install_node_sdks() {
  mkdir -p "$work/node"
  cp "$sdk"/package.json "$sdk"/package-lock.json "$sdk"/*.mjs "$work/node/"
  if ! cmp -s "$sdk/package-lock.json" "$work/package-lock.installed"; then
    rm -f "$work/package-lock.installed"
    npm ci --prefix "$work/node" --ignore-scripts --no-audit --no-fund --loglevel=error
    cp "$sdk/package-lock.json" "$work/package-lock.installed"
  fi
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
if node_will_do; then
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
