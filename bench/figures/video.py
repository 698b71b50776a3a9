"""P1, P2, P3, P8, P9: one video of a 100 MB body, from the upstream to the reader."""
from harness.media import video
from harness.processes import cpu_seconds

BODY_MB = 100
VIDEOS = 4  # In a run: one takes a tenth of a second.
NAME = video(BODY_MB)


class Reading:
    """One run of the reader against a server."""

    def __init__(self, bench, server, count, provider=''):
        before = cpu_seconds(server.pid)
        told = bench.client('video_reader', address=server.address, provider=provider, model=NAME, count=count,
                            original=bench.media.original(NAME))
        self.cpu_per_byte = (cpu_seconds(server.pid) - before) / told['bytes']
        self.bytes_per_second = told['bytes'] / told['seconds']
        self.first_chunk_share = told['first_chunk_share']


def download(bench, base_url, **flags):
    return bench.client('http_client', url=base_url + bench.upstream.poll_path(NAME), **flags)


def measure(bench, rounds, note):
    taken = {key: [] for key in ('P1', 'P2', 'P3', 'P8', 'P9_speed', 'P9_cpu')}
    upstream = bench.upstream
    with bench.server() as server, bench.memory_server() as memory, \
            bench.yardstick('dom_server', f'--url={upstream.url}') as dom:
        # Before anything counts: the upstream's bytes are right, and all that is read once has been read.
        download(bench, upstream.url, count=1, expect=bench.media.body(NAME))
        for program in (memory, server):
            Reading(bench, program, 1, 'plain')
        for number in range(rounds):
            plain = download(bench, upstream.url, count=VIDEOS)
            pure = Reading(bench, memory, VIDEOS)
            relay = Reading(bench, server, VIDEOS, 'plain')
            tls_plain = download(bench, upstream.tls_url, count=VIDEOS, ca=upstream.certificate)
            tls_relay = Reading(bench, server, VIDEOS, 'tls')
            naive = Reading(bench, dom, 1)
            download_cpu = plain['cpu'] / plain['bytes']
            taken['P1'].append(relay.cpu_per_byte / (pure.cpu_per_byte + download_cpu * 4 / 3))
            taken['P2'].append(relay.bytes_per_second / pure.bytes_per_second)
            taken['P3'].append(relay.first_chunk_share)
            taken['P8'].append(tls_relay.bytes_per_second * 4 / 3 / (tls_plain['bytes'] / tls_plain['seconds']))
            taken['P9_speed'].append(relay.bytes_per_second / naive.bytes_per_second)
            taken['P9_cpu'].append(relay.cpu_per_byte / naive.cpu_per_byte)
            note(f'video {number + 1}: relay {relay.bytes_per_second / 1e6:.0f} MB/s {relay.cpu_per_byte * 1e9:.2f} s/GB; '
                 f'gRPC {pure.bytes_per_second / 1e6:.0f} MB/s {pure.cpu_per_byte * 1e9:.2f} s/GB; '
                 f'libcurl {download_cpu * 1e9:.2f} s/GB; DOM {naive.bytes_per_second / 1e6:.0f} MB/s')
    return taken
