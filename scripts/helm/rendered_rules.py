#!/usr/bin/env python3
"""rendered_rules.py MANIFESTS: the rules of the PrometheusRule among them, as a file that promtool reads."""

import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as manifests:
    rules = [each for each in yaml.safe_load_all(manifests) if each and each["kind"] == "PrometheusRule"]
print(yaml.safe_dump(rules[0]["spec"], width=1000, sort_keys=False))
