"""P12: decoding base64 in cache, by Google Benchmark."""
import json
import subprocess

from harness.network import has_cpu_flag
from harness.processes import BrokenRun

PROGRAM = 'bench_micro'
# Figure, the benchmark's name, and the CPU's flag that it needs.
KINDS = (('P12_avx2', 'avx2', 'avx2'), ('P12_vbmi', 'vbmi', 'avx512vbmi'), ('P12_scalar', 'scalar', None))


def times(path):
    """Name of each decoder: nanoseconds of CPU for the same text."""
    told = subprocess.run([path, '--benchmark_filter=^base64/', '--benchmark_format=json', '--benchmark_min_time=0.2'],
                          capture_output=True, text=True)
    if told.returncode != 0:
        raise BrokenRun(f'{path}: {told.stderr.strip()}')
    return {run['name'].removeprefix('base64/'): run['cpu_time'] for run in json.loads(told.stdout)['benchmarks']
            if not run.get('error_occurred')}


def measure(bench, rounds, note):
    taken = {key: [] for key, _, _ in KINDS}
    path = bench.build / 'bin' / PROGRAM
    if not path.exists():
        note(f'base64: no {PROGRAM} in this build, so P12 is not measured')
        return taken
    for number in range(rounds):
        found = times(path)
        for key, name, flag in KINDS:
            if name in found:
                taken[key].append(found['absl'] / found[name])
            elif number == 0:
                note(f'base64: {key} is not measured, ' + ('the CPU has no AVX-512 VBMI' if flag and not has_cpu_flag(flag)
                                                           else f'{PROGRAM} has no {name}'))
        note(f'base64 {number + 1}: ' + ', '.join(f'{key} {taken[key][-1]:.1f} ×' for key in taken if taken[key]))
    return taken
