#!/usr/bin/env python3
"""Makes JSON schemas of the kinds that the chart uses, which refuse fields they do not know.

schemas.py MODULE_CACHE OUT_FOLDER: one file for each kind, named as kubeconform asks for it.
"""

import json
import pathlib
import sys

import yaml

CORE = "k8s.io/kubernetes@v1.33.13/api/openapi-spec/swagger.json"
CORE_KINDS = {
    "ConfigMap", "Deployment", "HorizontalPodAutoscaler", "Ingress", "NetworkPolicy", "Pod",
    "PodDisruptionBudget", "Secret", "Service", "ServiceAccount",
}
CUSTOM = [
    "github.com/prometheus-operator/prometheus-operator@v0.85.0/example/prometheus-operator-crd/"
    "monitoring.coreos.com_servicemonitors.yaml",
    "github.com/prometheus-operator/prometheus-operator@v0.85.0/example/prometheus-operator-crd/"
    "monitoring.coreos.com_prometheusrules.yaml",
    "sigs.k8s.io/gateway-api@v1.4.1/config/crd/standard/gateway.networking.k8s.io_grpcroutes.yaml",
    "github.com/cert-manager/cert-manager@v1.19.1/deploy/crds/cert-manager.io_certificates.yaml",
]
# Types that the wire writes as text or as a number.
LOOSE = {"type": ["string", "integer", "number"]}


def strict(node):
    """The schema with every object closed that names its fields."""
    if isinstance(node, list):
        return [strict(each) for each in node]
    if not isinstance(node, dict):
        return node
    if node.get("x-kubernetes-int-or-string") or node.get("format") == "int-or-string":
        return LOOSE
    kept = {}
    for key, value in node.items():
        if key == "properties":
            kept[key] = {name: strict(field) for name, field in value.items()}
        elif key not in ("description", "default", "format", "nullable") and not key.startswith("x-kubernetes"):
            kept[key] = strict(value)
    open_ended = node.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in node
    if "properties" in node and not open_ended:
        kept["additionalProperties"] = False
    return kept


def reachable(name, definitions, found):
    """Collects in `found` the definition of that name and all that it refers to."""
    if name in found:
        return
    if name.endswith((".Quantity", ".IntOrString")):
        found[name] = LOOSE
        return
    found[name] = strict(definitions[name])
    references = [name]
    def collect(node):
        if isinstance(node, dict):
            if "$ref" in node:
                references.append(node["$ref"].rsplit("/", 1)[1])
            for value in node.values():
                collect(value)
        elif isinstance(node, list):
            for value in node:
                collect(value)
    collect(found[name])
    for each in references:
        reachable(each, definitions, found)


def write(folder, group, version, kind, schema):
    words = [kind, group.split(".")[0], version]
    name = "-".join(word.lower() for word in words if word)
    identity = {"apiVersion": {"const": f"{group}/{version}" if group else version}, "kind": {"const": kind}}
    schema["allOf"] = [{"properties": identity, "required": ["apiVersion", "kind", "metadata"]}]
    (folder / f"{name}.json").write_text(json.dumps(schema, separators=(",", ":"), sort_keys=True))


def main():
    modules, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    definitions = json.loads((modules / CORE).read_text())["definitions"]
    for name, definition in definitions.items():
        for known in definition.get("x-kubernetes-group-version-kind", []):
            if name.startswith("io.k8s.api.") and known["kind"] in CORE_KINDS:
                found = {}
                reachable(name, definitions, found)
                root = dict(found[name], definitions=found)
                write(folder, known["group"], known["version"], known["kind"], root)
    for path in CUSTOM:
        crd = yaml.safe_load((modules / path).read_text())["spec"]
        for version in crd["versions"]:
            schema = strict(version["schema"]["openAPIV3Schema"])
            write(folder, crd["group"], version["name"], crd["names"]["kind"], schema)


main()
