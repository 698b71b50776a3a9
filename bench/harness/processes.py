"""Programs under measurement: started, looked at from outside, and stopped by their ids."""
import os
import pathlib
import re
import signal
import subprocess
import time

START_LIMIT_SECONDS = 30
STOP_LIMIT_SECONDS = 40


class BrokenRun(Exception):
    """A run that did not do its work: wrong bytes, a failed call, a program that died."""


def cpu_seconds(pid):
    """CPU that a process has had, user and system; its clock's id is made as clock_getcpuclockid makes it."""
    return time.clock_gettime((~pid << 3) | 2)


def status_field(pid, name):
    """A number of /proc/PID/status: memory in KiB, or a count."""
    text = pathlib.Path(f'/proc/{pid}/status').read_text()
    return int(re.search(rf'^{name}:\s+(\d+)', text, re.M).group(1))


def children(pid):
    """Ids of a process's children."""
    return [int(word) for word in pathlib.Path(f'/proc/{pid}/task/{pid}/children').read_text().split()]


class PeakMemory:
    """By how much a process's resident memory grows at most, from now on."""

    def __init__(self, pid):
        self.pid = pid
        self.before = status_field(pid, 'VmRSS')
        pathlib.Path(f'/proc/{pid}/clear_refs').write_text('5')  # Resets VmHWM.

    def growth_kib(self):
        return status_field(self.pid, 'VmHWM') - self.before


class Program:
    """A server of the benchmark. Ready when `is_ready` says so; its output goes to files in `folder`."""

    def __init__(self, name, command, folder, environment=None, stdin=subprocess.DEVNULL):
        self.name = name
        self.output = pathlib.Path(folder, f'{name}.out')
        self.log = pathlib.Path(folder, f'{name}.log')
        with self.output.open('wb') as output, self.log.open('wb') as log:
            self.process = subprocess.Popen([str(word) for word in command], stdin=stdin, stdout=output,
                                            stderr=log, env={**os.environ, **(environment or {})})
        self.pid = self.process.pid
        self.address = None

    def wait_until(self, is_ready, limit_seconds=START_LIMIT_SECONDS):
        """Waits for a true value of `is_ready()` and returns it."""
        end = time.monotonic() + limit_seconds
        while time.monotonic() < end and self.process.poll() is None:
            if ready := is_ready():
                return ready
            time.sleep(0.02)
        self.stop()
        raise BrokenRun(f'{self.name} did not start, see {self.log}')

    def wait_for_address(self):
        """For programs that print `listening HOST:PORT`."""
        def told():
            match = re.match(r'listening (\S+)\n', self.output.read_text())
            return match and match.group(1)
        self.address = self.wait_until(told)
        return self

    def end_input(self):
        """For programs that end with their stdin; theirs must be a good end."""
        self.process.stdin.close()
        if self.process.wait(STOP_LIMIT_SECONDS) != 0:
            raise BrokenRun(f'{self.name} failed, see {self.log}')

    def stop(self):
        """Asks, and then does not ask."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_LIMIT_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
