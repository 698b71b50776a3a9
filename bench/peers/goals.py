"""What is wanted of the server beside each peer."""

PROGRAMS = {'curl': 'curl | jq | base64', 'python': 'Python, json and base64', 'node': 'Node, @google/genai'}
GATEWAYS = {'portkey': '@portkey-ai/gateway', 'litellm': 'LiteLLM proxy'}
# Of rps with tiny answers, rps with 2 MB pictures, CPU and memory for 27 MB.
GATEWAY_GOALS = {'portkey': ('>= 16', '>= 20', '<= 0.0286', '<= 0.125'),
                 'litellm': ('>= 120', '>= 13', '<= 0.0769', '<= 0.0833')}


def _program_goals():
    for peer, name in PROGRAMS.items():
        yield f'P10_{peer}_wall', (f'time for a video of 100 MB ÷ {name}', '×', '<= 0.16')
        yield f'P10_{peer}_cpu', (f'CPU for it, client and server ÷ {name}', '×', '<= 0.19')


def _gateway_goals():
    for peer, name in GATEWAYS.items():
        tiny, image, cpu, memory = GATEWAY_GOALS[peer]
        yield f'P11_{peer}_tiny', (f'paid calls a second, tiny answer, 64 at a time ÷ {name}', '×', tiny)
        yield f'P11_{peer}_image', (f'paid calls a second, 2 MB answer, 1 at a time ÷ {name}', '×', image)
        yield f'P11_{peer}_cpu', (f'CPU for an answer of 27 MB ÷ {name}', '×', cpu)
        yield f'P11_{peer}_rss', (f'peak memory for it ÷ {name}', '×', memory)
    yield 'P11n_tiny', ('paid calls a second, tiny answer, 64 at a time ÷ nginx proxy_pass', '×', '>= 0.28')
    yield 'P11n_image', ('paid calls a second, 2 MB answer, 1 at a time ÷ nginx proxy_pass', '×', '>= 0.5')
    yield 'P11n_cpu', ('CPU for an answer of 27 MB ÷ nginx proxy_pass', '×', '<= 1.3')


def _paid_goals():
    yield 'PAID_ours', ('paid requests that a cut answer to one call makes, ours', '', '<= 1')
    for peer, name in {**PROGRAMS, **GATEWAYS}.items():
        yield f'PAID_{peer}', (f'paid requests that a cut answer to one call makes, {name}', '', None)


GOALS = {**dict(_program_goals()), **dict(_gateway_goals()), **dict(_paid_goals())}
