#!/usr/bin/python3
"""Measures this build and keeps the figures in build/bench.json. Figures never fail a run: wrong bytes do.

run.py [GROUP...]: all groups, or those named.
"""
import pathlib
import signal
import subprocess
import sys
import time

from figures import base64_speed, bystander, curve, memory, unary, upload, video, waiting
from harness import network, results
from harness.bench import Bench
from harness.processes import BrokenRun

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Name: what measures, and in how many rounds.
GROUPS = {
    'video': (video.measure, 9),
    'memory': (memory.measure, 9),
    'unary': (unary.measure, 9),
    'base64': (base64_speed.measure, 9),
    'upload': (upload.measure, 9),
    'waiting': (waiting.measure, 3),
    'bystander': (bystander.measure, 3),
    'curve': (curve.measure, 3),
}


def commit():
    told = subprocess.run(['git', 'describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'], cwd=ROOT,
                          capture_output=True, text=True)
    return told.stdout.strip() or 'unknown'


def note(text):
    print(f'  {text}', flush=True)


def main(names):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that what was started is stopped.
    begun = time.monotonic()
    path = ROOT / 'build' / 'bench.json'
    control = network.pin()
    print(f'{network.machine()}; congestion control: {control}', flush=True)
    results.merge(path, machine=network.machine(), commit=commit(), congestion_control=control)
    bench = Bench(ROOT / 'build')
    try:
        for name in names or GROUPS:
            measure, rounds = GROUPS[name]
            samples = measure(bench, rounds, note)
            if name == 'curve':
                held = results.merge(path, curve=samples)
            else:
                held = results.merge(path, figures={key: results.figure(key, found) for key, found in samples.items()
                                                    if found})
    except BrokenRun as broken:
        sys.exit(f'broken run: {broken}')
    finally:
        bench.close()
    print(results.table(held['figures']))
    print(f'{time.monotonic() - begun:.0f} s; kept in {path}')


if __name__ == '__main__':
    network.enter_namespace()
    main(sys.argv[1:])
