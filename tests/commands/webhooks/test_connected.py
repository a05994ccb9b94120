"""The doors of connected systems: the contract of the generic one, no word on who is there, and a note of what came."""

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
from starlette.routing import Route
from starlette.types import Receive as ReceiveAsgi
from starlette.types import Scope, Send

from bot.connected import Opened, Unheard
from bot.incoming import Arrival, Arrived, Incoming
from bot.model import DealId, WorkspaceId
from bot.ports import Trouble
from commands.bodies import LARGEST_BODY
from commands.webhooks.call import Receive
from commands.webhooks.connected import ConnectedDoor, address_of
from commands.webhooks.failure import Unavailable, UnknownDeal
from commands.webhooks.signature import sign
from tests.commands.webhooks.conftest import NOW, listening, won

ACME, GLOBEX = WorkspaceId(UUID(int=1)), WorkspaceId(UUID(int=2))
ID, SECRET, OLD = UUID(int=42), "a secret of one system", "the secret before"
ERP = Opened(ACME, ID, "erp", (SECRET, OLD))
PATIENCE = 0.3
OURS = DealId(UUID(int=7))


@dataclass
class Known:
    """The connections that there are, and what was noted of each."""

    opened: dict[tuple[str, UUID], Opened] = field(default_factory=lambda: {("erp", ID): ERP})
    noted: list[tuple[UUID, Unheard | None]] = field(default_factory=list)
    trouble: bool = False
    note_trouble: bool = False

    def find(self, source: str, connection_id: UUID, *, now: datetime) -> Opened | None:
        assert now == NOW
        if self.trouble:
            raise Trouble("The database is away.")
        return self.opened.get((source, connection_id))

    def heard(self, opened: Opened, *, now: datetime) -> None:
        self._note(opened, None, now)

    def refused(self, opened: Opened, why: Unheard, *, now: datetime) -> None:
        self._note(opened, why, now)

    def _note(self, opened: Opened, why: Unheard | None, now: datetime) -> None:
        assert now == NOW
        if self.note_trouble:
            raise Trouble("The database is away.")
        self.noted.append((opened.connection_id, why))


@dataclass
class System:
    """Another system, in front of a site."""

    known: Known
    port: int = 0
    taken: list[tuple[WorkspaceId, str, str]] = field(default_factory=list)
    error: Exception | None = None
    status: Arrival = Arrival.ACCEPTED
    under_way: int = 0

    def receiver(self, workspace_id: WorkspaceId) -> Receive:
        def receive(event: str, incoming: Any) -> Arrived:
            if self.error:
                raise self.error
            assert isinstance(incoming, Incoming)
            self.taken.append((workspace_id, event, incoming.external_id))
            return Arrived(self.status, OURS)

        return receive

    def noted(self, count: int) -> list[tuple[UUID, Unheard | None]]:
        """Return what was noted, which is written after the answer: once there is so much, or nothing more came."""
        give_up = monotonic() + PATIENCE
        while len(self.known.noted) < count and monotonic() < give_up:
            sleep(0.005)
        return self.known.noted

    def sends(
        self,
        body: Any = None,
        *,
        secret: str = SECRET,
        path: str = address_of("", "erp", ID),
        ago: int = 0,
        method: str = "POST",
        **headers: str,
    ) -> tuple[int, Any]:
        raw = body if isinstance(body, bytes) else json.dumps(body or won()).encode()
        stamp = str(int((NOW - timedelta(seconds=ago)).timestamp()))
        given = {"X-Baton-Timestamp": stamp, "X-Baton-Signature": sign(secret, stamp, raw)} | headers
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with closing(connection):
            connection.request(method, path, raw, given)
            answer = connection.getresponse()
            text = answer.read()
        return answer.status, json.loads(text) if text else None


@pytest.fixture(scope="module")
def standing() -> Iterator[System]:
    made = System(Known())
    door = ConnectedDoor(made.known, made.receiver, lambda: NOW, nobodys="nobody knows this")
    with listening([counted(door.route(), made)]) as made.port:
        yield made


def counted(route: Route, system: System) -> Route:
    """Return the route with its calls counted until all is done that follows their answers."""
    serve = route.app

    async def count(scope: Scope, receive: ReceiveAsgi, send: Send) -> None:
        system.under_way += 1
        try:
            await serve(scope, receive, send)
        finally:
            system.under_way -= 1

    route.app = count
    return route


@pytest.fixture
def system(standing: System) -> Iterator[System]:
    """Return the system as it is before anything was sent; what is noted of one test is not noted in the next."""
    standing.known.__init__()  # type: ignore[misc] # the door holds this very one
    standing.taken.clear()
    standing.error, standing.status = None, Arrival.ACCEPTED
    yield standing
    while standing.under_way:
        sleep(0.005)


DISBELIEVED = (401, {"status": "refused", "problem": "Bad signature or stale timestamp."})


@pytest.mark.parametrize("secret", [SECRET, OLD])
def test_whoever_has_a_good_secret_is_heard_for_the_workspace_of_the_connection(system: System, secret: str) -> None:
    assert system.sends(secret=secret) == (202, {"status": "accepted", "deal": str(OURS)})

    assert system.taken == [(ACME, "deal.won", "D-1042")]
    assert system.noted(1) == [(ID, None)]


@pytest.mark.parametrize("status", [Arrival.KNOWN, Arrival.UPDATED])
def test_what_became_of_the_deal_is_answered(system: System, status: Arrival) -> None:
    system.status = status

    assert system.sends() == (200, {"status": str(status), "deal": str(OURS)})


FORGED: dict[str, tuple[dict[str, Any], Unheard]] = {
    "another secret": ({"secret": "another"}, Unheard.MISMATCH),
    "no secret": ({"secret": ""}, Unheard.MISMATCH),
    "too old": ({"ago": 301}, Unheard.STALE),
    "to come": ({"ago": -301}, Unheard.STALE),
    "unsigned": ({"X-Baton-Signature": ""}, Unheard.NO_SIGNATURE),
    "without a moment": ({"X-Baton-Timestamp": ""}, Unheard.NO_TIMESTAMP),
}


@pytest.mark.parametrize(("forged", "why"), FORGED.values(), ids=FORGED)
def test_whoever_is_not_believed_is_told_nothing_and_the_admins_why(
    system: System, forged: dict[str, Any], why: Unheard
) -> None:
    assert system.sends(**forged) == DISBELIEVED

    assert (system.taken, system.noted(1)) == ([], [(ID, why)])


NOBODYS = {
    "another id": address_of("", "erp", UUID(int=43)),
    "another source": address_of("", "crm", ID),
    "no id": "/webhooks/erp/x",
    "an id in another spelling": f"/webhooks/erp/{ID}",
    "an id in capitals": f"/webhooks/erp/{UUID(int=0xABC).hex.upper()}",
    "no name": "/webhooks/%00/" + ID.hex,
    "a long name": f"/webhooks/{'e' * 500}/{ID.hex}",
    "signs of all kinds": "/webhooks/e%C3%A9r%20p/%F0%9F%98%80",
}


@pytest.mark.parametrize("path", NOBODYS.values(), ids=NOBODYS)
@pytest.mark.parametrize("body", [None, b"", b"{", b"[" * 10_000])
def test_where_nobody_is_it_is_answered_exactly_like_a_bad_signature(system: System, path: str, body: Any) -> None:
    there = system.sends(body, secret="another")
    assert there == system.sends(body, path=path) == system.sends(body, path=path, secret="nobody knows") == DISBELIEVED

    assert system.taken == []
    assert [connection for connection, _ in system.noted(2)] == [ID]


@pytest.mark.parametrize("path", [address_of("", "erp", ID), *NOBODYS.values()])
def test_verbs_and_sizes_are_refused_before_anything_is_looked_up(system: System, path: str) -> None:
    system.known.trouble = True

    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert system.sends(method=method, path=path)[0] == 405
    assert system.sends(b"x" * (LARGEST_BODY + 1), path=path)[0] == 413


def test_a_system_speaks_only_for_itself(system: System) -> None:
    status, said = system.sends({**won(), "source": "hubspot"})

    assert (status, said["errors"][0]["field"]) == (422, "source")
    assert 'must be "erp"' in said["errors"][0]["problem"]
    assert (system.taken, system.noted(1)) == ([], [(ID, Unheard.FIELDS)])


@pytest.mark.parametrize(
    ("body", "error", "status", "why"),
    [
        (b"{", None, 400, Unheard.NOT_JSON),
        ({"event": "deal.lost"}, None, 422, Unheard.FIELDS),
        (None, UnknownDeal(), 404, Unheard.UNKNOWN_DEAL),
    ],
)
def test_what_cannot_be_taken_is_answered_and_noted(
    system: System, body: Any, error: Exception | None, status: int, why: Unheard
) -> None:
    system.error = error

    assert system.sends(body)[0] == status
    assert system.noted(1) == [(ID, why)]


def test_what_could_not_be_stored_just_now_is_no_refusal(system: System) -> None:
    system.error = Unavailable()

    assert system.sends()[0] == 503
    assert system.noted(1) == []


@pytest.mark.parametrize("path", [address_of("", "erp", ID), address_of("", "erp", UUID(int=43))])
def test_while_the_memory_is_away_everybody_is_asked_to_come_back(system: System, path: str) -> None:
    system.known.trouble = True

    assert system.sends(path=path)[0] == 503


def test_what_cannot_be_noted_is_answered_all_the_same(system: System) -> None:
    system.known.note_trouble = True

    assert system.sends()[0] == 202


def test_each_system_is_heard_for_its_own_workspace(system: System) -> None:
    other = replace(ERP, workspace_id=GLOBEX, connection_id=UUID(int=43), secrets=("theirs",))
    system.known.opened["erp", other.connection_id] = other
    theirs = address_of("", "erp", other.connection_id)

    assert system.sends(path=theirs) == DISBELIEVED
    assert system.sends(secret="theirs") == DISBELIEVED
    assert system.sends(path=theirs, secret="theirs")[0] == 202

    assert system.taken == [(GLOBEX, "deal.won", "D-1042")]


def test_an_address_tells_the_name_and_nothing_else() -> None:
    assert address_of("https://baton.example.com/", "erp", ID) == f"https://baton.example.com/webhooks/erp/{ID.hex}"
