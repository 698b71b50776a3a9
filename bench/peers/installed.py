"""Where the peers are that scripts/bench_peers.sh has installed, and which of them are there."""
import os
import pathlib
import shutil

from harness import network

PROGRAMS = pathlib.Path(__file__).resolve().parent / 'programs'


class Installed:
    """Paths of the peers' programs below a build folder."""

    def __init__(self, build):
        self.folder = pathlib.Path(build).resolve() / 'peers'
        self.node = shutil.which('node')
        self.portkey = self.folder / 'node/node_modules/@portkey-ai/gateway/build/start-server.js'
        self.litellm = self.folder / 'venv/bin/litellm'
        self.genai = self.folder / 'node/node_modules/@google/genai/package.json'

    def why_not(self, peer):
        """What keeps a peer from being measured, or None."""
        if peer in ('node', 'portkey') and not self.node:
            return 'there is no Node'
        if peer == 'portkey' and network.MARK not in os.environ:
            return 'it listens on every address, and there is no network namespace to keep it in'
        needed = {'curl': shutil.which('curl') and shutil.which('jq'), 'node': self.genai.exists(),
                  'portkey': self.portkey.exists(), 'litellm': self.litellm.exists()}.get(peer, True)
        return None if needed else 'it is not installed'

    def fetching(self, peer, base_url, model, path):
        """Command of a program that saves a video."""
        return [*self._program(peer, 'fetch'), base_url, model, str(path)]

    def buying(self, peer, base_url, path):
        """Command of a program that buys a picture."""
        return [*self._program(peer, 'picture'), base_url, str(path)]

    def _program(self, peer, name):
        program = {'curl': [PROGRAMS / f'{name}.sh'], 'python': ['/usr/bin/python3', PROGRAMS / f'{name}.py'],
                   'node': [self.node, self.folder / 'node' / f'{name}.mjs']}[peer]
        return [str(word) for word in program]
