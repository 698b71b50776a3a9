#!/usr/bin/env bash
# The first process of namespaces of its own: whatever it starts ends with it, and its network reaches nothing else.
# inside.sh STATE_FOLDER ARCHIVES LOGS
set -euo pipefail
cd "$(dirname "$0")/../.."

state=$1 archives=$2 logs=$3
node_address=10.244.7.1
pod_network=10.244.7.0/24
PATH=$PWD/build/tools/kubernetes:$PWD/build/tools:$PWD/build/bin:$PWD/build/tests/bin:$PATH
export HELM_CACHE_HOME=$state/helm HELM_CONFIG_HOME=$state/helm HELM_DATA_HOME=$state/helm
for part in processes control_plane node try_out doors rolling; do
  source "scripts/cluster/$part.sh"
done

# Kubelet sets some of the kernel's knobs for the whole machine.
kernel_knobs=(vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys
              kernel/keys/root_maxbytes)
declare -A knob_values=()
for knob in "${kernel_knobs[@]}"; do
  knob_values[$knob]=$(cat "/proc/sys/$knob")
done

clean_up() {
  local status=$?
  trap - EXIT
  if [ "$status" -ne 0 ]; then
    kubectl get pods --all-namespaces -o wide >"$logs/pods-at-the-end.txt" 2>&1 || true
    kubectl describe pods --all-namespaces >>"$logs/pods-at-the-end.txt" 2>&1 || true
    for log in "$state"/pod-logs/*/*/*.log; do
      [ -e "$log" ] && cp "$log" "$logs/$(basename "$(dirname "$(dirname "$log")")").log"
    done
  fi
  for name in kubelet kube-proxy; do
    [ -n "${pids[$name]:-}" ] && end "$name"
  done
  remove_containers
  for knob in "${kernel_knobs[@]}"; do
    echo "${knob_values[$knob]}" >"/proc/sys/$knob" || true
  done
  exit "$status"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

mount --make-rshared /
say "a cluster of one node"
make_network
start_containerd
load_images
start_control_plane
start_node
kubectl get nodes

try_out
lock_the_doors
start_sandbox
install_two_replicas
upgrade_under_load
roll_back_and_remove
say "the chart holds in a cluster"
