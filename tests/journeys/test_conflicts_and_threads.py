"""A Home that changed underneath, and words in threads: over both ways to Slack, nothing is lost and nothing done unasked."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.stage import Stage, served

STEP = "call the site host"


@pytest.fixture(scope="module", params=[True, False], ids=["over HTTP", "over a socket"])
def on(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with served(tmp_path_factory.mktemp("served"), over_http=request.param) as made:
        made.won()
        made.settle()
        made.press("jonas", "Accept", "will you own")
        made.people["jonas"].opens_home()
        made.settle()
        yield made


def published(on: Stage) -> list[dict[str, Any]]:
    """Return the arguments of every Home that was sent to Slack, whatever it answered."""
    return [each["args"] for each in on.slack.traffic(0) if each.get("method") == "views.publish"]


@pytest.mark.parametrize("times", [1, 2])
def test_a_home_that_changed_underneath_is_read_again_and_shown(on: Stage, times: int) -> None:
    before = len(published(on))
    on.slack.inject({"method": "views.publish", "do": "error:hash_conflict", "times": times})

    on.type("jonas", f"/deal next {STEP} {times} by tomorrow 14:00")

    refused, *_, taken = published(on)[before:]
    assert len(published(on)) - before == times + 1
    assert refused["hash"]
    # What is known of the one that stands there is too old to go by: this one is published over whatever it is.
    assert "hash" not in taken
    assert f"{STEP} {times}" in on.people["jonas"].look("home").text
    assert "Slack will not get" not in on.log


def test_a_home_is_drawn_over_the_one_before_after_a_conflict_as_well(on: Stage) -> None:
    on.slack.inject({"method": "views.publish", "do": "error:hash_conflict"})
    on.people["jonas"].opens_home()
    on.settle()

    on.people["jonas"].opens_home()
    on.settle()

    assert published(on)[-1]["hash"]


def test_a_command_in_a_thread_is_refused_by_slack_and_changes_nothing(on: Stage) -> None:
    channel, jonas = on.channel(), on.people["jonas"].id
    (board,) = [each["ts"] for each in on.slack.messages(channel) if each["pinned"]]
    before = on.read(channel)

    answer = on.slack.act(jonas, "command", channel=channel, text="/deal done", thread_ts=board)
    on.settle()

    assert "not supported in threads" in str(answer)
    assert on.read(channel) == before


@pytest.mark.parametrize("words", ["done", "friday", "waiting on customer until thu", "/deal done"])
def test_words_below_what_asks_nothing_are_left_alone(on: Stage, words: str) -> None:
    channel = on.channel()
    before, whispers = on.board(), seen_alone(on)

    on.people["jonas"].replies(words, to="Owner:", in_=channel)
    on.settle()

    assert on.board() == before
    assert seen_alone(on) == whispers


def test_nothing_of_it_was_an_incident(on: Stage) -> None:
    assert "Incident" not in on.log
    assert "Traceback" not in on.log


def seen_alone(on: Stage) -> list[str]:
    """Return what only Jonas was shown in the deal's channel."""
    said = on.slack.messages(on.channel(), as_=on.people["jonas"].id)
    return [str(each["text"]) for each in said if each.get("is_ephemeral")]
