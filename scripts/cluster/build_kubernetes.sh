#!/usr/bin/env bash
# Compiles the programs of a Kubernetes cluster from their Go module into build/tools/kubernetes. Takes a quarter of an
# hour, once.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=1.33.13
folder=$PWD/build/tools/kubernetes
programs=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy)
command -v kubectl >/dev/null || programs+=(kubectl)

missing=()
for program in "${programs[@]}"; do
  [ -x "$folder/$program" ] && [ -e "$folder/.v$version" ] || missing+=("k8s.io/kubernetes/cmd/$program")
done
if [ "${#missing[@]}" -eq 0 ]; then
  exit 0
fi
if ! command -v go >/dev/null; then
  echo "Kubernetes is built with Go (1.24 or newer), which is not installed" >&2
  exit 1
fi

# A module of its own: the parts that Kubernetes takes from its own tree are published, too, as 0.x of the same version.
module=$PWD/build/cluster/module
rm -rf "$module"
mkdir -p "$module" "$folder"
printf 'module cluster\n\ngo 1.24.0\n' >"$module/go.mod"
source=$(cd "$module" && go mod download -json "k8s.io/kubernetes@v$version" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
{
  printf 'module cluster\n\n'
  grep '^go ' "$source/go.mod"
  printf '\nrequire k8s.io/kubernetes v%s\n\n' "$version"
  sed -n "s|^\t*\(replace \)\?\(k8s.io/[a-z-]*\) => ./staging.*|replace \2 => \2 v0.${version#1.}|p" "$source/go.mod"
} >"$module/go.mod"
{
  printf 'package cluster\n\nimport (\n'
  printf '\t_ "k8s.io/kubernetes/cmd/%s"\n' "${programs[@]}"
  printf ')\n'
} >"$module/programs.go"

named=k8s.io/component-base/version
flags="-s -w -X $named.gitVersion=v$version -X $named.gitMajor=1 -X $named.gitMinor=33 -X $named.gitTreeState=clean"
echo "Compiling Kubernetes $version (once)"
cd "$module"
go mod tidy
for package in "${missing[@]}"; do
  CGO_ENABLED=0 nice go build -mod=mod -trimpath -ldflags "$flags" -o "$folder/" "$package"
done
touch "$folder/.v$version"
