"""The CRM's door, with real deals behind it: what is not signed just now changes nothing, and a replay neither."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response

from bot.incoming import Arrived, Incoming
from bot.model import BATON
from bot.refusals import NoSuchDeal
from bot.service import intake
from bot.service.intake import Origin
from commands.webhooks.call import Call
from commands.webhooks.failure import UnknownDeal
from commands.webhooks.signature import sign
from tests.bot.making import NOW
from tests.bot.service.conftest import Office

SECRET = "a secret between two systems"
Headers = dict[str, str]


@dataclass
class Crm:
    """Another system at the door of an office; ``now`` is the time there."""

    office: Office
    now: datetime = NOW
    answers: list[Any] = field(default_factory=list)

    def sends(self, body: bytes, headers: Headers) -> Response:
        """Send exactly this."""
        raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        request = Request({"type": "http", "method": "POST", "headers": raw})
        return Call(request, body, self.now).answer([SECRET], self._receive).response

    def signed(self, body: bytes, *, secret: str = SECRET, ago: int = 0) -> Headers:
        stamp = str(int(self.now.timestamp()) - ago)
        return {"X-Baton-Timestamp": stamp, "X-Baton-Signature": sign(secret, stamp, body)}

    def kept(self) -> str:
        """Return all that stands in the database, as text."""
        connection = self.office.storage.engine.raw_connection()
        try:
            return "\n".join(connection.driver_connection.iterdump())  # type: ignore[union-attr]
        finally:
            connection.close()

    def _receive(self, event: str, incoming: Incoming) -> Arrived:
        take = intake.receive if event == "deal.won" else intake.correct
        try:
            return take(self.office.desk, Origin(self.office.workspace.id, BATON, self.now), incoming)
        except NoSuchDeal as error:
            raise UnknownDeal from error


@pytest.fixture
def crm(office: Office) -> Crm:
    return Crm(office)


def news(event: str = "deal.won", *, name: str = "Acme EV site", ago: int = 60) -> bytes:
    at = (NOW - timedelta(seconds=ago)).isoformat()
    deal = {"id": "D-1042", "name": name, "kind": "site", "account": {"id": "A-7", "name": "Acme Oy"}}
    return json.dumps({"event": event, "occurred_at": at, "source": "erp", "deal": deal}).encode()


def said(answer: Response) -> tuple[int, str]:
    return answer.status_code, json.loads(bytes(answer.body))["status"]


def test_a_signed_deal_comes_in(crm: Crm) -> None:
    body = news()

    assert said(crm.sends(body, crm.signed(body))) == (202, "accepted")
    assert [deal.facts.name for deal in crm.office.deals()] == ["Acme EV site"]


Forge = Callable[[Crm, bytes], Headers]
FORGED: dict[str, Forge] = {
    "nothing at all": lambda *_: {},
    "no moment": lambda crm, body: {"X-Baton-Signature": crm.signed(body)["X-Baton-Signature"]},
    "no signature": lambda crm, body: {"X-Baton-Timestamp": crm.signed(body)["X-Baton-Timestamp"]},
    "another secret": lambda crm, body: crm.signed(body, secret="another"),
    "no secret": lambda crm, body: crm.signed(body, secret=""),
    "another body": lambda crm, body: crm.signed(body + b" "),
    "a moment too old": lambda crm, body: crm.signed(body, ago=301),
    "a moment to come": lambda crm, body: crm.signed(body, ago=-301),
    "another moment": lambda crm, body: (
        crm.signed(body) | {"X-Baton-Timestamp": crm.signed(body, ago=1)["X-Baton-Timestamp"]}
    ),
    "Slack's way of signing": lambda crm, body: {
        "X-Slack-Request-Timestamp": crm.signed(body)["X-Baton-Timestamp"],
        "X-Slack-Signature": crm.signed(body)["X-Baton-Signature"],
    },
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
@pytest.mark.parametrize("is_known", [False, True])
def test_a_forged_call_changes_nothing_at_all(crm: Crm, forge: Forge, *, is_known: bool) -> None:
    if is_known:
        crm.sends(news(), crm.signed(news()))
    before = crm.kept()

    for body in (news(name="Another"), news("deal.updated", name="Another"), b"{", b""):
        assert crm.sends(body, forge(crm, body)).status_code == 401

    assert crm.kept() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_byte_of_what_was_signed_changes_nothing(crm: Crm, data: st.DataObject) -> None:
    body = news()
    headers = crm.signed(body)
    before = crm.kept()
    place = data.draw(st.integers(0, len(body) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda one: one != body[place]))

    answer = crm.sends(body[:place] + bytes([other]) + body[place + 1 :], headers)

    assert answer.status_code == 401
    assert crm.kept() == before


def test_a_replay_within_the_window_changes_nothing(crm: Crm) -> None:
    body = news()
    headers = crm.signed(body)
    first = json.loads(bytes(crm.sends(body, headers).body))
    before = crm.kept()

    crm.now += timedelta(seconds=290)
    again = crm.sends(body, headers)

    assert said(again) == (200, "known")
    assert json.loads(bytes(again.body))["deal"] == first["deal"]
    assert crm.kept() == before


def test_a_replay_of_older_facts_does_not_bring_them_back(crm: Crm) -> None:
    old, new = news(ago=60), news("deal.updated", name="Acme EV site, larger", ago=30)
    headers = crm.signed(old)
    crm.sends(old, headers)
    crm.sends(new, crm.signed(new))
    before = crm.kept()

    for _ in range(2):
        assert crm.sends(old, headers).status_code == 200

    assert [deal.facts.name for deal in crm.office.deals()] == ["Acme EV site, larger"]
    assert crm.kept() == before


def test_a_replay_after_the_window_is_not_believed(crm: Crm) -> None:
    body = news()
    headers = crm.signed(body)
    crm.sends(body, headers)

    crm.now += timedelta(seconds=301)

    assert crm.sends(body, headers).status_code == 401


def test_who_is_not_believed_is_not_told_why(crm: Crm) -> None:
    body = news()
    told = {bytes(crm.sends(body, forge(crm, body)).body) for forge in FORGED.values()}

    assert told == {b'{"status":"refused","problem":"Bad signature or stale timestamp."}'}
