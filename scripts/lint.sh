#!/usr/bin/env bash
# The form of the sources (clang-format), the contract (buf), what is suspicious in the sources (clang-tidy), and whether
# the programs are hardened as built. Tells all that is wrong, not only the first. Expects build/ to be configured.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/pinned.sh

check_form() {
  find server client sandbox tests bench \( -name '*.cc' -o -name '*.h' \) -print0 |
    xargs -0 clang-format --dry-run -Werror
}

install_buf() {
  if ! command -v npm >/dev/null; then
    scripts/install.sh packages-npm.txt || return
  fi
  install_npm build/lint scripts/lint
}

check_contract() {
  install_buf || return
  build/lint/node_modules/.bin/buf lint
}

# Against the last release that the present state comes from. Its files are laid out, since buf itself reads no tag of
# a git worktree.
check_compatibility() {
  local last
  if ! last=$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null); then
    echo 'There is no release tag (v1.2.3) below this commit: the contract has nothing to be compatible with.'
    return
  fi
  install_buf || return
  rm -rf build/lint/released
  mkdir -p build/lint/released
  git archive "$last" buf.yaml proto | tar -x -C build/lint/released || return
  echo "since $last"
  build/lint/node_modules/.bin/buf breaking --against build/lint/released
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
run 'buf breaking' check_compatibility
run clang-tidy check_sources
run hardening check_programs
if [ "${#failed[@]}" -gt 0 ]; then
  printf 'make lint: %s found faults, see above\n' "${failed[@]}" >&2
  exit 1
fi
