"""The servers that are compared, each in front of the same upstream.

All are asked for the same chat and get the same answer from the upstream, a JSON body with one picture in it, by a POST.
The gateways speak chat completions: they hand the body on, after taking it apart, and the picture stays base64. Ours
hands over the picture itself, decoded: by Chat, or by StreamChat where the answer passes what clients take in one
message. Ours opens a connection to the upstream for each call, as it does for all that is paid; the others keep theirs.
Callers keep their connections to all of them.
"""
import json
import secrets

from harness.media import CHATS
from harness.ports import free_ports, is_listening
from harness.processes import Program

START_LIMIT_SECONDS = 120  # Of LiteLLM, on a machine that does other things, too.
KEY = 'bench'
NGINX = '''
daemon off;
worker_processes 1;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.error.log error;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  proxy_buffering off;
  proxy_buffers 16 64k;
  proxy_buffer_size 64k;
  proxy_busy_buffers_size 128k;
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  client_body_temp_path {folder}/b;
  proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream peer {{ server {upstream}; keepalive 64; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{ proxy_pass http://peer; }}
  }}
}}
'''


def chat(model):
    """The request, as SDKs make it."""
    return {'model': model, 'messages': [{'role': 'user', 'content': 'waves'}], 'modalities': ['text', 'image']}


class Gateway:
    """A gateway that speaks HTTP, running; `upstream` is the base URL of chats, else that of the benchmark's upstream. Stops
    with its block."""

    def __init__(self, bench, name, command, port, upstream=None, environment=None):
        self.bench, self.name, self.upstream = bench, name, upstream
        self.base_url = f'http://127.0.0.1:{port}'
        self.program = Program(name, command, bench.folder, environment)
        self.program.wait_until(lambda: is_listening(port), START_LIMIT_SECONDS)
        self.pid = self.program.pid

    def call(self, name, **flags):
        """Chats that bring the picture `name`; the numbers of the run."""
        return self._post('chat/completions', chat(self.model(name)), name, **flags)

    large = call

    def image_call(self, name):
        """Asks for one picture."""
        return self._post('images/generations', {'model': self.model(name), 'prompt': 'waves', 'n': 1}, name, count=1)

    def _post(self, path, body, name, **flags):
        request, headers = (self.bench.folder / f'{self.name}.{what}' for what in ('request.json', 'headers'))
        request.write_text(json.dumps(body))
        headers.write_text('\n'.join(self.headers(self.upstream or self.bench.upstream.chat_url(name))) + '\n')
        return self.bench.client('http_caller', url=f'{self.calls_url(name)}/{path}', post=request, headers=headers,
                                 original=self.bench.media.original(name), **flags)

    def model(self, name):
        return 'gemini-2.5-flash-image'

    def calls_url(self, name):
        return f'{self.base_url}/v1'

    def headers(self, upstream):
        return [f'Authorization: Bearer {KEY}']

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.stop()


class Portkey(Gateway):
    """Takes the upstream's address from headers."""

    def __init__(self, bench, installed, upstream=None):
        port = free_ports(1)[0]
        super().__init__(bench, 'portkey', [installed.node, installed.portkey, '--headless', f'--port={port}'], port,
                         upstream)

    def headers(self, upstream):
        return super().headers(upstream) + ['x-portkey-provider: openai', f'x-portkey-custom-host: {upstream}']


class LiteLlm(Gateway):
    """Takes the upstream's address from its configuration, by model; does not start without a key of its own."""

    def __init__(self, bench, installed, upstream=None):
        port = free_ports(1)[0]
        self.key = f'sk-{secrets.token_hex(16)}'
        path = bench.folder / 'litellm.json'
        path.write_text(json.dumps({'model_list': [{'model_name': name, 'litellm_params': {
            'model': 'openai/gemini-2.5-flash-image', 'api_base': upstream or bench.upstream.chat_url(name),
            'api_key': KEY}} for name in CHATS]}))
        command = [installed.litellm, '--config', path, '--host', '127.0.0.1', '--port', port, '--num_workers', '1']
        super().__init__(bench, 'litellm', command, port, upstream,
                         {'LITELLM_MASTER_KEY': self.key, 'LITELLM_LOCAL_MODEL_COST_MAP': 'True'})

    def model(self, name):
        return name

    def headers(self, upstream):
        return [f'Authorization: Bearer {self.key}']


class Nginx(Gateway):
    """proxy_pass: copies, and looks at nothing. Hands on at once, by large buffers: as it comes it takes three times the
    CPU for a large answer."""

    def __init__(self, bench, installed, upstream=None):
        port = free_ports(1)[0]
        folder = bench.folder / 'proxy'
        folder.mkdir(exist_ok=True)
        config = folder / 'nginx.conf'
        config.write_text(NGINX.format(folder=folder, port=port, upstream=bench.upstream.url.removeprefix('http://')))
        super().__init__(bench, 'proxy', ['/usr/sbin/nginx', '-p', folder, '-c', config], port)

    def calls_url(self, name):
        return f'{self.base_url}/{name}'


class Ours:
    """Our server; the upstream's address is that of a provider. Stops with its block."""

    def __init__(self, bench, installed=None, upstream=None):
        self.bench = bench
        self.program = bench.server('chat_server', providers=[
            {'name': name, 'dialect': 'aihubmix', 'base_url': upstream or bench.upstream.url, 'api_key_env': 'BENCH_KEY',
             'chat_base_url': upstream or bench.upstream.chat_url(name)} for name in CHATS])
        self.pid = self.program.pid

    def call(self, name, **flags):
        return self._client('unary_caller', name, method='chat', **flags)

    def large(self, name, **flags):
        return self._client('picture_reader', name, **flags)

    def image_call(self, name):
        return self._client('unary_caller', name, method='generate_images', count=1)

    def _client(self, program, name, **flags):
        return self.bench.client(program, address=self.program.address, provider=name,
                                 original=self.bench.media.original(name), **flags)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.program.stop()


GATEWAYS = {'portkey': Portkey, 'litellm': LiteLlm, 'nginx': Nginx}
