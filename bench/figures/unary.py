"""P6, P6b, P7: unary calls, free and paid, against the same request by libcurl and the same answer by gRPC."""

FREE_CALLS = 2000
PAID_CALLS = 500
LARGE_CALLS = 100
SECONDS_OF_MANY = 1.5
IN_FLIGHT = 64


class Unary:
    """The three that are compared."""

    def __init__(self, bench, server, memory):
        self.bench, self.server, self.memory = bench, server, memory

    def operations(self, program, **flags):
        return self.bench.client('unary_caller', address=program.address, provider='plain', model='veo-pending', **flags)

    def images(self, program, name, count):
        return self.bench.client('unary_caller', address=program.address, provider='plain', model=name, count=count,
                                 method='generate_images', original=self.bench.media.original(name))['p50_ms']

    def direct_poll(self, count):
        upstream = self.bench.upstream
        return self.bench.client('http_client', url=upstream.url + upstream.poll_path('veo-pending'),
                                 count=count)['p50_ms']

    def direct_image(self, name, count):
        upstream = self.bench.upstream
        return self.bench.client('http_client', url=upstream.url + upstream.image_path(name), count=count, fresh=True,
                                 post=self.bench.media.body('image-tiny'), expect=self.bench.media.body(name))['p50_ms']


def measure(bench, rounds, note):
    taken = {'P6_p50': [], 'P6_rps': [], 'P6b': [], 'P7': []}
    with bench.server() as server, bench.memory_server() as memory:
        unary = Unary(bench, server, memory)
        for number in range(rounds):
            direct = unary.direct_poll(FREE_CALLS)
            echo = unary.operations(memory, count=FREE_CALLS)['p50_ms']
            free = unary.operations(server, count=FREE_CALLS)['p50_ms']
            echo_rps = unary.operations(memory, seconds=SECONDS_OF_MANY, in_flight=IN_FLIGHT)['per_second']
            free_rps = unary.operations(server, seconds=SECONDS_OF_MANY, in_flight=IN_FLIGHT)['per_second']
            direct_tiny = unary.direct_image('image-tiny', PAID_CALLS)
            paid = unary.images(server, 'image-tiny', PAID_CALLS)
            direct_large = unary.direct_image('image-2m', LARGE_CALLS)
            pure_large = unary.images(memory, 'image-2m', LARGE_CALLS)
            large = unary.images(server, 'image-2m', LARGE_CALLS)
            taken['P6_p50'].append(free / (direct + echo))
            taken['P6_rps'].append(free_rps / echo_rps)
            taken['P6b'].append(paid / (direct_tiny + echo))
            taken['P7'].append(large / (direct_large + pure_large))
            note(f'unary {number + 1}: HTTP {direct:.3f}, echo {echo:.3f}, ours {free:.3f} ms; {echo_rps:.0f} and '
                 f'{free_rps:.0f} rps; fresh HTTP {direct_tiny:.3f}, paid {paid:.3f} ms; 2 MB: HTTP {direct_large:.3f}, '
                 f'gRPC {pure_large:.3f}, ours {large:.3f} ms')
    return taken
