"""What came of a delivery, in the words that a person reads and in those of the next try."""

import pytest

from sandbox.deliveries.http import FORM, encoded
from sandbox.deliveries.outcome import CLIENT_ERROR, NOBODY, SERVICE_ERROR, TIMEOUT, Kind, Outcome, takes_answer
from tests.sandbox.stage import Json


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Outcome(TIMEOUT, via="http"), "http_timeout"),
        (Outcome(TIMEOUT, via="socket"), "timeout"),
        (Outcome(NOBODY, via="http"), "connection_failed"),
        (Outcome(NOBODY), "connection_failed"),
        (Outcome(NOBODY, via="http", reason="ssl_error"), "ssl_error"),
        (Outcome(CLIENT_ERROR, via="http"), "http_error"),
        (Outcome(CLIENT_ERROR, via="http", reason="too_many_redirects"), "too_many_redirects"),
        (Outcome(SERVICE_ERROR, via="http"), "http_error"),
    ],
)
def test_every_failure_has_its_reason(outcome: Outcome, reason: str) -> None:
    assert (outcome.is_acked, outcome.retry_reason) == (False, reason)


@pytest.mark.parametrize(
    ("kind", "payload", "may"),
    [
        ("slash_commands", {"command": "/deal"}, True),
        ("interactive", {"type": "view_submission"}, True),
        ("interactive", {"type": "block_suggestion"}, True),
        ("interactive", {"type": "block_actions"}, False),
        ("interactive", {"type": "view_closed"}, False),
        ("interactive", {"type": "shortcut"}, False),
        ("interactive", {"type": "message_action"}, False),
        ("events_api", {"type": "event_callback"}, False),
    ],
)
def test_only_what_somebody_waits_for_takes_an_answer(kind: Kind, payload: Json, may: bool) -> None:
    assert takes_answer(kind, payload) is may


def test_each_kind_is_dressed_so_that_nothing_in_it_breaks_out() -> None:
    odd = {"text": "a&b=c ü\n%26", "type": "x"}

    assert encoded("events_api", odd)[1] == "application/json"
    assert encoded("slash_commands", odd) == (b"text=a%26b%3Dc+%C3%BC%0A%2526&type=x", FORM)
    assert encoded("interactive", odd)[0].startswith(b"payload=%7B%22text%22")
