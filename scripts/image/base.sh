#!/usr/bin/env bash
# Makes the image localhost/base:bookworm, a small Debian 12, from the mirror that this machine installs from.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/image/storage.sh

if buildah inspect --type image localhost/base:bookworm >/dev/null 2>&1; then
  exit 0
fi
suites=$(apt-get indextargets --format '$(CREATED_BY) $(ORIGIN) $(CODENAME) $(REPO_URI)' |
  sed -n 's/^Packages Debian \(bookworm[a-z-]*\) \(.*\)/\1 \2/p' | sort -u)
mirror=$(sed -n 's/^bookworm //p' <<<"$suites")
test -n "$mirror"
root=$images/rootfs
rm -rf "$root"
debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$mirror" >"$images/debootstrap.log"
# With the updates and the security fixes, where the machine has them.
sed 's/^\([^ ]*\) \(.*\)/deb \2 \1 main/' <<<"$suites" >"$root/etc/apt/sources.list"
container=$(buildah from scratch)
buildah add --quiet "$container" "$root" / >/dev/null
buildah config --cmd /bin/sh "$container"
buildah commit --quiet --rm "$container" localhost/base:bookworm >/dev/null
rm -rf "$root"
