"""PAID: how many paid requests one image call makes when the upstream takes each and cuts its answer.

The call is GenerateImages of ours, images/generations of the gateways, and of the programs a POST of their own or the
SDK's generateImages. A provider bills what it has begun, so a request that is sent again is paid again. Everything runs
as it comes: programs and SDKs without options, gateways with their default retries.
"""
import subprocess

from harness.processes import BrokenRun
from peers.cutting_upstream import CuttingUpstream
from peers.gateways import LiteLlm, Ours, Portkey
from peers.goals import PROGRAMS

LIMIT_SECONDS = 300
GATEWAYS = {'ours': Ours, 'portkey': Portkey, 'litellm': LiteLlm}


def run_program(bench, installed, peer, upstream):
    subprocess.run(installed.buying(peer, upstream.url, bench.folder / 'saved.png'), stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, timeout=LIMIT_SECONDS, check=False)


def call_gateway(bench, installed, peer, upstream):
    with GATEWAYS[peer](bench, installed, upstream.url) as gateway:
        try:
            gateway.image_call('chat-tiny')
        except BrokenRun:
            return
    raise BrokenRun(f'{peer}: a cut answer passed for a whole one')


def paid(bench, installed, peer):
    with CuttingUpstream() as upstream:
        (run_program if peer in PROGRAMS else call_gateway)(bench, installed, peer, upstream)
        if upstream.paid == 0:
            raise BrokenRun(f'{peer}: no request reached the upstream')
        return upstream.paid


def measure(bench, installed, rounds, note):
    taken = {}
    for peer in [*GATEWAYS, *PROGRAMS]:
        if not installed.why_not(peer):
            taken[f'PAID_{peer}'] = [paid(bench, installed, peer) for _ in range(rounds)]
            note(f'cut answers: {peer} pays {taken[f"PAID_{peer}"]}')
    return taken
