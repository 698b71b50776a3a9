"""P10: what it takes to have a video of a 100 MB body in a file.

All start the video, ask once, and save it; the time is that of the whole program, its start included. Ours is
video_reader with the server, which runs already, as one does; its CPU counts, the upstream's does not on either side.
"""
import filecmp
import os
import subprocess
import time

from harness.media import video
from harness.processes import BrokenRun, cpu_seconds
from peers.goals import PROGRAMS

NAME = video(100)


class Run:
    """One run of a program that saves the video: seconds, and CPU of it and its children."""

    def __init__(self, bench, command, path):
        path.unlink(missing_ok=True)
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        self.wall = time.monotonic() - begun
        self.cpu = used.ru_utime + used.ru_stime
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0 or not filecmp.cmp(path, bench.media.original(NAME), shallow=False):
            raise BrokenRun(f'{command[0]}: what it saved is not the video')
        path.unlink()


def ours(bench, server, path):
    before = cpu_seconds(server.pid)
    run = Run(bench, [bench.build / 'bench' / 'bin' / 'video_reader', f'--address={server.address}', '--provider=plain',
                      f'--model={NAME}', f'--output={path}'], path)
    run.cpu += cpu_seconds(server.pid) - before
    return run


def measure(bench, installed, rounds, note):
    peers = [peer for peer in PROGRAMS if not installed.why_not(peer)]
    taken = {f'P10_{peer}_{what}': [] for peer in peers for what in ('wall', 'cpu')}
    path = bench.folder / 'saved.mp4'
    with bench.server() as server:
        ours(bench, server, path)
        for number in range(rounds):
            mine = ours(bench, server, path)
            told = [f'ours {mine.wall:.2f} s, CPU {mine.cpu:.2f} s']
            for peer in peers:
                run = Run(bench, installed.fetching(peer, bench.upstream.url, NAME, path), path)
                taken[f'P10_{peer}_wall'].append(mine.wall / run.wall)
                taken[f'P10_{peer}_cpu'].append(mine.cpu / run.cpu)
                told.append(f'{peer} {run.wall:.2f} s, {run.cpu:.2f} s')
            note(f'video to a file {number + 1}: ' + '; '.join(told))
    return taken
