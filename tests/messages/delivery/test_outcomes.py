"""What came of a call is sorted into: done, surely not done, and nobody knows."""

import http.client
import socket
import ssl
from urllib.error import URLError

import pytest

from messages.delivery.outcomes import Later, Refused, Sent, Unsure, of_answer, of_trouble


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, {"ok": False, "error": "channel_not_found"}),
        (503, {}),
        (502, "<html>bad gateway</html>"),
        (200, None),
        (200, {"ok": False}),
        (200, {"ok": False, "error": "Received a response in a non-JSON format: <html>"}),
        (200, {"ok": False, "error": 7}),
        (200, {"ok": False, "error": "internal_error"}),
        (200, {"ok": False, "error": "fatal_error"}),
        (200, {"ok": False, "error": "service_unavailable"}),
        (200, {"ok": False, "error": "request_timeout"}),
        (200, {"ok": False, "error": "duplicate_message_not_found"}),
        (403, "<html>a proxy</html>"),
    ],
)
def test_an_answer_that_does_not_say_no_leaves_it_unsure(status: int, answer: object) -> None:
    assert isinstance(of_answer(status, {}, answer), Unsure)


@pytest.mark.parametrize("code", ["channel_not_found", "not_in_channel", "is_archived", "invalid_blocks", "no_text"])
def test_a_refusal_that_would_come_again_is_permanent(code: str) -> None:
    assert of_answer(200, {}, {"ok": False, "error": code}) == Refused(code, permanent=True)


@pytest.mark.parametrize("code", ["restricted_action", "name_taken", "unknown_method", "something_new"])
def test_a_refusal_that_may_pass_is_not_permanent(code: str) -> None:
    assert of_answer(200, {}, {"ok": False, "error": code}) == Refused(code, permanent=False)


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive", "team_added_to_org"])
def test_a_shut_door_is_waited_for_and_no_message_is_blamed(code: str) -> None:
    assert of_answer(200, {}, {"ok": False, "error": code}) == Later(60.0, code)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "7"}, 7.0), ({"retry-after": "12"}, 12.0), ({}, 30.0), ({"Retry-After": "soon"}, 30.0)],
)
def test_a_429_says_how_long_to_wait(headers: dict[str, str], seconds: float) -> None:
    outcome = of_answer(429, headers, {"ok": False, "error": "ratelimited"})

    assert outcome == Later(seconds, "Slack asks to wait", is_limit=True)


@pytest.mark.parametrize("code", ["ratelimited", "rate_limited"])
def test_a_limit_in_the_body_counts_like_a_429(code: str) -> None:
    assert isinstance(of_answer(200, {}, {"ok": False, "error": code}), Later)


@pytest.mark.parametrize(
    "reason",
    [ConnectionRefusedError(), socket.gaierror("no such host"), ssl.SSLCertVerificationError("not trusted")],
)
def test_what_fails_before_the_first_byte_surely_did_not_happen(reason: OSError) -> None:
    assert isinstance(of_trouble(URLError(reason)), Later)


@pytest.mark.parametrize(
    "trouble",
    [
        URLError(TimeoutError()),
        URLError(ConnectionResetError()),
        URLError(BrokenPipeError()),
        URLError("some words"),
        TimeoutError(),
        ConnectionResetError(),
        http.client.RemoteDisconnected("closed"),
        http.client.IncompleteRead(b"{"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"),
    ],
)
def test_what_fails_once_bytes_may_be_written_is_unsure(trouble: OSError) -> None:
    assert isinstance(of_trouble(trouble), Unsure)


def test_no_words_of_an_error_are_passed_on() -> None:
    outcome = of_trouble(URLError(OSError("https://slack.com/?token=xoxb-secret")))

    assert outcome == Unsure("no answer (OSError)")


@pytest.mark.parametrize("channel", ["C1", {"id": "C1", "name": "deal"}])
def test_the_channel_of_an_answer_is_read_whether_named_or_described(channel: object) -> None:
    sent = Sent({"ok": True, "channel": channel, "ts": "1.0"})

    assert (sent.channel_id, sent.ts) == ("C1", "1.0")


@pytest.mark.parametrize("metadata", [{}, {"response_metadata": {"next_cursor": ""}}, {"response_metadata": None}])
def test_an_answer_without_a_cursor_is_the_last_page(metadata: dict[str, object]) -> None:
    assert Sent(metadata).next_cursor == ""
