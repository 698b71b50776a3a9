# To be sourced: the one node, on which pods really run.

# The bridge of the pods is the node's only way out, and leads nowhere else.
make_network() {
  ip link set lo up
  ip link add pods0 type bridge
  ip address add "$node_address/24" dev pods0
  ip link set pods0 up
  ip route add default dev pods0
  echo 1 >/proc/sys/net/ipv4/ip_forward
  mkdir -p "$state/cni"
  cat >"$state/cni/10-pods.conflist" <<EOF
{"cniVersion": "0.4.0", "name": "pods", "plugins": [{
  "type": "bridge", "bridge": "pods0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
  "ipam": {"type": "host-local", "dataDir": "$state/addresses", "routes": [{"dst": "0.0.0.0/0"}],
           "ranges": [[{"subnet": "$pod_network"}]]}}]}
EOF
}

start_containerd() {
  local plugins
  plugins=$(dirname "$(dpkg -L containernetworking-plugins | grep '/bridge$')")
  cat >"$state/containerd.toml" <<EOF
version = 2
root = "$state/containerd"
state = "$state/containerd-state"
oom_score = 0
[grpc]
  address = "$state/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$plugins"
    conf_dir = "$state/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
EOF
  begin containerd containerd --config "$state/containerd.toml"
  await 90 containerd containers version
}

containers() { ctr --address "$state/containerd.sock" --namespace k8s.io "$@"; }

load_images() {
  local image
  for image in "$archives"/*.tar; do
    containers images import "$image" >/dev/null
  done
}

start_node() {
  cat >"$state/kubelet.yaml" <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
# Nobody but the cluster itself is in this network.
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
containerRuntimeEndpoint: unix://$state/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
oomScoreAdj: 0
enforceNodeAllocatable: []
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
volumePluginDir: $state/volume-plugins
podLogsDir: $state/pod-logs
staticPodPath: $state/static-pods
EOF
  mkdir -p "$state/static-pods"
  begin kubelet kubelet --config="$state/kubelet.yaml" --kubeconfig="$KUBECONFIG" --root-dir="$state/kubelet" \
    --cert-dir="$state/kubelet-certificates" --hostname-override=node --node-ip="$node_address"
  # Replies of a pod to another on the same bridge must come back by the address that was called.
  begin kube-proxy kube-proxy --kubeconfig="$KUBECONFIG" --hostname-override=node --proxy-mode=iptables --masquerade-all \
    --conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0 \
    --oom-score-adj=0 --cluster-cidr="$pod_network"
  await 300 "the node" kubectl wait --for=condition=Ready node/node --timeout=1s
}

# Whatever pods are left, so that nothing of them outlives the cluster.
remove_containers() {
  local each
  for each in $(containers tasks list -q 2>/dev/null); do
    containers tasks kill -s SIGKILL "$each" >/dev/null 2>&1 || true
    containers tasks rm -f "$each" >/dev/null 2>&1 || true
  done
}
