#!/usr/bin/env bash
# Installs the chart in a real cluster of one node, upgrades it while videos stream, and removes all of it again.
# Needs root. The first time it compiles Kubernetes and builds the images.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ "$(id -u)" -ne 0 ]; then
  echo "make cluster-test needs root: it makes namespaces and mounts" >&2
  exit 1
fi

logs=$PWD/build/cluster/logs
archives=$PWD/build/cluster/images
scripts/helm/install_tools.sh
scripts/cluster/build_kubernetes.sh
scripts/cluster/images.sh "$archives"
scripts/build.sh release mediagen mediagen-sandbox media_check

rm -rf "$logs"
mkdir -p "$logs"
# A short path: there are sockets in it.
state=$(mktemp -d /tmp/cluster.XXXXXX)
groups_before=$(ls -d /sys/fs/cgroup/kubepods /sys/fs/cgroup/*/kubepods 2>/dev/null || true)

clean_up() {
  # Its mounts went with its namespace.
  rm -rf --one-file-system "$state"
  if [ -z "$groups_before" ]; then
    find /sys/fs/cgroup -depth -type d -path '*/kubepods*' -exec rmdir {} + 2>/dev/null || true
  fi
}
trap clean_up EXIT

unshare --mount --net --pid --fork --kill-child --mount-proc scripts/cluster/inside.sh "$state" "$archives" "$logs"
