"""The generic webhook over real HTTP: each answer of the contract, and nothing changed by what is not believed."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.incoming import Arrival, Arrived, Incoming
from bot.model import DealId
from commands.bodies import LARGEST_BODY
from commands.webhooks.failure import Unavailable, UnknownDeal
from commands.webhooks.generic import PATH
from commands.webhooks.signature import sign

Body = Callable[..., dict[str, Any]]
OURS = "00000000-0000-0000-0000-00000000002a"


@pytest.mark.parametrize(("status", "code"), [(Arrival.ACCEPTED, 202), (Arrival.KNOWN, 200), (Arrival.UPDATED, 200)])
def test_what_became_of_the_deal_is_answered(
    sender: Any, receiver: Any, body: Body, status: Arrival, code: int
) -> None:
    receiver.status = status

    answer = sender.sends(body())

    assert (answer.status, answer.json) == (code, {"status": str(status), "deal": OURS})
    assert answer.headers["content-type"] == "application/json"


def test_the_deal_is_handed_over_with_its_event(sender: Any, receiver: Any, body: Body) -> None:
    sender.sends({**body(), "event": "deal.updated"})

    ((event, incoming),) = receiver.taken
    assert (event, incoming.source, incoming.external_id) == ("deal.updated", "erp", "D-1042")


def test_the_work_runs_off_the_event_loop(sender: Any, receiver: Any, body: Body) -> None:
    sender.sends(body())

    assert receiver.threads != ["server"]
    assert len(receiver.threads) == 1


def test_a_deal_that_takes_long_holds_up_no_other_sender(body: Body, serving: Any) -> None:
    first_is_in, second_is_done = threading.Event(), threading.Event()

    def receive(_: str, incoming: Incoming) -> Arrived:
        if incoming.external_id == "slow":
            first_is_in.set()
            assert second_is_done.wait(10)
        return Arrived(Arrival.ACCEPTED, DealId(UUID(int=1)))

    with serving(receive) as sender, ThreadPoolExecutor() as pool:
        slow = pool.submit(sender.sends, body(id="slow"))
        assert first_is_in.wait(10)
        assert sender.sends(body(id="quick")).status == 202
        second_is_done.set()
        assert slow.result().status == 202


def test_many_senders_at_once_are_all_answered(sender: Any, receiver: Any, body: Body) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: sender.sends(body(id=f"D-{n}")).status, range(40)))

    assert answers == [202] * 40
    assert {incoming.external_id for _, incoming in receiver.taken} == {f"D-{n}" for n in range(40)}


def test_news_about_a_deal_that_never_came_in_is_unknown(sender: Any, receiver: Any, body: Body) -> None:
    receiver.error = UnknownDeal()

    answer = sender.sends({**body(), "event": "deal.updated"})

    assert (answer.status, answer.json) == (404, {"status": "unknown"})


def test_when_nothing_can_be_stored_the_sender_is_told_when_to_come_back(
    sender: Any, receiver: Any, body: Body
) -> None:
    receiver.error = Unavailable(retry_after=7)

    answer = sender.sends(body())

    assert (answer.status, answer.headers["retry-after"]) == (503, "7")


@pytest.mark.parametrize(
    "spoilt",
    [
        {"signed_at": 0.0},
        {"X_Baton_Signature": "v1=" + "0" * 64},
        {"X_Baton_Signature": ""},
        {"X_Baton_Timestamp": ""},
        {"X_Baton_Timestamp": "1790000000"},
    ],
)
def test_what_is_not_believed_changes_nothing_and_is_not_told_why(
    sender: Any, receiver: Any, body: Body, spoilt: dict[str, Any]
) -> None:
    answer = sender.sends(body(), **spoilt)

    assert answer.status == 401
    assert answer.json == {"status": "refused", "problem": "Bad signature or stale timestamp."}
    assert receiver.taken == []


def test_an_unsigned_body_is_not_even_read(sender: Any, receiver: Any) -> None:
    assert sender.sends_raw("POST", b"{not json", {}).status == 401


def test_a_second_signature_header_counts_too(sender: Any, body: Body) -> None:
    raw = json.dumps(body()).encode()
    stamp = "1795348800"
    lines = [
        f"POST {PATH} HTTP/1.1",
        "Host: baton",
        f"Content-Length: {len(raw)}",
        f"X-Baton-Timestamp: {stamp}",
        f"X-Baton-Signature: {sign('the next secret', stamp, raw)}",
        f"X-Baton-Signature: {sign(sender.secret, stamp, raw)}",
        "Connection: close",
    ]
    with socket.create_connection(("127.0.0.1", sender.port), timeout=10) as wire:
        wire.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + raw)
        assert wire.recv(64).startswith(b"HTTP/1.1 202")


def test_fields_at_fault_are_answered(sender: Any, receiver: Any, body: Body) -> None:
    answer = sender.sends(body(won_at="soon"))

    problem = "deal.won_at “soon” is not a moment; one looks like 2026-11-22T10:00:00Z."
    assert answer.status == 422
    assert answer.json == {"status": "invalid", "errors": [{"field": "deal.won_at", "problem": problem}]}
    assert receiver.taken == []


def test_what_is_no_json_is_answered_with_the_place(sender: Any) -> None:
    answer = sender.sends(b'{"event" "deal.won"}')

    problem = "The body is not JSON: Expecting ':' delimiter at line 1, column 10."
    assert (answer.status, answer.json["errors"]) == (400, [{"field": "", "problem": problem}])


def test_a_body_of_exactly_the_limit_is_read(sender: Any, body: Body) -> None:
    raw = json.dumps(body()).encode()

    assert sender.sends(raw + b" " * (LARGEST_BODY - len(raw))).status == 202
    assert sender.sends(raw + b" " * (LARGEST_BODY - len(raw) + 1)).status == 413


def test_a_body_that_does_not_announce_its_length_is_measured_as_it_comes(sender: Any, receiver: Any) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 65_536

    answer = sender.sends_raw("POST", chunks(), {})

    assert (answer.status, answer.json["problem"]) == (413, "The body is larger than 1,048,576 bytes.")
    assert receiver.taken == []


def test_a_body_that_breaks_off_hurts_nobody(sender: Any, receiver: Any, body: Body) -> None:
    with socket.create_connection(("127.0.0.1", sender.port), timeout=10) as wire:
        wire.sendall(f"POST {PATH} HTTP/1.1\r\nHost: baton\r\nContent-Length: 100\r\n\r\n{{".encode())

    assert sender.sends(body()).status == 202
    assert len(receiver.taken) == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_post_works(sender: Any, body: Body, method: str) -> None:
    answer = sender.sends(body(), method=method)

    assert (answer.status, answer.headers["allow"]) == (405, "POST")
    assert answer.json["problem"] == "Only POST works here."


def test_without_a_secret_there_is_nothing_here(bare: Any, body: Body) -> None:
    assert bare.sends(body()).status == 404
    assert bare.sends(body(), method="GET").status == 404


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_answered_and_never_break_the_server(sender: Any, raw: bytes) -> None:
    assert sender.sends(raw).status in (400, 422)
