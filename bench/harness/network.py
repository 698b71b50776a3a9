"""One TCP congestion control for all parties: cubic, by a network namespace of the benchmark's own.

The default of a machine may be BBR, which is bimodal on loopback and halves a relay. A route's `congctl` holds for
every program in the namespace, whatever it is written in.
"""
import os
import pathlib
import shutil
import socket
import subprocess
import sys

MARK = 'MEDIAGEN_BENCH_NAMESPACE'
WANTED = 'cubic'


def enter_namespace():
    """Starts this very program again inside a namespace, unless that is where it is; returns there, or where that
    cannot be."""
    if MARK in os.environ or not shutil.which('unshare') or not shutil.which('ip'):
        return
    command = ['unshare', '--net'] + ([] if os.geteuid() == 0 else ['--user', '--map-root-user'])
    if subprocess.run(command + ['true'], capture_output=True).returncode != 0:
        return
    os.execvpe(command[0], command + [sys.executable, *sys.orig_argv[1:]], {**os.environ, MARK: '1'})


def pin():
    """Pins the congestion control inside the namespace; returns what runs, as text."""
    if MARK in os.environ:
        subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
        for target in ('127.0.0.0/8', '127.0.0.1'):
            subprocess.run(['ip', 'route', 'replace', 'table', 'local', 'local', target, 'dev', 'lo', 'proto', 'kernel',
                            'scope', 'host', 'src', '127.0.0.1', 'congctl', WANTED], capture_output=True)
    found = in_use()
    how = 'pinned by a network namespace' if MARK in os.environ and found == WANTED else 'as the machine has it'
    return f'{found}, {how}'


def in_use():
    """What both ends of a connection over loopback get, from the kernel."""
    with socket.create_server(('127.0.0.1', 0)) as listener, \
            socket.create_connection(listener.getsockname()) as near, listener.accept()[0] as far:
        found = {end.getsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, 16).rstrip(b'\0').decode()
                 for end in (near, far)}
    return '/'.join(sorted(found))


def machine():
    """What the figures were taken on, in a line."""
    info = pathlib.Path('/proc/cpuinfo').read_text()
    model = next((line.split(': ', 1)[1] for line in info.splitlines() if line.startswith('model name')), '?')
    gib = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30
    return f'{os.cpu_count()} cores of {model}, {gib:.0f} GiB, Linux {os.uname().release}'


def has_cpu_flag(flag):
    return flag in pathlib.Path('/proc/cpuinfo').read_text().split()
