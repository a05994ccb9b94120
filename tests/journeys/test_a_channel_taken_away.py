"""A deal's channel is archived one evening: its owner hears of it in the morning, brings it back, and all is said."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, Stage, served

PATIENCE = 60.0
ACME_LATER = {**ACME, "promised_on": "2027-03-01"}
ARCHIVED = "The channel of *Acme EV site* is archived"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path) as stage:
        yield stage


def heard(on: Stage, person: str, words: str) -> int:
    """Return how often somebody was told something, as soon as they were."""
    found = on.slack.until(
        lambda: sum(words in each for each in on.read_direct(person)) or None,
        seconds=PATIENCE,
    )
    return found or 0


def test_a_channel_that_was_archived_comes_back_with_what_was_missed(on: Stage) -> None:
    on.won()
    on.settle()
    jonas, channel = on.people["jonas"].id, on.channel()
    on.press("jonas", "Accept")
    on.slack.act(jonas, "archive_channel", channel=channel)

    on.until(on.slack.now() + timedelta(days=1))
    assert heard(on, "jonas", ARCHIVED) == 1
    before = on.read(channel)

    on.won(ACME_LATER, event="deal.updated")
    on.settle()
    assert on.read(channel) == before

    on.slack.act(jonas, "unarchive_channel", channel=channel)
    on.until(on.slack.now() + timedelta(hours=2))
    said = on.slack.until(lambda: [each for each in on.read(channel) if "1 March" in each] or None, seconds=PATIENCE)

    assert said
    assert heard(on, "jonas", ARCHIVED) == 1
    assert "is there again" in on.type("jonas", "/deal history")
