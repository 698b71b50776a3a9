# To be sourced: starts what a cluster is made of, and waits for things. $state is a folder that goes with the cluster,
# $logs one that stays.

declare -A pids=()

begin() { # begin NAME COMMAND...: in the background; its words go to $logs/NAME.log.
  local name=$1
  shift
  "$@" >"$logs/$name.log" 2>&1 &
  pids[$name]=$!
}

end() { # end NAME: asks it to stop, and waits for it.
  kill "${pids[$1]}" 2>/dev/null || true
  wait "${pids[$1]}" 2>/dev/null || true
  unset "pids[$1]"
}

await() { # await SECONDS WHAT COMMAND...: until the command succeeds.
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$until" ]; then
      echo "waited in vain for $what; see $logs" >&2
      return 1
    fi
    sleep 0.5
  done
}

say() { printf '\n== %s\n' "$*"; }
