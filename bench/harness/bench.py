"""What every figure is measured with: the folder, the media, the upstream, our server, the yardstick programs."""
import json
import pathlib
import subprocess

from harness.media import Media
from harness.processes import BrokenRun, Program
from harness.upstream import Upstream

CLIENT_LIMIT_SECONDS = 300


class Bench:
    """The running surroundings of a benchmark. Servers that it starts belong to those who ask for them."""

    def __init__(self, build):
        self.build = pathlib.Path(build).resolve()
        self.folder = self.build / 'bench' / 'run'
        self.folder.mkdir(parents=True, exist_ok=True)
        self.media = Media(self.build / 'bench' / 'media')
        self.upstream = Upstream(self.folder, self.media)

    def server(self, name='server', **changes):
        """Our server as it ships, with the upstream behind two providers: `plain` and `tls`."""
        # Its memory is looked at, by any user.
        config = {'port': 0, 'allow_core_dumps': True, 'ca_file': str(self.upstream.certificate), 'providers': [
            {'name': 'plain', 'dialect': 'aihubmix', 'base_url': self.upstream.url, 'api_key_env': 'BENCH_KEY'},
            {'name': 'tls', 'dialect': 'aihubmix', 'base_url': self.upstream.tls_url, 'api_key_env': 'BENCH_KEY'},
        ], **changes}
        path = self.folder / f'{name}.json'
        path.write_text(json.dumps(config))
        command = [self.build / 'bin' / 'mediagen-server', '--config', path]
        return Program(name, command, self.folder, {'BENCH_KEY': 'bench'}).wait_for_address()

    def yardstick(self, name, *flags):
        """A yardstick that serves."""
        return Program(name, [self.build / 'bench' / 'bin' / name, *flags], self.folder).wait_for_address()

    def memory_server(self):
        return self.yardstick('memory_server', f'--folder={self.media.folder}')

    def client(self, name, **flags):
        """Runs a client to its end; returns the numbers that it tells."""
        return self.finish(self.start_client(name, **flags))

    def start_client(self, name, **flags):
        command = [self.build / 'bench' / 'bin' / name]
        command += [f'--{flag}={value}' for flag, value in flags.items()]
        return subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish(self, client):
        try:
            output, errors = client.communicate(timeout=CLIENT_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            client.kill()
            raise BrokenRun(f'{client.args[0]} did not come to its end')
        if client.returncode != 0:
            raise BrokenRun(f'{" ".join(client.args)}: {errors.strip()}')
        return json.loads(output)

    def close(self):
        self.upstream.stop()
