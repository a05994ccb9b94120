"""Practice from its button to its end: what whoever presses is told, and that nobody else has a part in it."""

from datetime import timedelta

import pytest

from bot.closed import DealClosed
from bot.events import StepKept
from bot.model import ChannelId, Deal, DealStatus
from bot.practice import PracticeEnded
from bot.rules.practice import A_MOMENT
from bot.service import sweep
from messages.ids import Press
from tests.bot.making import LIV, OMAR
from tests.commands.hall import Hall, Told, with_channel

HERE = "C0PRACTICE"


def begin(hall: Hall, who: str = LIV) -> Told:
    return hall.presses(who, {"type": "button", "action_id": "practice.begin", "value": ""})


def running(hall: Hall, who: str = LIV) -> Deal:
    with hall.office.desk.work(hall.office.workspace.id) as uow:
        found = uow.practice_of(who)  # type: ignore[arg-type]
    assert found
    return found


def opened(hall: Hall) -> Deal:
    begin(hall)
    with_channel(hall.office, running(hall).id, ChannelId(HERE))
    return running(hall)


def end(hall: Hall, deal: Deal, who: str = LIV) -> Told:
    return hall.presses(
        who, {"type": "button", "action_id": "practice.end", "value": str(Press(deal.id))}, channel=HERE
    )


def test_it_begins_by_a_press_and_the_next_one_leads_to_it(hall: Hall) -> None:
    assert "look for the private channel practice-" in begin(hall).said
    deal = running(hall)
    with_channel(hall.office, deal.id, ChannelId(HERE))

    assert f"Your practice is in <#{HERE}>." in begin(hall).said
    assert running(hall).id == deal.id


def test_it_is_answered_as_any_deal_in_its_channel(hall: Hall) -> None:
    deal = opened(hall)
    assert "*Practice deal*" in hall.types(LIV, channel=HERE).said
    hall.clock.at += A_MOMENT

    assert hall.types(LIV, "done", channel=HERE).status == 200
    assert StepKept in hall.office.events(deal.id)


def test_nobody_else_is_asked_into_it(hall: Hall) -> None:
    opened(hall)

    for text in (f"ask <@{OMAR}> help me by fri", f"owner <@{OMAR}>", f"lead practice <@{OMAR}>"):
        said = hall.types(LIV, text, channel=HERE).said
        assert f"yours alone: <@{OMAR}> hears nothing of it" in said, said
        assert "Here, go on yourself" in said


def test_whoever_practises_ends_it_and_nobody_else_can(hall: Hall) -> None:
    deal = opened(hall)
    assert "not here any more" in end(hall, deal, OMAR).said
    assert end(hall, deal).said == ""

    assert hall.office.events(deal.id)[-1] is PracticeEnded
    assert "Practice is over" in end(hall, deal).said


def test_a_real_deal_is_not_ended_by_that_button(hall: Hall) -> None:
    assert "not here any more" in end(hall, hall.deal).said
    assert hall.deal.status is DealStatus.OPEN


def test_somebody_who_closes_it_as_a_real_one_teaches_nothing_and_it_ends_by_itself(hall: Hall) -> None:
    deal = opened(hall)
    hall.types(LIV, "close delivered lessons ask twice", channel=HERE)
    assert DealClosed in hall.office.events(deal.id)
    hall.clock.at += timedelta(minutes=20)
    sweep.review(hall.office.desk, hall.office.workspace.id, deal.id, now=hall.clock.at)

    assert PracticeEnded in hall.office.events(deal.id)
    assert "ask twice" not in hall.types(LIV, "lessons").said


def test_the_lists_of_whoever_practises_do_not_show_it(hall: Hall) -> None:
    opened(hall)

    for scope in ("mine", "stalled", "all", "backlog"):
        assert "Practice deal" not in hall.types(LIV, f"list {scope}").said


@pytest.mark.parametrize(
    "text",
    [
        "why",
        "history",
        "checklist",
        "playbook",
        "promises",
        "promise training by fri",
        "owner",
        f"owner <@{OMAR}>",
        "lead",
        "customer all is well",
        "snooze tomorrow because it rains",
        "waiting on customer until fri",
        "reschedule fri because it rains",
        "decide",
        "next call again by fri",
    ],
)
def test_whatever_is_typed_there_is_answered(hall: Hall, text: str) -> None:
    opened(hall)
    told = hall.types(LIV, text, channel=HERE)

    assert told.said or told.view
    assert "Something broke" not in told.said
    about = [each for each in hall.office.sent() if each.deal_id == running(hall).id]
    assert {each.to_user for each in about} <= {None, LIV}
