#!/usr/bin/env bash
# Makes the schemas of Kubernetes and of the custom resources from their own sources, in build/helm/schemas.
set -euo pipefail
cd "$(dirname "$0")/../.."

maker=scripts/helm/schemas.py
stamp=build/helm/schemas.made
if cmp -s "$maker" "$stamp"; then
  exit 0
fi

# Outside a module, so that nothing of it is resolved: the sources are all that is wanted.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'module schemas\n\ngo 1.24\n' >"$work/go.mod"
grep -ohE '"[a-z0-9./-]+@v[0-9.]+/' "$maker" | tr -d '"' | sed 's|/$||' | sort -u | while read -r module; do
  echo "Fetching $module"
  (cd "$work" && go mod download "$module")
done
rm -rf build/helm/schemas
"$maker" "$(go env GOMODCACHE)" build/helm/schemas
cp "$maker" "$stamp"
