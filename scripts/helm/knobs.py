#!/usr/bin/env python3
"""Keeps the names of the server's knobs in the chart's schema in step with server/config.proto.

knobs.py           fails when they differ
knobs.py --update  writes them

What the chart sets by itself is left out of `config`, so that nobody sets it twice.
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "helm/mediagen/values.schema.json"
SET_BY_CHART = {
    "host", "port", "providers", "operation_key_file", "allow_plaintext", "tls", "tenants_file",
    "metrics_host", "metrics_port", "drain_timeout", "drain_delay", "short_call_timeout",
}


def fields(proto, message):
    """Names of the fields of a message, in the order of the file."""
    body = re.search(r"^message %s \{\n(.*?)^\}" % message, proto, re.M | re.S).group(1)
    return re.findall(r"^  (?:optional |repeated )?[\w.<>, ]+ (\w+) = \d+", body, re.M)


def main():
    proto = (ROOT / "server/config.proto").read_text()
    text = SCHEMA.read_text()
    schema = json.loads(text)
    knobs = [name for name in fields(proto, "ServerConfig") if name not in SET_BY_CHART]
    of_provider = fields(proto, "ProviderConfig")
    if not knobs or not of_provider:
        sys.exit("no knobs found in server/config.proto")
    schema["properties"]["config"]["properties"] = {name: {} for name in sorted(knobs)}
    schema["properties"]["providers"]["items"]["properties"] = {name: {} for name in sorted(of_provider)}
    wanted = json.dumps(schema, indent=2) + "\n"
    if "--update" in sys.argv:
        SCHEMA.write_text(wanted)
    elif wanted != text:
        sys.exit("values.schema.json does not list the knobs of server/config.proto: UPDATE=1 make helm-test")


main()
