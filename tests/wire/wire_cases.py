#!/usr/bin/env python3
"""Runs mediagen-wire over a folder of cases, has them compared, and holds the outcome against a list.

    wire_cases.py MEDIAGEN_WIRE DIR COMPARE DISAGREEMENTS

Passes when exactly the listed cases differ; each is listed as `case: why`.
"""
import pathlib
import subprocess
import sys


def listed(path):
    lines = (line.strip() for line in pathlib.Path(path).read_text("utf-8").splitlines())
    return {line.split(":")[0] for line in lines if line and not line.startswith("#")}


def main(tool, folder, compare, disagreements):
    shown = subprocess.run([tool, folder], stdout=subprocess.PIPE, timeout=240)
    compared = subprocess.run([sys.executable, compare, folder],
                              input=shown.stdout, stdout=subprocess.PIPE, timeout=60)
    lines = compared.stdout.decode("utf-8").splitlines()
    print("\n".join(lines))
    differing = {line.split(":")[0] for line in lines[:-1]}
    wrong = [f"{case}: differs" for case in sorted(differing - listed(disagreements))]
    wrong += [f"{case}: is listed but does not differ" for case in sorted(listed(disagreements) - differing)]
    if shown.returncode != 0:
        wrong.append(f"{tool} ended with {shown.returncode}")
    if not lines or " of " not in lines[-1]:
        wrong.append("nothing was compared")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 5 else __doc__)
