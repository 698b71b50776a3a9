# To be sourced: one `helm install` with the sandbox beside the server.

try_out() {
  say "helm install with the sandbox, under the restricted pod security standard"
  kubectl create namespace try
  kubectl label namespace try pod-security.kubernetes.io/enforce=restricted
  helm install mediagen helm/mediagen --namespace try -f scripts/cluster/values/try_out.yaml --wait --timeout 3m
  helm test mediagen --namespace try --timeout 2m

  say "a picture and a video through the service"
  mediagen image 'a lighthouse in a storm' --server 10.96.0.50:50051 -o "$state/picture.png"
  media_check "$state/picture.png" png
  mediagen video 'waves at night' --server 10.96.0.50:50051 -o "$state/video.mp4"
  media_check "$state/video.mp4" mp4
  check_metrics
  check_security

  helm uninstall mediagen --namespace try --wait --timeout 2m
  check_that_nothing_is_left try mediagen
}

# What alerts and dashboard ask for must be there once calls have been made.
check_metrics() {
  local pod
  pod=$(kubectl --namespace try get pod -l app.kubernetes.io/component=server -o jsonpath='{.items[0].status.podIP}')
  curl -sf "http://$pod:9464/metrics" >"$state/metrics"
  promtool check metrics <"$state/metrics"
  grep -q '^mediagen_upstream_requests_total{.*outcome="ok"' "$state/metrics"
  grep -q '^grpc_server_handled_total{.*grpc_code="OK"' "$state/metrics"
}

# The API server refuses what the standard forbids; this looks at what it may not look at.
check_security() {
  local pod
  pod=$(kubectl --namespace try get pod -l app.kubernetes.io/component=server -o json)
  test "$(grep -c '"readOnlyRootFilesystem": true' <<<"$pod")" -ge 2
  ! grep -q 'kube-api-access' <<<"$pod"
}

left_in() { # left_in NAMESPACE: what is there beside what belongs to every namespace, and what the test put there.
  local kinds
  kinds=$(kubectl api-resources --verbs=list --namespaced -o name | grep -v '^events' | paste -sd, -)
  kubectl --namespace "$1" get "$kinds" -o name |
    grep -vxE 'configmap/kube-root-ca.crt|serviceaccount/default|secret/provider-keys' || true
}

nothing_is_left_in() { test -z "$(left_in "$1")"; }

check_that_nothing_is_left() { # check_that_nothing_is_left NAMESPACE RELEASE
  # Pods take the time they have to stop, and what belongs to a thing goes soon after it.
  if ! await 90 "everything of $2 to go" nothing_is_left_in "$1"; then
    left_in "$1" >&2
    return 1
  fi
  echo "nothing is left of $2"
}
