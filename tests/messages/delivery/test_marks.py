"""The mark by which a message is found again."""

from typing import Any

import pytest

from messages.delivery.marks import mark, metadata, read

SECRET = b"an installation's secret"


def test_a_mark_is_the_same_for_the_same_key() -> None:
    assert mark("nudge:1:2", SECRET) == mark("nudge:1:2", SECRET)


def test_a_mark_shows_nothing_of_its_key() -> None:
    marked = mark("brief:acme", SECRET)

    assert len(marked) == 32
    assert "acme" not in marked
    assert int(marked, 16)


def test_nobody_without_the_secret_can_make_a_mark() -> None:
    assert mark("nudge:1:2", SECRET) != mark("nudge:1:2", b"another secret")


def test_a_message_gives_back_the_mark_it_was_sent_with() -> None:
    assert read({"text": "hello", "metadata": metadata("abc")}) == "abc"


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"metadata": None},
        {"metadata": {"event_type": "someone_elses", "event_payload": {"k": "abc"}}},
        {"metadata": {"event_type": "baton_sent"}},
        {"metadata": {"event_type": "baton_sent", "event_payload": {}}},
    ],
)
def test_a_message_without_our_mark_has_none(message: dict[str, Any]) -> None:
    assert read(message) is None
