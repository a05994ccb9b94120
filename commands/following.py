"""The two readings of time, put together; business time may come from a sandbox."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from http import client
from typing import IO
from urllib.request import urlopen

log = logging.getLogger(__name__)

FRESH = 0.02
"""Seconds for which the sandbox's last word on the time is taken as good."""


class TwoClocks:
    """Both readings, each from where it is given."""

    def __init__(self, now: Callable[[], datetime], machine: Callable[[], datetime]) -> None:
        self.now = now
        self.machine = machine


class FollowedClock:
    """Tells what the sandbox tells; when it does not answer, its last word plus the time since."""

    def __init__(self, url: str, *, machine: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._url = url
        self._machine = machine
        self._monotonic = monotonic
        self._ahead = timedelta()
        self._asked_at = float("-inf")

    def machine(self) -> datetime:
        """Return machine time, which no sandbox moves."""
        return self._machine()

    def now(self) -> datetime:
        """Ask the sandbox what time it is, unless it was asked a moment ago."""
        if self._monotonic() - self._asked_at < FRESH:
            return self.machine() + self._ahead
        self._asked_at = self._monotonic()
        try:
            with urlopen(self._url, timeout=2) as answer:  # noqa: S310 - the operator's own setting
                self._ahead = _told(answer) - self.machine()
        except (OSError, client.HTTPException, ValueError) as trouble:
            # Anything may listen at that address, or half an answer come; time goes on meanwhile.
            log.warning("BATON_CLOCK_URL does not answer: %s", trouble)
        return self.machine() + self._ahead


def _told(answer: IO[bytes]) -> datetime:
    """Read what the sandbox tells; raise ValueError for what is no time."""
    said = json.load(answer)
    moment = datetime.fromisoformat(str(said.get("now")) if isinstance(said, dict) else "")
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment
