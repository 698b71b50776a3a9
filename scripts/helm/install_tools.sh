#!/usr/bin/env bash
# Puts helm, kubeconform, kube-score and promtool, each at its version, into build/tools. Quick when they are there.
set -euo pipefail
cd "$(dirname "$0")/../.."

tools=$PWD/build/tools

# The version is part of the stamp: a new one is installed over the old.
install_go_program() { # install_go_program NAME PACKAGE VERSION
  if [ -x "$tools/$1" ] && [ -e "$tools/.$1-$3" ]; then
    return
  fi
  if ! command -v go >/dev/null; then
    echo "$1 is built with Go (1.26 or newer), which is not installed" >&2
    exit 1
  fi
  echo "Building $1 $3"
  GOBIN=$tools CGO_ENABLED=0 go install -trimpath -ldflags '-s -w' "$2@$3"
  rm -f "$tools/.$1-"*
  touch "$tools/.$1-$3"
}

# Only the program: installing the package would start a Prometheus where there is systemd.
install_promtool() {
  if [ -x "$tools/promtool" ]; then
    return
  fi
  local folder as_root=()
  folder=$(mktemp -d)
  chmod 755 "$folder"
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  # A list of packages that is fresh enough saves the update.
  if ! (cd "$folder" && apt-get download -q prometheus >/dev/null 2>&1); then
    "${as_root[@]}" apt-get update -q
    (cd "$folder" && apt-get download -q prometheus)
  fi
  dpkg-deb --fsys-tarfile "$folder"/prometheus_*.deb | tar -xO ./usr/bin/promtool >"$tools/promtool.new"
  chmod +x "$tools/promtool.new"
  mv "$tools/promtool.new" "$tools/promtool"
  rm -rf "$folder"
}

mkdir -p "$tools"
install_go_program helm helm.sh/helm/v3/cmd/helm v3.22.0
install_go_program kubeconform github.com/yannh/kubeconform/cmd/kubeconform v0.8.0
install_go_program kube-score github.com/zegl/kube-score/cmd/kube-score v1.20.0
install_promtool
