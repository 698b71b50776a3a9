# The front door. `make` alone tells what there is.
.DEFAULT_GOAL := help
.PHONY: help install build test demo run interop image-test helm-test cluster-test envoy-test protoset bench bench-peers bench-readme lint asan asan-server tsan fuzz clean

help: ## Shows this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24

install: ## Installs the Debian packages that are missing
	@scripts/install.sh packages.txt

build: install ## Builds everything in build/
	@scripts/build.sh release

test: build ## Runs all tests
	@scripts/test.sh release

demo: install ## Makes pictures and videos, and edits of them, with no key and no account; results in out/
	@scripts/build.sh release mediagen mediagen-server mediagen-sandbox media_check
	@scripts/demo.sh

run: install ## Runs the sandbox and the server on their default ports until Ctrl-C
	@scripts/build.sh release mediagen mediagen-server mediagen-sandbox
	@scripts/run.sh

interop: install ## Runs clients in many languages, grpcurl, Envoy and the vendors' SDKs
	@scripts/interop.sh

envoy-test: install ## Checks docs/envoy/envoy.yaml with the real program; part of interop
	@scripts/interop/envoy.sh

protoset: install ## Writes the contract into one file, build/mediagen.protoset
	@scripts/protoset.sh

image-test: ## Builds the images and runs them as a cluster would; wants root
	@scripts/install.sh packages-image.txt
	@scripts/image_test.sh

helm-test: install ## Checks the Helm chart without a cluster; UPDATE=1 accepts what has changed
	@scripts/install.sh packages-helm.txt
	@scripts/helm/test.sh

cluster-test: install ## Installs the chart in a real cluster, upgrades and removes it; compiles Kubernetes once
	@scripts/install.sh packages-image.txt packages-helm.txt packages-cluster.txt
	@scripts/cluster/test.sh

bench: install ## Measures the server against its goals; results in build/bench.json
	@scripts/install.sh packages-bench.txt
	@scripts/bench.sh

bench-peers: install ## Measures the server beside what people use in its place; adds to build/bench.json
	@scripts/install.sh packages-bench.txt packages-peers.txt
	@scripts/bench_peers.sh

bench-readme: ## Puts build/bench.json into README.md and docs/performance.svg
	@scripts/install.sh packages-bench.txt
	@bench/plot.py
	@bench/readme.py

lint: install ## Checks form, suspicious code, the contract and the programs as built
	@scripts/install.sh packages-lint.txt
	@cmake --preset release >/dev/null
	@scripts/lint.sh

asan: install ## Runs all tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@scripts/build.sh asan
	@scripts/test.sh asan

asan-server: install ## Runs the server's own tests under them, as CI does
	@scripts/asan_server.sh

tsan: install ## Runs the tests of the floors async, net and codec under ThreadSanitizer
	@scripts/build.sh tsan async_tests net_tests codec_tests
	@scripts/test.sh tsan

fuzz: install ## Runs each fuzzer for FUZZ_SECONDS, or a minute
	@scripts/install.sh packages-fuzz.txt
	@scripts/build.sh fuzz fuzzers
	@scripts/fuzz.sh

clean: ## Removes what was built and made
	@rm -rf build build-asan build-dev build-fuzz build-tsan out
