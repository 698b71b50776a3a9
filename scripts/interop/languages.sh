#!/usr/bin/env bash
# Runs the commands of docs/languages.md, as they stand there, against the server with the sandbox behind it, and checks
# what each program says, what it leaves, and what was paid.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/servers.sh
source scripts/interop/tools.sh

# Of more bytes than one message may have, and than a connection holds: a stream that is left has not ended yet.
readonly video_bytes=16000000

# commands_of LANGUAGE: the lines of the shell block behind its mark.
commands_of() {
  awk -v mark="<!-- checked by CI: $1 -->" \
    '$0 == mark { marked = 1; next }
     /^```sh$/ && marked { inside = 1; next }
     /^```$/ { inside = 0; marked = 0 }
     inside { print }' docs/languages.md
}

# What a program must have said, line by line.
expected() { # expected LANGUAGE
  local out=".*out/$1"
  cat <<EOF
picture: $out/picture\.jpg, [1-9][0-9]* bytes, whole
edited: $out/edited\.jpg, [1-9][0-9]* bytes, whole
started: [A-Za-z0-9_-]+
video: $out/video\.mp4, $video_bytes bytes, whole
refused: INVALID_ARGUMENT INVALID_REQUEST spec\.aspect_ratio
left: CANCELLED, $out/resumed\.mp4, [1-9][0-9]* bytes, cut
resumed: $out/resumed\.mp4, $video_bytes bytes, whole
EOF
}

try_language() { # try_language LANGUAGE
  local language=$1 said=$logs/$1.said before pattern
  echo "-- $language"
  rm -rf "out/$language"
  before=$(paid)
  commands_of "$language" >"$logs/$language.sh"
  test -s "$logs/$language.sh" || return
  # Maven colours its output even into a pipe.
  timeout 600 bash -euo pipefail "$logs/$language.sh" 2>&1 | sed -u 's/\x1b\[[0-9;]*m//g' | tee "$said" || return
  while IFS= read -r pattern; do
    grep -Exq "$pattern" "$said" || { echo "$language did not say: $pattern"; return 1; }
  done < <(expected "$language")
  build/tests/bin/media_check "out/$language/picture.jpg" jpeg || return
  build/tests/bin/media_check "out/$language/edited.jpg" jpeg || return
  build/tests/bin/media_check "out/$language/video.mp4" mp4 || return
  build/tests/bin/media_check "out/$language/resumed.mp4" mp4 || return
  # A picture, an edit, two videos; what was refused is free, and so is what was resumed.
  test "$(($(paid) - before))" = 4 || { echo "$language paid $(($(paid) - before)) times, not 4"; return 1; }
}

paid() { curl -s "http://$sandbox/sandbox/ledger" | grep -o '"count": *[0-9]*' | grep -o '[0-9]*'; }

scripts/install.sh packages-interop.txt
demand_node
demand_go
scripts/build.sh release mediagen-server mediagen-sandbox media_check

logs=$(mktemp -d)
trap 'stop_all; rm -rf "$logs"' EXIT
start sandbox build/bin/mediagen-sandbox --port 0 --video-seconds-to-done 1 --video-bytes "$video_bytes"
sandbox=$address
server_config "$sandbox" >"$logs/server.json"
start server build/bin/mediagen-server --port 0 --config "$logs/server.json"
export MEDIAGEN_SERVER=$address no_proxy=127.0.0.1
unset MEDIAGEN_CA

failed=()
for language in python node go java; do
  try_language "$language" || failed+=("$language")
done
if [ "${#failed[@]}" -gt 0 ]; then
  printf '%s failed\n' "${failed[@]}" >&2
  exit 1
fi
