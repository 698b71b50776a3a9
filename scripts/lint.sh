#!/usr/bin/env bash
# The form of the sources (clang-format), the contract (buf), what is suspicious in the sources (clang-tidy), and whether
# the programs are hardened as built. Tells all that is wrong, not only the first. Expects build/ to be configured.
set -euo pipefail
cd "$(dirname "$0")/.."

check_form() {
  find server client sandbox tests bench \( -name '*.cc' -o -name '*.h' \) -print0 |
    xargs -0 clang-format --dry-run -Werror
}

check_contract() {
  if ! command -v npm >/dev/null; then
    scripts/install.sh packages-npm.txt || return
  fi
  mkdir -p build/lint
  if ! cmp -s scripts/lint/package-lock.json build/lint/installed.json; then
    cp scripts/lint/package.json scripts/lint/package-lock.json build/lint/
    # The program lies ready in its package; the install script would only try it out.
    npm ci --prefix build/lint --ignore-scripts --no-audit --no-fund --loglevel=error || return
    cp scripts/lint/package-lock.json build/lint/installed.json
  fi
  build/lint/node_modules/.bin/buf lint
}

check_sources() {
  # The headers that protoc makes, and nothing else, must be there.
  ninja -C build -t targets all | sed -n 's/^\(.*\.pb\.h\): CUSTOM_COMMAND$/\1/p' |
    xargs ninja -C build >/dev/null || return
  scripts/tidy.sh
}

check_programs() {
  # `make test` finds them ready then.
  scripts/build.sh release mediagen mediagen-server mediagen-sandbox || return
  scripts/hardening_check.sh build/bin/mediagen build/bin/mediagen-server build/bin/mediagen-sandbox
}

failed=()
run() { # run NAME FUNCTION
  echo "$1"
  "$2" || failed+=("$1")
}
run clang-format check_form
run 'buf lint' check_contract
run clang-tidy check_sources
run hardening check_programs
if [ "${#failed[@]}" -gt 0 ]; then
  printf 'make lint: %s found faults, see above\n' "${failed[@]}" >&2
  exit 1
fi
