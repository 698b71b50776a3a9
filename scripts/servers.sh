# To be sourced: starts programs that say where they listen, and stops them when the script ends.
# A program is ready when it has printed `listening HOST:PORT`.

started_pids=()

# start NAME COMMAND...: runs it in the background; sets `address` to where it listens. Its stdout
# and stderr go to $logs/NAME.out and $logs/NAME.log.
start() {
  local name=$1
  shift
  : >"$logs/$name.out"  # There before anybody reads it: the program may take its time to begin.
  "$@" >>"$logs/$name.out" 2>"$logs/$name.log" &
  local pid=$!
  started_pids+=("$pid")
  for _ in $(seq 200); do
    address=$(sed -n 's/^listening //p' "$logs/$name.out")
    if [ -n "$address" ]; then
      return
    fi
    if ! kill -0 "$pid" 2>/dev/null; then
      break
    fi
    sleep 0.05
  done
  echo "$name did not start:" >&2
  cat "$logs/$name.log" >&2
  exit 1
}

# Last one first: the server before its upstream.
stop_all() {
  local i
  for ((i = ${#started_pids[@]} - 1; i >= 0; i--)); do
    kill "${started_pids[i]}" 2>/dev/null || true
    wait "${started_pids[i]}" 2>/dev/null || true
  done
  started_pids=()
}

# server_config SANDBOX_ADDRESS: the server's configuration with the sandbox behind every provider.
server_config() {
  cat <<EOF
{
  "providers": [
    {
      "name": "aihubmix",
      "base_url": "http://$1/gemini",
      "chat_base_url": "http://$1/v1",
      "api_key_env": "MEDIAGEN_SANDBOX_KEY"
    },
    {
      "name": "camel",
      "base_url": "http://$1/gemini",
      "chat_base_url": "http://$1",
      "api_key_env": "MEDIAGEN_SANDBOX_KEY"
    },
    {
      "name": "vertex",
      "base_url": "http://$1",
      "project": "sandbox-project",
      "location": "us-central1",
      "token_env": "MEDIAGEN_SANDBOX_KEY"
    },
    {
      "name": "gemini",
      "base_url": "http://$1/gemini",
      "api_key_env": "MEDIAGEN_SANDBOX_KEY"
    }
  ],
  "translation_model": "gemini-2.5-flash-image",
  "allowed_bucket_prefixes": ["gs://sandbox-bucket/"],
  "trusted_link_hosts": [{"host": "${1%:*}", "allow_plain_http": true, "address_ranges": ["127.0.0.0/8"]}],
  "poll_interval": "1s"
}
EOF
}
# The sandbox takes any key.
export MEDIAGEN_SANDBOX_KEY=sandbox
