#!/usr/bin/env bash
# bench.sh [GROUP...]: builds what is measured and what it is measured with, and measures it.
set -euo pipefail
cd "$(dirname "$0")/.."

cmake --preset release -DMEDIAGEN_BENCH=ON >/dev/null
cmake --build --preset release --target mediagen-server bench_programs
exec /usr/bin/python3 bench/run.py "$@"
