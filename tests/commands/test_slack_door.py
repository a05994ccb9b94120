"""Slack's door: nobody's bytes are looked into before they are believed, and what is no request is said to be none."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from slack_bolt import App

from commands.slack_door import PATH, believing
from commands.web import server
from tests.commands.hall import Hall, counter_of, listening
from tests.commands.test_web import SECRET, WELL, Answer, ask, signed, typed
from tests.listening import at_work

DEEP = b'{"a":' * 90_000
ODD = [
    DEEP,
    b"[" * 90_000,
    b"payload=" + b"%5B" * 90_000,
    b'{"authorizations": {"a": 1}}',
    b'{"n": ' + b"9" * 9_000 + b"}",
    b'{"type": "event_callback", "event": 1}',
    b'{"type": "interactive_message", "user": {"id": "U1"}}',
    b"payload=" + b'{"type": "block_actions", "actions": ["x"]}',
    b"\xff\xfe",
    b"command=%2Fdeal",
]
Knock = Callable[[bytes, dict[str, str]], Answer]
NO_TEXT, EMPTY_FORM = b"\xff\xfe", b"[" * 90_000
SIGNED = [body for body in ODD if body not in {NO_TEXT, EMPTY_FORM}]


def problem(answer: Answer) -> str:
    return str(json.loads(answer.text)["problem"])


class TestBelieving:
    """With the signature looked at first, as it is served."""

    @pytest.fixture
    def app(self, hall: Hall) -> App:
        counter = counter_of(hall.office, hall.clock)
        return listening(counter, hall.wire, request_verification_enabled=True, signing_secret=SECRET)

    @pytest.fixture
    def looked_into(self) -> list[bytes]:
        return []

    @pytest.fixture
    def knock(self, app: App, looked_into: list[bytes]) -> Iterator[Knock]:
        check: Callable[[bytes, str, str], bool] = believing(SECRET)

        def believes(body: bytes, stamp: str, signature: str) -> bool:
            looked_into.append(body)
            return check(body, stamp, signature)

        with at_work(server(app, webhooks=[], condition=lambda: WELL, believes=believes)) as port:
            yield lambda body, headers: ask(port, PATH, body, headers)

    @pytest.mark.parametrize("body", ODD)
    def test_what_nobody_signed_is_turned_away_unread(self, knock: Knock, body: bytes) -> None:
        answer = knock(body, {"Content-Type": "application/json"})

        assert (answer.status, problem(answer)) == (401, "Bad signature or stale timestamp.")

    @pytest.mark.parametrize("body", SIGNED)
    def test_what_is_signed_and_no_request_is_said_to_be_none(self, knock: Knock, body: bytes) -> None:
        answer = knock(body, signed(body))

        assert answer.status == 400
        assert problem(answer) == "This is not a request as Slack writes them."

    def test_a_signed_request_is_served(self, knock: Knock, hall: Hall) -> None:
        body = typed("next call by fri")

        assert knock(body, signed(body)).status == 200
        assert hall.step("call")

    def test_slacks_look_at_the_certificate_needs_no_signature_and_does_nothing(
        self, knock: Knock, hall: Hall, looked_into: list[bytes]
    ) -> None:
        hall.commit("call")
        happened = hall.events()

        answer = knock(b"ssl_check=1&" + typed("done"), {})

        assert (answer.status, answer.text) == (200, "")
        assert hall.events() == happened
        assert looked_into == []

    @pytest.mark.parametrize("near", [b"xssl_check=1", b"ssl_check=11", b"text=ssl_check%3D1"])
    def test_what_only_looks_like_it_is_no_such_look(self, knock: Knock, near: bytes) -> None:
        assert knock(near, {}).status == 401

    def test_a_challenge_is_answered(self, knock: Knock) -> None:
        body = json.dumps({"type": "url_verification", "challenge": "c-1"}).encode()

        assert json.loads(knock(body, signed(body)).text) == {"challenge": "c-1"}

    def test_only_the_bytes_that_came_are_believed(self, knock: Knock, looked_into: list[bytes]) -> None:
        body = urlencode({"payload": "{}"}).encode()

        knock(body, signed(body))

        assert looked_into == [body]
