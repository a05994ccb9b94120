"""Runs an app beside the sandbox, in a process of its own, as those who install it do."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 30.0
POLL = 0.01
LAST_WORDS = 3_000


class NotSettled(RuntimeError):  # noqa: N818 - what happened, told with the app's last words
    """The app did not come to rest in time, or ended."""


@dataclass(frozen=True, slots=True)
class AppProcess:
    """A running app. ``url`` is its own HTTP server, ``log`` the file with all that it printed."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def wait_until(
        self, is_settled: Callable[[Mapping[str, Any]], bool], *, path: str = "/readyz", seconds: float = PATIENCE
    ) -> None:
        """Ask the app for its state until it satisfies the caller; raise NotSettled with its last words."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            if is_settled(self._state(path)):
                return
            time.sleep(POLL)
        raise NotSettled(f"The app did not settle. It last said:\n{self.log.read_text(errors='replace')[-LAST_WORDS:]}")

    def _state(self, path: str) -> Mapping[str, Any]:
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=5) as answer:  # noqa: S310 - our own process
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            with error:
                return dict(json.load(error))
        except (OSError, ValueError):
            return {}


@contextmanager
def beside(
    command: Sequence[str], settings: Mapping[str, str], *, log: Path, forget: tuple[str, ...] = ()
) -> Iterator[AppProcess]:
    """Run a command until the block ends. It gets ``settings`` and ``PORT``, and no variable that begins with ``forget``."""
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(forget or ("\0",))}
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - the caller's own command
            [*command], env={**inherited, **settings, "PORT": str(port)}, stdout=output, stderr=output
        )
        try:
            yield AppProcess(process, f"http://127.0.0.1:{port}", log)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
