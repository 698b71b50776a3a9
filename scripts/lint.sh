#!/usr/bin/env bash
# The form of the sources (clang-format), what is suspicious in them (clang-tidy), and the contract
# (buf). Expects build/ to be configured.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "clang-format"
find server client sandbox tests \( -name '*.cc' -o -name '*.h' \) -print0 |
  xargs -0 clang-format --dry-run -Werror

echo "buf lint"
if ! command -v npm >/dev/null; then
  scripts/install.sh packages-npm.txt
fi
mkdir -p build/lint
if ! cmp -s scripts/lint/package-lock.json build/lint/installed.json; then
  cp scripts/lint/package.json scripts/lint/package-lock.json build/lint/
  # The program lies ready in its package; the install script would only try it out.
  npm ci --prefix build/lint --ignore-scripts --no-audit --no-fund --loglevel=error
  cp scripts/lint/package-lock.json build/lint/installed.json
fi
build/lint/node_modules/.bin/buf lint

echo "clang-tidy"
# The headers that protoc makes, and nothing else, must be there.
ninja -C build -t targets all | sed -n 's/^\(.*\.pb\.h\): CUSTOM_COMMAND$/\1/p' |
  xargs ninja -C build >/dev/null
scripts/tidy.sh
