"""Presses as Slack sends them, at the pace of a busy hour, and how long each waited for its answer."""

import hashlib
import hmac
import http.client
import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.model import Deal
from messages import ids
from messages.ids import Press

AT_ONCE = 4
"""Connections by which Slack's presses come."""


@dataclass(frozen=True)
class Presser:
    """Who presses what: the person, the team and app that Slack names, and the secret that it signs with."""

    person: str
    team: str
    app: str
    secret: str
    response_url: str = ""

    def done(self, deal: Deal) -> list[bytes]:
        """Return a press of Done for each step of a deal."""
        return [
            self._press(ids.STEP_DONE, str(Press(deal.id, step.id)), number) for number, step in enumerate(deal.steps)
        ]

    def _press(self, action: str, value: str, number: int) -> bytes:
        pressed = {"type": "button", "action_id": action, "value": value, "action_ts": f"{number}.000200"}
        body: dict[str, Any] = {
            "type": "block_actions",
            "team": {"id": self.team, "domain": "busy"},
            "user": {"id": self.person, "team_id": self.team},
            "api_app_id": self.app,
            "container": {"type": "message", "message_ts": "1.000100", "channel_id": "C1"},
            "channel": {"id": "C1", "name": "deal-acme"},
            "trigger_id": f"1.2.{value}",
            "actions": [pressed],
        }
        if self.response_url:
            body["response_url"] = self.response_url
        return urlencode({"payload": json.dumps(body)}).encode()

    def headers(self, body: bytes) -> Mapping[str, str]:
        stamp = str(int(time.time()))
        signature = hmac.new(self.secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        }


def waits(url: str, presser: Presser, bodies: Sequence[bytes], *, per_second: float) -> list[float]:
    """Press at this pace, whether the presses before are answered or not; return how many milliseconds each waited."""
    place, begun, numbers = urlsplit(url), time.perf_counter(), count()

    def one_line(_: int) -> list[float]:
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        waited = []
        # A connection is used by one thread; the numbers are given out to whichever is free.
        while (number := next(numbers)) < len(bodies):
            time.sleep(max(0.0, begun + number / per_second - time.perf_counter()))
            waited.append(_answered(connection, place.path, bodies[number], presser))
        connection.close()
        return waited

    with ThreadPoolExecutor(AT_ONCE) as lines:
        return [each for line in lines.map(one_line, range(AT_ONCE)) for each in line]


def _answered(connection: http.client.HTTPConnection, path: str, body: bytes, presser: Presser) -> float:
    headers = presser.headers(body)
    begun = time.perf_counter()
    connection.request("POST", path, body, dict(headers))
    answer = connection.getresponse()
    answer.read()
    took = (time.perf_counter() - begun) * 1000
    assert answer.status == http.client.OK, answer.status
    return took


def median_and_p99(waited: Sequence[float]) -> tuple[float, float]:
    cuts = quantiles(waited, n=100)
    return cuts[49], cuts[98]
