"""Runs the checks of one SDK against the sandbox, and tells of each on a line of its own."""

import os
import sys
import traceback

# Where the sandbox listens, as in http://127.0.0.1:8091.
SANDBOX = os.environ["SANDBOX_URL"]


def run(sdk, checks):
    """Runs every function of the namespace `checks` whose name begins with check_."""
    failures = 0
    for name, check in list(checks.items()):
        if not name.startswith("check_"):
            continue
        title = f"{sdk}: {name.removeprefix('check_').replace('_', ' ')}"
        try:
            check()
            print("ok  ", title, flush=True)
        except Exception:  # Whatever an SDK throws is a failure of this check only.
            failures += 1
            traceback.print_exc()
            print("FAIL", title, flush=True)
    sys.exit(1 if failures else 0)


def expect_equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r} is not {expected!r}")


def expect(condition, what):
    if not condition:
        raise AssertionError(f"not so: {what}")
