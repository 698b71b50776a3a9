"""P5: ten thousand calls that wait for their videos."""
import subprocess
import time

from harness.processes import PeakMemory, Program, cpu_seconds, status_field

CALLS = 10_000
POLL_SECONDS = 5
SETTLE_SECONDS = 7  # Until each has polled, whatever its jitter.
WATCH_SECONDS = 10


def one_round(bench, note):
    with bench.server(poll_interval=f'{POLL_SECONDS}s') as server:
        bench.client('unary_caller', address=server.address, provider='plain', model='veo-pending', count=100)
        memory = PeakMemory(server.pid)
        command = [bench.build / 'bench' / 'bin' / 'waiting_caller', f'--address={server.address}', '--provider=plain',
                   '--model=veo-pending', f'--calls={CALLS}']
        with Program('waiting_caller', command, bench.folder, stdin=subprocess.PIPE) as caller:
            caller.wait_until(lambda: 'waiting' in caller.output.read_text())
            time.sleep(SETTLE_SECONDS)
            before, begun = cpu_seconds(server.pid), time.monotonic()
            time.sleep(WATCH_SECONDS)
            cores = (cpu_seconds(server.pid) - before) / (time.monotonic() - begun)
            kib = (status_field(server.pid, 'VmRSS') - memory.before) / CALLS
            threads = status_field(server.pid, 'Threads')
            note(f'waiting: {kib:.1f} KiB each (peak {memory.growth_kib() / CALLS:.1f}), {threads} threads, '
                 f'{cores:.3f} cores')
            caller.end_input()
        return kib, threads, cores


def measure(bench, rounds, note):
    kib, threads, cores = zip(*(one_round(bench, note) for _ in range(rounds)))
    return {'P5_rss': list(kib), 'P5_threads': list(threads), 'P5_cpu': list(cores)}
