#!/usr/bin/env bash
# images.sh FOLDER: writes the images of server and sandbox, and the one that holds a pod's network, to FOLDER/*.tar.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/image/storage.sh

folder=$1
mkdir -p "$folder"

built_from() { # built_from IMAGE: the commit that it says it was built from.
  buildah inspect --type image --format '{{index .Docker.Config.Labels "org.opencontainers.image.revision"}}' "$1" 2>/dev/null
}

for image in mediagen mediagen-sandbox; do
  if [ "$(built_from "localhost/$image:dev")" != "$(git rev-parse HEAD)" ]; then
    scripts/image_test.sh
    break
  fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -static -Os -s -o "$work/pause" scripts/cluster/pause.c
container=$(buildah from scratch)
buildah copy --quiet "$container" "$work/pause" /pause >/dev/null
buildah config --entrypoint '["/pause"]' --user 65535 "$container"
buildah commit --quiet --rm "$container" localhost/pause:1 >/dev/null

for image in pause:1 mediagen:dev mediagen-sandbox:dev; do
  rm -f "$folder/${image%:*}.tar"
  buildah push --quiet "localhost/$image" "docker-archive:$folder/${image%:*}.tar:localhost/$image"
done
