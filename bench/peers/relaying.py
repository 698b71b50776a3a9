"""P11, P11n: our server beside gateways that users run."""
from harness.processes import PeakMemory, cpu_seconds
from peers.gateways import GATEWAYS, Ours

IN_FLIGHT = 64
TINY_SECONDS = 2
WARM_CALLS = 128
IMAGE_CALLS = {'ours': 200, 'nginx': 200, 'portkey': 20, 'litellm': 20}
LARGE_CALLS = 3  # For CPU.
FIRST_CALLS = 10  # Before memory counts: few, so that nothing big has been taken and left.


class Measured:
    """One round of one server, started for it."""

    def __init__(self, name, server):
        server.call('chat-tiny', count=FIRST_CALLS)
        memory = PeakMemory(server.pid)
        server.large('chat-27m', count=1)
        self.memory = memory.growth_kib()
        server.call('chat-tiny', in_flight=IN_FLIGHT, count=WARM_CALLS)
        self.tiny = server.call('chat-tiny', in_flight=IN_FLIGHT, seconds=TINY_SECONDS)['per_second']
        before = cpu_seconds(server.pid)
        server.large('chat-27m', count=LARGE_CALLS)
        self.cpu = (cpu_seconds(server.pid) - before) / LARGE_CALLS
        server.call('chat-2m', count=5)
        images = server.call('chat-2m', count=IMAGE_CALLS[name])
        self.image = images['per_second']
        self.told = (f'{name} {self.tiny:.0f} rps tiny, {self.image:.0f} rps 2 MB, CPU of 27 MB {self.cpu * 1000:.0f} ms, '
                     f'memory {self.memory / 1024:.1f} MiB')


def take(taken, peer, ours, theirs):
    prefix = 'P11n' if peer == 'nginx' else f'P11_{peer}'
    taken.setdefault(f'{prefix}_tiny', []).append(ours.tiny / theirs.tiny)
    taken.setdefault(f'{prefix}_image', []).append(ours.image / theirs.image)
    taken.setdefault(f'{prefix}_cpu', []).append(ours.cpu / theirs.cpu)
    if peer != 'nginx':
        taken.setdefault(f'{prefix}_rss', []).append(ours.memory / theirs.memory)


def measure(bench, installed, rounds, note):
    taken = {}
    for number in range(rounds):
        with Ours(bench) as server:
            ours = Measured('ours', server)
        note(f'gateways {number + 1}: {ours.told}')
        for peer, start in GATEWAYS.items():
            if installed.why_not(peer):
                continue
            with start(bench, installed) as gateway:
                theirs = Measured(peer, gateway)
            take(taken, peer, ours, theirs)
            note(f'gateways {number + 1}: {theirs.told}')
    return taken
