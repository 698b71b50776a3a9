# To be sourced: a server with locked doors, and who tries to get in.

readonly locked=10.96.0.52:50051

# certificate NAME NAMES: a key and a certificate of the test's own authority.
certificate() {
  local name=$1
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout "$state/$name.key" -out "$state/$name.csr" 2>/dev/null
  openssl x509 -req -in "$state/$name.csr" -CA "$state/authority.crt" -CAkey "$state/authority.key" -CAcreateserial \
    -days 2 -extfile <(echo "subjectAltName=$2") -out "$state/$name.crt" 2>/dev/null
  kubectl --namespace doors create secret generic "$name-certificate" --from-file=tls.crt="$state/$name.crt" \
    --from-file=tls.key="$state/$name.key" --from-file=ca.crt="$state/authority.crt"
}

make_secrets() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout "$state/authority.key" \
    -out "$state/authority.crt" 2>/dev/null
  certificate server DNS:localhost,IP:10.96.0.52
  certificate caller DNS:caller.example
  mediagen token >"$state/token" 2>/dev/null
  printf '{"tenants": [{"name": "shop", "token_sha256": ["%s"]}]}' \
    "$(tr -d '\n' <"$state/token" | sha256sum | cut -d' ' -f1)" >"$state/tenants.json"
  kubectl --namespace doors create secret generic tenants --from-file=tenants.json="$state/tenants.json"
  kubectl --namespace doors create secret generic provider-keys --from-literal=aihubmix=sandbox
}

# refused WHY FLAG...: that nobody gets in like that.
refused() {
  local why=$1
  shift
  if mediagen models --server "$locked" --timeout 10s "$@" >"$state/refused" 2>&1; then
    echo "a caller with $why gets in" >&2
    return 1
  fi
  echo "refused with $why: $(tail -n 1 "$state/refused")"
}

lock_the_doors() {
  say "helm install with certificates on both sides and tokens"
  kubectl create namespace doors
  kubectl label namespace doors pod-security.kubernetes.io/enforce=restricted
  make_secrets
  helm install doors helm/mediagen --namespace doors -f scripts/cluster/values/doors.yaml --wait --timeout 3m
  helm test doors --namespace doors --timeout 2m

  local ca=(--ca "$state/authority.crt")
  local caller=("${ca[@]}" --cert "$state/caller.crt" --key "$state/caller.key")
  refused "no TLS"
  refused "no certificate" "${ca[@]}" --token-file "$state/token"
  refused "no token" "${caller[@]}"
  echo "mediagen_of_nobody" >"$state/wrong"
  refused "a wrong token" "${caller[@]}" --token-file "$state/wrong"
  mediagen models --server "$locked" "${caller[@]}" --token-file "$state/token" >/dev/null
  echo "let in with certificate and token"

  helm uninstall doors --namespace doors --wait --timeout 2m
  kubectl --namespace doors delete secret server-certificate caller-certificate tenants
  check_that_nothing_is_left doors doors
}
