# To be sourced: where images and containers are kept, and how they run where there is no daemon and not all of root's
# rights. MEDIAGEN_IMAGES names the folder; default build/images.
images=${MEDIAGEN_IMAGES:-$PWD/build/images}
mkdir -p "$images"

# runc, because crun refuses machines with both versions of cgroups; limits that need not be raised.
cat >"$images/containers.conf" <<'EOF'
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
cgroupns = "host"
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
EOF
cat >"$images/storage.conf" <<EOF
[storage]
driver = "overlay"
graphroot = "$images/storage"
runroot = "$images/run"
EOF
export CONTAINERS_CONF=$images/containers.conf CONTAINERS_STORAGE_CONF=$images/storage.conf
