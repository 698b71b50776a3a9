"""The curve: how the server grows with the length of a body, the number of calls and the number of videos."""
import statistics

from figures.memory import read
from harness.media import VIDEO_MB
from harness.processes import PeakMemory, cpu_seconds

CALLS = (1, 10, 100, 1000)
VIDEOS = (1, 4, 16, 64)
PARALLEL_MB = 100
LEAST_MB = 400  # In a point, so that beginnings do not count.
CALL_SECONDS = 2


def video_point(bench, megabytes, streams):
    """Of a fresh server that has served one call."""
    with bench.server() as server:
        read(bench, server, 5, 1)
        memory, before = PeakMemory(server.pid), cpu_seconds(server.pid)
        told = read(bench, server, megabytes, streams, count=max(1, LEAST_MB // (megabytes * streams)))
        return {'MB_per_second': told['bytes'] / told['seconds'] / 1e6,
                'cpu_seconds_per_GB': (cpu_seconds(server.pid) - before) / told['bytes'] * 1e9,
                'peak_KiB': memory.growth_kib()}


def unary_point(bench, calls):
    with bench.server() as server:
        told = bench.client('unary_caller', address=server.address, provider='plain', model='veo-pending',
                            in_flight=calls, seconds=CALL_SECONDS)
        return {'per_second': told['per_second'], 'p50_ms': told['p50_ms'], 'p99_ms': told['p99_ms']}


def medians(points):
    return {name: statistics.median(point[name] for point in points) for name in points[0]}


def measure(bench, rounds, note):
    """Not figures: series of points, each {x, and what was measured there}."""
    wanted = {
        'body_MB': [(x, lambda x=x: video_point(bench, x, 1)) for x in VIDEO_MB],
        'unary_calls': [(x, lambda x=x: unary_point(bench, x)) for x in CALLS],
        'parallel_videos': [(x, lambda x=x: video_point(bench, PARALLEL_MB, x)) for x in VIDEOS],
    }
    taken = {series: {x: [] for x, _ in points} for series, points in wanted.items()}
    for _ in range(rounds):
        for series, points in wanted.items():
            for x, point in points:
                taken[series][x].append(point())
    curve = {series: [{'x': x, **medians(found)} for x, found in points.items()] for series, points in taken.items()}
    for series, points in curve.items():
        for point in points:
            shown = ', '.join(f'{name} {value:.4g}' for name, value in point.items() if name != 'x')
            note(f'curve, {series} {point["x"]}: {shown}')
    return curve
