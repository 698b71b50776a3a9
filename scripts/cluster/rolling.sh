# To be sourced: an upgrade while videos stream.

readonly videos=20
readonly service=10.96.0.51:50051

ledger_count() { curl -sf http://127.0.0.1:8091/sandbox/ledger | grep -o '"count": *[0-9]*' | head -1 | grep -o '[0-9]*'; }

# Outside the replicas, so that jobs outlive them; each takes a while to arrive.
start_sandbox() {
  begin sandbox mediagen-sandbox --port 8091 --video-seconds-to-done 2 --video-bytes 12000000
  begin relay scripts/cluster/slow_relay.py "$node_address" 8092 8091 1000000
  await 30 "the sandbox" curl -sf http://127.0.0.1:8091/sandbox/ledger
  await 30 "the relay" curl -sf "http://$node_address:8092/sandbox/ledger"
}

install_two_replicas() {
  say "helm install of two replicas before one sandbox"
  kubectl create namespace media
  kubectl label namespace media pod-security.kubernetes.io/enforce=restricted
  kubectl --namespace media create secret generic provider-keys --from-literal=aihubmix=sandbox
  helm install media helm/mediagen --namespace media -f scripts/cluster/values/rolling.yaml --wait --timeout 3m
  helm test media --namespace media --timeout 2m
}

# All of the same prompt: the sandbox draws it once.
begin_video() { # begin_video NUMBER
  begin "video-$1" timeout 300 mediagen video "waves at night" --server "$service" --reconnects 20 -o "$state/take-$1.mp4"
}

upgrade_under_load() {
  local number before failed=0
  mediagen video "waves at night" --server "$service" -o "$state/first.mp4"
  before=$(ledger_count)
  begin pods kubectl --namespace media get pods -l app.kubernetes.io/component=server --watch \
    -o 'jsonpath={.metadata.name}{" "}{.status.containerStatuses[0].state.terminated.exitCode}{"\n"}'
  say "an upgrade while $videos videos stream"
  for number in $(seq "$videos"); do
    begin_video "$number"
    sleep 0.7
  done
  helm upgrade media helm/mediagen --namespace media -f scripts/cluster/values/rolling.yaml \
    --set podAnnotations.take=two --wait --timeout 3m
  for number in $(seq "$videos"); do
    if ! wait "${pids[video-$number]}"; then
      echo "video $number failed:" >&2
      tail -5 "$logs/video-$number.log" >&2
      failed=1
    fi
  done
  test "$failed" = 0
  check_videos
  say "$videos videos, $(($(ledger_count) - before)) submissions in the ledger"
  test "$(($(ledger_count) - before))" = "$videos"
  check_exit_codes
}

check_videos() {
  local number resumed=0
  for number in $(seq "$videos"); do
    media_check "$state/take-$number.mp4" mp4
    test "$(stat -c %s "$state/take-$number.mp4")" -ge 12000000
    if grep -q 'joining again' "$logs/video-$number.log"; then
      resumed=$((resumed + 1))
    fi
  done
  echo "$videos videos are whole, $resumed of them resumed"
  # Else the upgrade has met none of them, and this has shown nothing.
  test "$resumed" -gt 0
}

two_replicas_run() { test "$(kubectl --namespace media get pods -l app.kubernetes.io/component=server -o name | wc -l)" = 2; }

check_exit_codes() {
  await 60 "the old replicas to end" two_replicas_run
  end pods
  if ! awk 'NF == 2 { if (!($1 in ended)) ++count; ended[$1] = $2; if ($2 != 0) bad = 1 }
            END { exit bad || count < 2 }' "$logs/pods.log"; then
    echo "not every old replica ended with exit code 0:" >&2
    cat "$logs/pods.log" >&2
    return 1
  fi
}

roll_back_and_remove() {
  say "helm rollback"
  helm rollback media 1 --namespace media --wait --timeout 3m
  test -z "$(kubectl --namespace media get deployment media-mediagen -o jsonpath='{.spec.template.metadata.annotations.take}')"
  helm test media --namespace media --timeout 2m
  mediagen models --server "$service" >/dev/null
  say "helm uninstall"
  helm uninstall media --namespace media --wait --timeout 2m
  check_that_nothing_is_left media media
}
