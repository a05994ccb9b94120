"""The CRM of a soak signs what it tells and insists until it is taken."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from random import Random
from threading import Event, Thread
from typing import Any

import pytest

from commands.webhooks.body import read_body
from tests.soak.crm import SECRET, Crm, NeverTaken
from tests.soak.making import at, story
from tests.soak.story import Heard, Story
from tests.soak.town import LADDERS


class Taker(HTTPServer):
    """Answers with these statuses in turn, and then with the last of them; keeps what it was told."""

    statuses: list[int]
    told: list[tuple[dict[str, str], bytes]]


class Take(BaseHTTPRequestHandler):
    """Keeps a request and answers it."""

    server: Taker

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.told.append(({key.lower(): value for key, value in self.headers.items()}, body))
        statuses = self.server.statuses
        self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def taking(*statuses: int) -> Iterator[Taker]:
    with Taker(("127.0.0.1", 0), Take) as server:
        server.statuses, server.told = list(statuses), []
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def crm(server: Taker, known: Story | None = None, *, seed: int = 3, gives_up: bool = False) -> Crm:
    stops = Event()
    if gives_up:
        stops.set()
    address = f"http://127.0.0.1:{server.server_port}"
    return Crm(address, lambda: at("9:00"), known or Story({}), Random(seed), stops)


def told(server: Taker) -> list[dict[str, Any]]:
    return [json.loads(body) for _, body in server.told]


def test_a_won_deal_is_told_as_the_contract_asks_and_signed() -> None:
    with taking(202) as server:
        deal = crm(server).wins()

    headers, body = server.told[0]
    signed = hmac.new(SECRET.encode(), headers["x-baton-timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    news = read_body(body, now=datetime.fromtimestamp(at("9:00"), UTC))
    assert headers["x-baton-signature"] == f"v1={signed}"
    assert (news.event, news.incoming.facts.name, news.incoming.kind in LADDERS) == ("deal.won", deal.name, True)
    assert deal.won.heard is Heard.YES


def test_it_insists_until_it_is_taken() -> None:
    with taking(503, 401, 502, 200) as server:
        deal = crm(server, seed=1).wins()

    assert len(server.told) >= 4
    assert len({body for _, body in server.told}) == 1
    assert deal.won.heard is Heard.YES


def test_it_gives_up_when_it_is_asked_to() -> None:
    with taking(503) as server, pytest.raises(NeverTaken):
        crm(server, gives_up=True).wins()


def test_each_change_has_an_amount_of_its_own() -> None:
    known = story()
    with taking(200) as server:
        one = crm(server, known)
        for _ in range(3):
            one.corrects(known.deals[0])

    amounts = [each["deal"]["amount_minor"] for each in told(server)]
    assert len(set(amounts)) == 3
    assert [each.what for each in known.deals[0].of("updated")] == [
        str(amount // 100) for amount in dict.fromkeys(amounts)
    ]


def test_what_it_repeats_it_has_told_before() -> None:
    with taking(200) as server:
        one = crm(server)
        one.repeats()
        one.wins()
        before = len(server.told)
        one.repeats()

    assert before >= 1
    assert server.told[-1][1] == server.told[0][1]
