# To be sourced: what the clients of `make interop` need beside Debian's packages.
source scripts/pinned.sh

readonly oldest_node=18
readonly oldest_go=1.24

demand_node() {
  if ! command -v npm >/dev/null; then
    scripts/install.sh packages-npm.txt
  fi
  if ! node_will_do "$oldest_node"; then
    echo "client/examples/node needs Node $oldest_node or later; this one is $(node --version)" >&2
    exit 1
  fi
}

demand_go() {
  local version
  version=$(go env GOVERSION 2>/dev/null | sed 's/^go//' || true)
  if [ -z "$version" ] || [ "$(printf '%s\n' "$oldest_go" "$version" | sort -V | head -1)" != "$oldest_go" ]; then
    echo "client/examples/go and grpcurl need Go $oldest_go or later on the PATH; Debian 12's package is older." >&2
    echo "Here is ${version:-none}." >&2
    exit 1
  fi
}
