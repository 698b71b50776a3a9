#!/usr/bin/python3
"""Measures this build beside what people use in its place, and adds the figures to build/bench.json. Figures never fail a
run: wrong bytes do.

run_peers.py [GROUP...]: all groups, or those named.
"""
import signal
import sys
import time

from harness import network, results
from harness.bench import Bench
from harness.processes import BrokenRun
from peers import downloading, paying, relaying
from peers.goals import GATEWAYS, GOALS, PROGRAMS
from peers.installed import Installed
from run import ROOT, commit, note

# Name: what measures, and in how many rounds.
GROUPS = {
    'programs': (downloading.measure, 9),
    'gateways': (relaying.measure, 9),
    'paid': (paying.measure, 1),
}


def main(names):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that what was started is stopped.
    begun = time.monotonic()
    path = ROOT / 'build' / 'bench.json'
    control = network.pin()
    print(f'{network.machine()}; congestion control: {control}', flush=True)
    installed = Installed(ROOT / 'build')
    for peer in [*PROGRAMS, *GATEWAYS]:
        if reason := installed.why_not(peer):
            note(f'{peer} is left out: {reason}')
    results.merge(path, machine=network.machine(), commit=commit(), congestion_control=control)
    bench = Bench(ROOT / 'build')
    try:
        for name in names or GROUPS:
            measure, rounds = GROUPS[name]
            samples = measure(bench, installed, rounds, note)
            held = results.merge(path, figures={key: results.figure(key, found, GOALS) for key, found in samples.items()})
    except BrokenRun as broken:
        sys.exit(f'broken run: {broken}')
    finally:
        bench.close()
    print(results.table({key: held['figures'][key] for key in GOALS if key in held['figures']}))
    print(f'{time.monotonic() - begun:.0f} s; kept in {path}')


if __name__ == '__main__':
    network.enter_namespace()
    main(sys.argv[1:])
