"""P14: what a small free call feels of all the others."""
import time

from harness.media import video

STREAMS = 16
HANDSHAKES_PER_SECOND = 8
PROBE_SECONDS = 4
PACE_SECONDS = 0.002
NAME = video(100)


def probe(bench, server):
    return bench.client('unary_caller', address=server.address, provider='plain', model='veo-pending',
                        seconds=PROBE_SECONDS, interval=PACE_SECONDS)


def measure(bench, rounds, note):
    taken = {'P14': [], 'P14_machine': []}
    long_enough = 2 * PROBE_SECONDS + 2
    with bench.server() as server, bench.server('other_server') as elsewhere:
        for number in range(rounds):
            idle = probe(bench, server)
            others = [
                bench.start_client('video_reader', address=server.address, provider='plain', model=NAME, streams=STREAMS,
                                   seconds=long_enough, original=bench.media.original(NAME)),
                bench.start_client('unary_caller', address=server.address, provider='tls', model='image-tiny',
                                   method='generate_images', original=bench.media.original('image-tiny'),
                                   seconds=long_enough, interval=1 / HANDSHAKES_PER_SECOND),
            ]
            time.sleep(1)
            # A server that does nothing else tells what is the machine's: all of them share its cores.
            beside = probe(bench, elsewhere)
            busy = probe(bench, server)
            for other in others:
                bench.finish(other)
            taken['P14'].append(busy['p99_ms'] / idle['p99_ms'])
            taken['P14_machine'].append(beside['p99_ms'] / idle['p99_ms'])
            note(f'bystander {number + 1}: p50 {idle["p50_ms"]:.3f} alone, {busy["p50_ms"]:.3f} beside, p99 '
                 f'{idle["p99_ms"]:.3f} and {busy["p99_ms"]:.3f} ms; through a server of its own meanwhile '
                 f'{beside["p50_ms"]:.3f} and {beside["p99_ms"]:.3f} ms')
    return taken
