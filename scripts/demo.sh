#!/usr/bin/env bash
# Makes a picture, an edit of it, a video, and one that is edited twice, all against the sandbox, and checks what came.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/servers.sh

check() { # check FILE FORMAT: it decodes to its last frame, and its record is there.
  build/tests/bin/media_check "$1" "$2"
  test -s "$1.json"
}

# Bash itself speaks enough HTTP for this, so that no further program is needed.
ledger_count() {
  exec 3<>"/dev/tcp/${sandbox%:*}/${sandbox##*:}"
  printf 'GET /sandbox/ledger HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$sandbox" >&3
  grep -o '"count": *[0-9]*' <&3 | head -1 | grep -o '[0-9]*'
  exec 3>&-
}

operation() { # operation FILE: the handle in the record of a video.
  sed -n 's/^ *"operation": "\(.*\)",$/\1/p' "$1.json"
}

say() { printf '\n== %s\n' "$*"; }

logs=$(mktemp -d)
trap 'stop_all; rm -rf "$logs"' EXIT
mkdir -p out
rm -f out/picture.png* out/edited.png* out/video.mp4* out/day.mp4* out/night.mp4* out/boat.mp4*

start sandbox build/bin/mediagen-sandbox --port 0 --edit-format png
sandbox=$address
server_config "$sandbox" >"$logs/server.json"
start server build/bin/mediagen-server --port 0 --config "$logs/server.json"
export MEDIAGEN_SERVER=$address
mediagen=build/bin/mediagen

say "A picture from a prompt"
$mediagen image 'a lighthouse in a storm' -o out/picture.png --aspect-ratio 16:9
say "The same picture, edited in a chat"
$mediagen chat 'make it a calm evening' --image out/picture.png -o out/edited.png
say "A video"
$mediagen video 'waves roll in below a lighthouse' -o out/video.mp4 --aspect-ratio 16:9
say "A video that is edited twice"
$mediagen video --provider gemini 'a bay in the sun' -o out/day.mp4
$mediagen video --edit "$(operation out/day.mp4)" 'make it night' -o out/night.mp4
$mediagen video --edit "$(operation out/night.mp4)" 'a boat comes in' -o out/boat.mp4

say "Decoding all of it"
check out/picture.png png
check out/edited.png png
for video in video day night boat; do
  check "out/$video.mp4" mp4
done

paid=$(ledger_count)
say "6 paid requests, $paid submissions in the sandbox's ledger"
test "$paid" = 6

cat <<'EOF'

out/ holds picture.png, edited.png, video.mp4, and day.mp4 with its edits night.mp4 and boat.mp4, each with its
record (.json).

To try it yourself: make run, then

  grpcurl -plaintext 127.0.0.1:50051 list
  grpcurl -plaintext -d '{"spec": {"prompt": "a lighthouse in a storm"}}' 127.0.0.1:50051 mediagen.v1.ImageService/GenerateImages
  grpcurl -plaintext -d '{"spec": {"prompt": "waves at night"}}' 127.0.0.1:50051 mediagen.v1.VideoService/GenerateVideo
EOF
