"""Runs an app beside the sandbox, in a process of its own, as those who install it do."""

import json
import os
import random
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

PATIENCE = 30.0
GRACE = 3.0
"""Seconds that an app may take to end when it is asked to; then it is ended."""
SHORTEST_PAUSE, LONGEST_PAUSE, SLOWER = 0.01, 0.1, 1.5
"""Seconds between two looks, and how much longer each is than the one before.

Whoever is asked while it works has less time to work: asked every 10 ms, an app spent half its time on the answers.
"""
LAST_WORDS = 3_000
PORTS = (15_000, 32_000)
_DICE = random.SystemRandom()


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
        self._wait(lambda: is_settled(self._state(path)), seconds)

    def wait_until_it_listens(self, *, seconds: float = PATIENCE) -> None:
        """Wait until something answers at the app's own address, whatever it says."""
        self._wait(self._listens, seconds)

    def _wait(self, is_so: Callable[[], bool], seconds: float) -> None:
        deadline, pause = time.monotonic() + seconds, SHORTEST_PAUSE
        while time.monotonic() < deadline and self.process.poll() is None:
            if is_so():
                return
            time.sleep(pause)
            pause = min(LONGEST_PAUSE, pause * SLOWER)
        raise NotSettled(f"The app did not settle. It last said:\n{self.log.read_text(errors='replace')[-LAST_WORDS:]}")

    def _listens(self) -> bool:
        parts = urlsplit(self.url)
        with suppress(OSError), socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1):
            return True
        return False

    def _state(self, path: str) -> Mapping[str, Any]:
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=5) as answer:  # noqa: S310 - our own process
                return _read(answer)
        except urllib.error.HTTPError as error:
            # An app that is not ready says so with a 503, and why in its body.
            with error:
                return _read(error)
        except OSError:
            return {}


def _read(answer: IO[bytes]) -> Mapping[str, Any]:
    try:
        told = json.load(answer)
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


@contextmanager
def beside(
    command: Sequence[str], settings: Mapping[str, str], *, log: Path, forget: tuple[str, ...] = ()
) -> Iterator[AppProcess]:
    """Run a command until the block ends. It gets ``settings`` and ``PORT``, and no variable that begins with ``forget``."""
    # Chosen here and not by the app: whoever started it has to know where to ask before it says anything.
    port = free_port()
    # A developer's own tokens in the environment would take the app to the real Slack.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(forget or ("\0",))}
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 - the caller's own command
            [*command], env={**inherited, **settings, "PORT": str(port)}, stdout=output, stderr=output
        )
        try:
            yield AppProcess(process, f"http://127.0.0.1:{port}", log)
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it, politely first: whoever ignores that would hold up everybody who runs an app here."""
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Return a port that nobody listens on, and that no connection is given meanwhile."""
    while True:
        # Below those that the system gives to whoever connects: between here and the app's start many do.
        port = _DICE.randrange(*PORTS)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
