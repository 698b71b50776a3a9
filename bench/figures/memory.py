"""P4: what an active stream costs of memory, whatever the length of its video and the pace of its reader."""
from harness.media import video
from harness.processes import PeakMemory

STREAMS = 16
PAUSE_SECONDS = 1


def read(bench, server, megabytes, streams, **flags):
    name = video(megabytes)
    return bench.client('video_reader', address=server.address, provider='plain', model=name, streams=streams,
                        original=bench.media.original(name), **flags)


def kib_per_stream(bench, megabytes, streams=STREAMS, **flags):
    """Of a fresh server that has served one call."""
    with bench.server() as server:
        read(bench, server, 5, 1)
        memory = PeakMemory(server.pid)
        read(bench, server, megabytes, streams, **flags)
        return memory.growth_kib() / streams


def measure(bench, rounds, note):
    taken = {'P4_rss': [], 'P4_size_delta': [], 'P4_slow_reader': []}
    for number in range(rounds):
        short = kib_per_stream(bench, 20)
        long = kib_per_stream(bench, 400)
        slow = kib_per_stream(bench, 100, pause=PAUSE_SECONDS)
        taken['P4_rss'].append(long)
        taken['P4_size_delta'].append(abs(long - short))
        taken['P4_slow_reader'].append(slow)
        note(f'memory {number + 1}: 20 MB {short:.0f}, 400 MB {long:.0f}, slow reader {slow:.0f} KiB each')
    return taken
