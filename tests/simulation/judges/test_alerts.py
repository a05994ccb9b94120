"""Alerts: what was refused for good must have been told of, to one person, about one cause once a day."""

import json
from collections import Counter

import pytest

from tests.simulation.judges.alerts import DAY, Alerts
from tests.simulation.slack import BOT, Channel, Message, VirtualSlack
from tests.simulation.town import ANA, LIV, ZONES

NOON = 1_792_400_000.0
CAUSE = "is_archived"


class Case:
    """A workspace, what it refused, and what Liv was told."""

    def __init__(self) -> None:
        self.now = NOON
        self.alerts = Alerts(Counter())
        self.slack = VirtualSlack("T1", tuple(ZONES), lambda: self.now)
        self.home = self.slack.make("deal-t11-abc234", BOT)

    def refuse(self, key: str, kind: str = "say", *, code: str = CAUSE) -> None:
        metadata = {"event_payload": {"k": key}}
        self.slack.refused.append(
            (self.now, code, {"channel": self.home.id, "text": text_of(key, kind), "metadata": metadata})
        )

    def say(self, key: str) -> None:
        self.home.messages.append(Message("1.0", BOT, "", self.now, [], {"event_payload": {"k": key}}))

    def tell(self, *, person: str = LIV, why: str = CAUSE) -> list[str]:
        """Send an alert, and return what the judge says to it."""
        place = Channel(self.home.id, "direct", BOT, {BOT, person}, self.now, person=person)
        said = Message("2.0", BOT, "", self.now, [], None)
        facts = {"kind": "alert", "detail": f"board:{why}"}
        return [each.invariant for each in self.alerts.posted(self.slack, place, said, facts)]

    def missing(self) -> list[str]:
        return [each.seen for each in self.alerts.missing([self.slack])]


def text_of(key: str, kind: str) -> str:
    return json.dumps({"key": key, "kind": kind})


@pytest.fixture
def case() -> Case:
    return Case()


def test_what_was_given_up_and_told_of_is_as_it_should_be(case: Case) -> None:
    case.refuse("board:t11")
    case.now += 60

    assert case.tell() == []
    assert case.missing() == []
    assert case.alerts.counts["alert: was owed"] == 1


def test_what_was_given_up_in_silence_is_seen(case: Case) -> None:
    case.refuse("board:t11")

    assert case.missing() == [f"board:t11 of T1: {CAUSE}"]


def test_an_alert_about_something_else_or_of_another_day_does_not_count(case: Case) -> None:
    case.tell(why="not_in_channel")
    case.tell()
    case.now += DAY
    case.refuse("board:t11")

    assert case.missing() == [f"board:t11 of T1: {CAUSE}"]


@pytest.mark.parametrize("is_private", [False, True])
@pytest.mark.parametrize("way", ["deleted", "kicked", "archived"])
def test_a_channel_that_is_lost_in_another_way_by_then_is_told_of_as_that(
    case: Case, way: str, *, is_private: bool
) -> None:
    case.home.is_private = is_private
    kicked = "channel_not_found" if is_private else "not_in_channel"
    case.refuse("board:t11", code="is_archived" if way != "archived" else kicked)
    case.tell(why={"deleted": "channel_not_found", "kicked": kicked, "archived": "is_archived"}[way])
    assert len(case.missing()) == 1

    if way == "deleted":
        del case.slack.channels[case.home.id]
    elif way == "kicked":
        case.home.members.discard(BOT)
    else:
        case.home.is_archived = True

    assert case.missing() == []


def test_one_alert_is_enough_for_all_that_one_cause_stopped_that_day(case: Case) -> None:
    case.refuse("board:t11")
    case.tell(why=f"{CAUSE} when looking for it: it may or may not have been posted")
    case.now += 3600
    case.refuse("brief:t11")

    assert case.missing() == []


def test_what_stands_there_in_the_end_was_not_given_up(case: Case) -> None:
    case.refuse("board:t11")
    case.say("board:t11")

    assert case.missing() == []


@pytest.mark.parametrize("kind", ["alert", "nudge", "digest"])
def test_some_refusals_call_for_no_alert(case: Case, kind: str) -> None:
    case.refuse("some", kind)

    assert case.missing() == []


def test_what_is_tried_again_calls_for_no_alert(case: Case) -> None:
    case.refuse("board:t11", code="some_new_error")

    assert case.missing() == []


def test_an_alert_to_somebody_else_is_seen(case: Case) -> None:
    assert case.tell(person=ANA) == ["an alert comes to whoever is asked by default"]


def test_an_alert_again_and_again_is_seen(case: Case) -> None:
    assert case.tell() == []
    # One that was decided yesterday may have waited until today.
    assert case.tell() == []
    assert case.tell() == ["an alert comes once a day"]

    case.now += 2 * DAY
    assert case.tell() == []
    assert case.tell(why="not_in_channel") == []
