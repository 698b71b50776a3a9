# To be sourced: etcd, the API server and what acts upon it.

start_control_plane() {
  local token
  token=$(openssl rand -hex 16)
  openssl genrsa -out "$state/accounts.key" 2048 2>/dev/null
  openssl rsa -in "$state/accounts.key" -pubout -out "$state/accounts.pub" 2>/dev/null
  (umask 077 && echo "$token,admin,admin,system:masters" >"$state/tokens.csv")
  begin etcd etcd --data-dir "$state/etcd" \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
    --initial-cluster default=http://127.0.0.1:2380
  begin kube-apiserver kube-apiserver --etcd-servers=http://127.0.0.1:2379 --bind-address=127.0.0.1 --secure-port=6443 \
    --advertise-address="$node_address" --cert-dir="$state/certificates" --token-auth-file="$state/tokens.csv" \
    --service-account-key-file="$state/accounts.pub" --service-account-signing-key-file="$state/accounts.key" \
    --service-account-issuer=https://kubernetes.default.svc --api-audiences=api --authorization-mode=RBAC \
    --service-cluster-ip-range=10.96.0.0/16 --allow-privileged=true --kubelet-preferred-address-types=InternalIP
  await 180 "the API server's certificate" test -s "$state/certificates/apiserver.crt"
  export KUBECONFIG=$state/kubeconfig
  (umask 077 && cat >"$KUBECONFIG" <<EOF
apiVersion: v1
kind: Config
clusters:
  - {name: test, cluster: {server: "https://127.0.0.1:6443", certificate-authority: $state/certificates/apiserver.crt}}
users:
  - {name: admin, user: {token: $token}}
contexts:
  - {name: test, context: {cluster: test, user: admin}}
current-context: test
EOF
  )
  await 300 "the API server" kubectl get --raw /readyz
  begin kube-controller-manager kube-controller-manager --kubeconfig="$KUBECONFIG" --leader-elect=false \
    --bind-address=127.0.0.1 --cert-dir="$state/controller-certificates" --allocate-node-cidrs=false \
    --service-account-private-key-file="$state/accounts.key" --root-ca-file="$state/certificates/apiserver.crt"
  begin kube-scheduler kube-scheduler --kubeconfig="$KUBECONFIG" --leader-elect=false \
    --bind-address=127.0.0.1 --cert-dir="$state/scheduler-certificates"
}
