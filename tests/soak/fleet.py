"""The replicas, and what befalls them: killed, stopped in the middle of a word, and started again."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Lock, Thread
from typing import Any

from sandbox.trying.beside import free_port

APP = Path(__file__).parents[2] / "app.py"
FORGET = ("SLACK_", "BATON_", "DATABASE_URL", "PUBLIC_URL", "HOST", "PORT")
STEP = 0.1
SPARED = 0.9
LONG_STOPS = (5.0, 20.0)
STOPS_PAST_A_LEASE = (62.0, 80.0)
"""Real seconds. Whoever slept through the lease of a row must not send it any more."""


@dataclass
class Replica:
    """One `python app.py serve`; started again it is another process on another port."""

    number: int
    process: subprocess.Popen[bytes] | None = None
    port: int = 0
    is_ready: bool = False
    starts_at: float = 0.0
    goes_on_at: float | None = None

    @property
    def is_stopped(self) -> bool:
        return self.goes_on_at is not None

    @property
    def serves(self) -> bool:
        return self.is_ready and not self.is_stopped


@dataclass
class Fleet:
    """Keeps ``count`` replicas going. ``lives`` is told how many serve, each time that changes."""

    settings: Mapping[str, str]
    folder: Path
    count: int
    seed: str
    lives: Callable[[int], None]
    pace: float = 1.5
    command: Sequence[str] = (sys.executable, str(APP), "serve")
    kills: int = 0
    stops: int = 0
    ended: Counter[int] = field(default_factory=Counter)
    _replicas: list[Replica] = field(default_factory=list)
    _is_rough: bool = False
    _strikes_at: float = 0.0
    _end: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)
    _served: int = -1

    def __post_init__(self) -> None:
        self._dice = Random(self.seed)
        self._replicas = [Replica(number + 1) for number in range(self.count)]
        self._thread = Thread(target=self._run, name="fleet", daemon=True)

    def start(self) -> None:
        self._thread.start()

    @property
    def strikes(self) -> int:
        return self.kills + self.stops

    def rough(self) -> None:
        """Begin to kill and to stop."""
        self._strikes_at, self._is_rough = time.monotonic() + self.pace, True

    def calm(self) -> None:
        """Leave them alone, and let those that are stopped go on."""
        with self._lock:
            self._is_rough = False
            for each in self._replicas:
                each.goes_on_at = 0.0 if each.is_stopped else None

    @contextmanager
    def down(self) -> Iterator[None]:
        """Kill all of them, and start none before the block ends."""
        with self._lock:
            self._is_rough = False
            for each in self._replicas:
                if each.process:
                    each.process.kill()
                    each.process.wait()
                    self.kills += 1
                each.goes_on_at = None
                self._gone(each, 0.0)
            yield

    def ports(self) -> Sequence[int]:
        """Return where they serve. One that is stopped is among them: nobody outside can tell."""
        return [each.port for each in self._replicas if each.is_ready]

    def serving(self) -> int:
        return sum(each.serves for each in self._replicas)

    def conditions(self) -> Sequence[Mapping[str, Any]]:
        """Return what each that serves says of itself; nothing of one that does not answer."""
        return [_asked(each.port, "/readyz") for each in list(self._replicas) if each.serves]

    def end(self) -> None:
        self._end.set()
        self._thread.join(30)
        for each in self._replicas:
            if each.process and each.process.poll() is None:
                each.process.kill()
                each.process.wait()

    def _run(self) -> None:
        while not self._end.wait(STEP):
            now = time.monotonic()
            with self._lock:
                for each in self._replicas:
                    self._tend(each, now)
                if self._is_rough and now >= self._strikes_at and self._strike(now):
                    self._strikes_at = now + self._dice.uniform(0.4, 1.6) * self.pace
                self._tell()

    def _tend(self, replica: Replica, now: float) -> None:
        """Start it, let it go on, or notice that it serves."""
        if replica.process is None:
            if now >= replica.starts_at:
                self._begin(replica)
        elif replica.goes_on_at is not None:
            if now >= replica.goes_on_at:
                os.kill(replica.process.pid, signal.SIGCONT)
                replica.goes_on_at = None
        elif replica.process.poll() is not None:
            # With a sentence for its operator, or else with a fault of its own.
            self.ended[replica.process.returncode] += 1
            self._gone(replica, now + 1.0)
        elif not replica.is_ready:
            replica.is_ready = bool(_asked(replica.port, "/healthz"))

    def _begin(self, replica: Replica) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(FORGET)}
        replica.port = free_port()
        with (self.folder / f"replica-{replica.number}.log").open("ab") as log:
            replica.process = subprocess.Popen(
                [*self.command],
                env={**inherited, **self.settings, "PORT": str(replica.port)},
                stdout=log,
                stderr=log,
            )

    def _strike(self, now: float) -> bool:
        """Kill one of three times, stop the others: starting one again takes seconds, going on takes none.

        Tell whether there was anybody to strike.
        """
        able = [each for each in self._replicas if each.process and not each.is_stopped]
        serving = [each for each in able if each.serves]
        # Most of the time somebody lives; without that there would be nobody whose lateness could be told.
        if self.count == 1 or not serving:
            # Killed again and again while they start, they would never come to be hit in the middle of anything.
            able = serving
        elif len(serving) == 1 and self._dice.random() < SPARED:
            able.remove(serving[0])
        if not able:
            return False
        replica = self._dice.choice(able)
        assert replica.process
        if self._dice.random() < 1 / 3:
            replica.process.kill()
            replica.process.wait()
            self.kills += 1
            self._gone(replica, now + self._dice.uniform(0, 1.5))
        else:
            os.kill(replica.process.pid, signal.SIGSTOP)
            self.stops += 1
            replica.goes_on_at = now + self._stop_seconds()
        return True

    def _stop_seconds(self) -> float:
        roll = self._dice.random()
        if roll < 0.02 and self.count > 1:
            return self._dice.uniform(*STOPS_PAST_A_LEASE)
        return self._dice.uniform(*LONG_STOPS) if roll < 0.08 else self._dice.uniform(0.05, 2.0)

    def _gone(self, replica: Replica, starts_at: float) -> None:
        replica.process, replica.is_ready, replica.starts_at = None, False, starts_at

    def _tell(self) -> None:
        served = self.serving()
        if served != self._served:
            self._served = served
            self.lives(served)


def _asked(port: int, path: str) -> Mapping[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1.0)
    try:
        connection.request("GET", path)
        told = json.load(connection.getresponse())
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    finally:
        connection.close()
    return told if isinstance(told, dict) else {}


@contextmanager
def fleet(**given: Any) -> Iterator[Fleet]:
    """Run one until the block ends."""
    made = Fleet(**given)
    made.start()
    try:
        yield made
    finally:
        made.end()
