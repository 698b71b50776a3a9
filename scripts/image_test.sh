#!/usr/bin/env bash
# Builds the images of the server and the sandbox without a Docker engine, looks into them, and runs them as a cluster
# would: read-only, without capabilities, with little memory. What the demo makes is left in build/image-test.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/image/storage.sh

readonly largest_server_mb=120
readonly largest_sandbox_mb=400
readonly stop_limit_seconds=30
server=localhost/mediagen:dev
sandbox=localhost/mediagen-sandbox:dev
work=$PWD/build/image-test
names=(mediagen-test-client mediagen-test-server mediagen-test-sandbox)

say() { printf '\n== %s\n' "$*"; }
fail() {
  echo "make image-test: $*" >&2
  exit 1
}

build_images() {
  local version revision epoch cache=()
  version=$(sed -n 's/^project(mediagen VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
  revision=$(git rev-parse HEAD)
  epoch=$(git log -1 --format=%ct)
  # A compiler cache of this machine saves the time, and changes nothing of what comes out.
  if command -v ccache >/dev/null; then
    cache=(-v "$(ccache --get-config cache_dir):/root/.cache/ccache")
  fi
  local target
  for target in server sandbox; do
    buildah bud --quiet --format docker --isolation=chroot --network=host --layers --pull-never "${cache[@]}" \
      --build-arg BASE=localhost/base:bookworm --build-arg VERSION="$version" --build-arg REVISION="$revision" \
      --build-arg SOURCE_DATE_EPOCH="$epoch" --target "$target" -t "${!target}" . >/dev/null
  done
}

field() { # field IMAGE TEMPLATE
  buildah inspect --type image --format "$2" "$1"
}

# check_image IMAGE NAME LARGEST_MB: who runs it, what it says of itself, what is in it.
check_image() {
  local image=$1 name=$2 container root mb
  test "$(field "$image" '{{.Docker.Config.User}}')" = 65532:65532 || fail "$name: runs as another user"
  test "$(field "$image" '{{index .Docker.Config.Labels "org.opencontainers.image.revision"}}')" = "$(git rev-parse HEAD)" ||
    fail "$name: does not say what it was built from"
  field "$image" '{{.Docker.Config.Entrypoint}}' | grep -q '^\[/usr/bin/mediagen' || fail "$name: starts something else"
  container=$(buildah from --pull-never "$image")
  root=$(buildah mount "$container")
  mb=$(($(du -sxk "$root" | cut -f1) / 1024))
  echo "$name: $mb MB, $(ls "$root/var/lib/dpkg/status.d" | wc -l) Debian packages"
  test "$mb" -le "$3" || fail "$name: is larger than $3 MB"
  if find "$root" -name '*sh' -path '*/bin/*' | grep . || [ -e "$root/usr/bin/dpkg" ]; then
    fail "$name: has a shell or a package manager"
  fi
  if find "$root" -xdev -type f \( -perm -4000 -o -perm -2000 -o -perm -0002 \) | grep .; then
    fail "$name: has files that anybody may change, or that change who one is"
  fi
  scripts/image/check_bill.py "$root/usr/share/sbom/$name.spdx.json" "$root/var/lib/dpkg/status.d" ||
    fail "$name: the bill of materials is wrong"
  scripts/hardening_check.sh "$root"/usr/bin/*
  buildah umount "$container" >/dev/null
  buildah rm "$container" >/dev/null
}

locked=(--read-only --read-only-tmpfs=false --cap-drop=ALL --security-opt=no-new-privileges --memory=256m --cpus=1)

stop_all() {
  local name
  # In this order: each stands on the next one's network.
  for name in "${names[@]}"; do
    podman rm --force --ignore --time 0 "$name" >/dev/null
  done
}

# until_true SECONDS COMMAND...: tries until it works.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    test "$SECONDS" -lt "$end" || return 1
    sleep 0.2
  done
}

start_images() {
  # The server finds the sandbox on loopback, as two containers of one pod do. Its health is asked for by hand: podman
  # would want systemd for it.
  podman run --detach --name mediagen-test-sandbox "${locked[@]}" --network=bridge "$sandbox" --edit-format png >/dev/null
  podman run --detach --name mediagen-test-server "${locked[@]}" --network=container:mediagen-test-sandbox \
    --health-interval=disable --env MEDIAGEN_SANDBOX_KEY=sandbox --volume "$work/config:/etc/mediagen:ro" "$server" >/dev/null
  until_true 20 podman healthcheck run mediagen-test-server || {
    podman logs mediagen-test-server mediagen-test-sandbox >&2
    fail "the server does not get healthy"
  }
}

mediagen() {
  podman run --rm --name mediagen-test-client --no-healthcheck "${locked[@]}" --network=container:mediagen-test-sandbox \
    --volume "$work/out:/out:rw" --entrypoint /usr/bin/mediagen "$server" "$@"
}

demo() {
  mediagen image 'a lighthouse in a storm' -o /out/picture.png --aspect-ratio 16:9
  mediagen chat 'make it a calm evening' --image /out/picture.png -o /out/edited.png
  mediagen video 'waves roll in below a lighthouse' -o /out/video.mp4
  local file
  for file in picture.png edited.png video.mp4; do
    test -s "$work/out/$file" && test -s "$work/out/$file.json" || fail "the demo made no $file"
  done
  head -c 8 "$work/out/picture.png" | cmp -s - <(printf '\211PNG\r\n\032\n') || fail "picture.png is no PNG"
  head -c 8 "$work/out/video.mp4" | tail -c 4 | grep -q ftyp || fail "video.mp4 is no MP4"
}

second_video_is_paid() {
  test "$(podman logs mediagen-test-sandbox 2>&1 | grep -c predictLongRunning)" -ge 2
}

# stop NAME: as an orchestrator does; the process is the first of its container.
stop() {
  local begun=$SECONDS
  podman stop --time "$stop_limit_seconds" "$1" >/dev/null
  local code
  code=$(podman inspect --format '{{.State.ExitCode}}' "$1")
  echo "$1: stopped after $((SECONDS - begun)) s with $code"
  test "$code" = 0 || fail "$1: ended with $code"
}

say "A base of Debian packages"
scripts/image/base.sh
say "Building both images"
build_images
say "Looking into them"
check_image "$server" mediagen "$largest_server_mb"
check_image "$sandbox" mediagen-sandbox "$largest_sandbox_mb"

stop_all
trap stop_all EXIT
rm -rf "$work"
mkdir -p "$work/config" "$work/out"
chown 65532:65532 "$work/out"
source scripts/servers.sh
server_config 127.0.0.1:8091 | sed '1a\  "host": "0.0.0.0", "allow_plaintext": true, "operation_key_file": "/etc/mediagen/operation.keys", "drain_timeout": "10s",' \
  >"$work/config/config.json"
head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$work/config/operation.keys"
say "Running them: read-only, no capabilities, 256 MB"
start_images
demo
say "Stopping them, with a call under way"
mediagen video 'waves [sandbox:never-done]' --reconnects 0 -o /out/never.mp4 >"$work/interrupted" 2>&1 &
watcher=$!
until_true 20 second_video_is_paid || fail "the video does not start"
stop mediagen-test-server
wait "$watcher" && fail "a video that never ends came to an end"
grep -q DRAINING "$work/interrupted" || { cat "$work/interrupted" >&2; fail "the caller does not hear why its call ended"; }
stop mediagen-test-sandbox
say "Both images run and stop as they should"
