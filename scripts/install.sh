#!/usr/bin/env bash
# install.sh LIST...: installs the Debian packages that the given lists of this folder name.
# Quick when all of them are there; asks for root rights only when something is missing.
set -euo pipefail
cd "$(dirname "$0")"

mapfile -t wanted < <(grep -hv '^#' "$@")
mapfile -t missing < <(
  comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) \
           <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
               sed -n 's/^installed //p' | sort -u))
if [ "${#missing[@]}" -eq 0 ]; then
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These Debian packages are missing, and there is no sudo to install them: ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
         apt-get install -y -q --no-install-recommends "${missing[@]}")

echo "Installing: ${missing[*]}"
# A list of packages that is fresh enough saves the update; one that is not makes the first try fail.
if ! "${install[@]}" >/dev/null 2>&1; then
  "${as_root[@]}" apt-get update -q
  "${install[@]}"
fi
