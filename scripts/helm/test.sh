#!/usr/bin/env bash
# Checks the chart without a cluster. Tells all that is wrong, not only the first. UPDATE=1 writes what it compares with.
set -euo pipefail
cd "$(dirname "$0")/../.."

chart=helm/mediagen
sets=tests/helm/values
golden=tests/helm/golden
out=build/helm/manifests
PATH=$PWD/build/tools:$PATH
failed=0

fault() { # fault WORDS...: of which the first line goes to stderr.
  printf 'FAULT %s\n' "$*" >&2
  failed=1
}

# The one thing that differs each time is a key that the chart makes.
render() { # render SET [FLAG...]
  local set=$1
  shift
  helm template shop "$chart" --namespace media --kube-version 1.33.13 -f "$sets/$set.yaml" "$@" |
    sed -E 's/^(  operation.keys: )[A-Za-z0-9+/=]{88}$/\1(made)/'
}

conform() {
  kubeconform -strict -summary -schema-location 'build/helm/schemas/{{.ResourceKind}}{{.KindSuffix}}.json' "$@"
}

check_set() {
  local set=$1
  helm lint --strict --quiet --kube-version 1.33.13 -f "$sets/$set.yaml" "$chart" || fault "$set: helm lint"
  render "$set" >"$out/$set.yaml" || fault "$set: helm template"
  if [ -n "${UPDATE:-}" ]; then
    cp "$out/$set.yaml" "$golden/$set.yaml"
  fi
  diff -u "$golden/$set.yaml" "$out/$set.yaml" || fault "$set: not as in $golden; UPDATE=1 make helm-test accepts it"
  conform "$out/$set.yaml" || fault "$set: kubeconform"
  mapfile -t flags < <(grep '^--' tests/helm/kube_score_flags.txt)
  kube-score score --kubernetes-version v1.33 --output-format ci "${flags[@]}" "$out/$set.yaml" >"$out/$set.score" || true
  grep -q '^\[OK\]' "$out/$set.score" || fault "$set: kube-score says nothing"
  if grep -E '^\[(CRITICAL|WARNING)\]' "$out/$set.score"; then
    fault "$set: kube-score"
  fi
}

# A check that lets everything pass would not be noticed otherwise.
check_that_typos_are_seen() {
  local typo
  for typo in livenessProbe:livenesProbe maxUnavailable:maxUnavail interval:intervall expr:expression \
              parentRefs:parentRef secretName:secretNam clusterIP:clusterIp policyTypes:policyType; do
    cat "$out"/{operators,edge}.yaml | sed "s/\b${typo%:*}:/${typo#*:}:/" >build/helm/typo.yaml
    if conform build/helm/typo.yaml >build/helm/typo.out 2>&1; then
      fault "kubeconform lets $typo pass"
    fi
  done
}

check_values() {
  local set settings words
  while IFS='|' read -r set settings words; do
    if render $set --set "${settings// /}" >build/helm/refused.out 2>&1; then
      fault "$set with $settings is not refused"
    elif ! grep -qF -- "${words# }" build/helm/refused.out; then
      fault "$set with $settings is refused with other words: $(head -c 400 build/helm/refused.out)"
    fi
  done < <(grep -v '^#' tests/helm/refusals.txt)
  while IFS='|' read -r set settings; do
    render $set --set "${settings// /}" >build/helm/allowed.out 2>&1 || fault "$set with $settings: $(cat build/helm/allowed.out)"
  done < <(grep -v '^#' tests/helm/allowed.txt)
}

# What the chart makes of the alerts must still be rules.
check_alerts() {
  promtool check rules "$chart/files/alerts.yaml" || fault "promtool check rules"
  promtool test rules tests/helm/alerts_test.yaml || fault "promtool test rules"
  scripts/helm/rendered_rules.py "$out/operators.yaml" >build/helm/rules.yaml
  promtool check rules build/helm/rules.yaml || fault "promtool check rules, as rendered"
  grep -q 'job="shop"' build/helm/rules.yaml && ! grep -q 'job="mediagen"' build/helm/rules.yaml ||
    fault "alerts do not name their release"
  grep -q '> 50$' build/helm/rules.yaml || fault "the limit of spending is not put in"
}

scripts/helm/install_tools.sh
scripts/helm/schemas.sh
rm -rf "$out"
mkdir -p "$out" "$golden"
if [ -n "${UPDATE:-}" ]; then
  scripts/helm/knobs.py --update
fi
scripts/helm/knobs.py || fault "knobs"
scripts/helm/dashboard.py || fault "dashboard"
for file in "$sets"/*.yaml; do
  name=${file##*/}
  echo "${name%.yaml}"
  check_set "${name%.yaml}"
done
check_that_typos_are_seen
check_values
check_alerts
if [ "$failed" -ne 0 ]; then
  echo "make helm-test: faults, see above" >&2
  exit 1
fi
echo "the chart is well"
