#!/usr/bin/env bash
# promtool.sh ARGUMENT...: runs promtool; where there is none, that of Debian's package `prometheus`, which is unpacked
# into build/promtool and not installed: it would start a Prometheus on this machine.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
unpacked=$root/build/promtool

if command -v promtool >/dev/null; then
  exec promtool "$@"
fi
if [ ! -x "$unpacked/usr/bin/promtool" ]; then
  mkdir -p "$unpacked"
  (
    # One at a time: tests run side by side.
    flock 9
    if [ ! -x "$unpacked/usr/bin/promtool" ]; then
      cd "$unpacked"
      apt-get download -q prometheus >/dev/null 2>&1 ||
        { apt-get update -q >/dev/null && apt-get download -q prometheus >/dev/null; }
      dpkg -x prometheus_*.deb .
      rm prometheus_*.deb
    fi
  ) 9>"$unpacked/lock"
fi
exec "$unpacked/usr/bin/promtool" "$@"
