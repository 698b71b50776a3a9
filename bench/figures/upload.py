"""P13: a first frame of 20 MB on its way up, as base64 in the request."""
import base64
import json

from harness.media import FRAME
from harness.processes import BrokenRun, PeakMemory, cpu_seconds

UPLOADS = 5
PROBE_SECONDS = 0.001


def upload(bench, program, count, model='veo-upload'):
    return bench.client('unary_caller', address=program.address, provider='plain', method='start_video', model=model,
                        frame=bench.media.original(FRAME), count=count)


def probe(bench, server, seconds):
    """Free calls one after another, a millisecond apart."""
    return bench.start_client('unary_caller', address=server.address, provider='plain', model='veo-pending',
                              seconds=seconds, interval=PROBE_SECONDS)


def check_what_arrives(bench, server):
    """The frame as the upstream has it is the original."""
    for old in bench.upstream.uploads.iterdir():
        old.unlink()
    upload(bench, server, 1, 'veo-kept')
    kept = [path for path in bench.upstream.uploads.iterdir() if path.stat().st_size > 0]
    body = json.loads(kept[0].read_bytes())
    if base64.b64decode(body['instances'][0]['image']['bytesBase64Encoded']) != bench.media.original(FRAME).read_bytes():
        raise BrokenRun('the frame that reached the upstream differs from the original')
    for path in kept:
        path.unlink()


def memory_and_cpu(bench, memory_server):
    """Peak growth of a fresh server by one frame, and its CPU over that of the yardsticks."""
    with bench.server() as server:
        bench.finish(probe(bench, server, 0.1))
        memory = PeakMemory(server.pid)
        upload(bench, server, 1)
        growth = memory.growth_kib()
        check_what_arrives(bench, server)
        before = cpu_seconds(server.pid), cpu_seconds(memory_server.pid)
        upload(bench, server, UPLOADS)
        upload(bench, memory_server, UPLOADS)
        ours = cpu_seconds(server.pid) - before[0]
        receiving = cpu_seconds(memory_server.pid) - before[1]
    upstream = bench.upstream
    sending = bench.client('http_client', url=upstream.url + upstream.start_path('veo-upload'), count=UPLOADS,
                           post=bench.media.body(FRAME))['cpu']
    return growth, ours / (receiving + sending)


def longest_beside_uploads(bench, server, uploader):
    """Longest latency in ms of calls to one server while another, or the same, takes uploads."""
    probing = probe(bench, server, 1)
    upload(bench, uploader, 3)
    return bench.finish(probing)['max_ms']


def stop_ms(bench, note):
    """Longest latency beside uploads, less what the calls take on an idle server. Uploads through another server tell
    how much of that is the machine's."""
    with bench.server() as server, bench.server('other_server') as other:
        idle = bench.finish(probe(bench, server, 0.5))
        beside_other = longest_beside_uploads(bench, server, other)
        beside = longest_beside_uploads(bench, server, server)
        note(f'longest call: idle {idle["max_ms"]:.2f}, uploads through another server {beside_other:.2f}, '
             f'through the same {beside:.2f} ms')
        return beside - idle['p50_ms']


def measure(bench, rounds, note):
    taken = {'P13_rss': [], 'P13_cpu': [], 'P13_stop': []}
    with bench.memory_server() as memory_server:
        for number in range(rounds):
            growth, cpu = memory_and_cpu(bench, memory_server)
            stop = stop_ms(bench, note)
            taken['P13_rss'].append(growth)
            taken['P13_cpu'].append(cpu)
            taken['P13_stop'].append(stop)
            note(f'upload {number + 1}: {growth} KiB, CPU {cpu:.2f} ×, stop {stop:.2f} ms')
    return taken
