"""An owner who has left: who is asked who owns the deal, from when, and what ends it."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.context import Context
from bot.events import Nudged
from bot.model import Choice, Deal, LapseKind, Offer, StepId, UserId
from bot.rules import deciding, owner
from bot.rules.deciding import Verdict
from bot.rules.lapses import conditions
from bot.rules.owner_gone import KIND
from tests.bot.making import ANA, CONTEXT, GONE, GUEST, LIV, NOW, OMAR, STRANGER, Story, a_deal, a_lapse, at, id_of

DEAL = a_deal(owner_id=GONE)


def asked(deal: Deal, context: Context = CONTEXT, now: datetime = NOW) -> list[tuple[UserId, datetime]]:
    return [(each.who, each.since) for each in conditions(deal, context, now=now) if each.kind is KIND]


@pytest.mark.parametrize("gone", [GONE, GUEST])
def test_the_owning_functions_lead_is_asked_from_the_first_look_on(gone: UserId) -> None:
    assert asked(replace(DEAL, owner_id=gone)) == [(OMAR, NOW)]


@pytest.mark.parametrize("there", [ANA, STRANGER])
def test_nobody_is_asked_about_an_owner_who_is_there_or_may_be(there: UserId) -> None:
    assert asked(replace(DEAL, owner_id=there)) == []


def test_while_somebody_is_asked_to_own_it_nothing_more_is_asked() -> None:
    assert asked(replace(DEAL, offer=Offer(ANA, LIV, NOW))) == []


def test_where_the_lead_is_the_one_who_left_the_next_one_up_is_asked() -> None:
    assert asked(replace(DEAL, leads=(("delivery", GONE),))) == [(LIV, NOW)]


def test_an_open_question_keeps_the_moment_from_which_it_counts() -> None:
    running = replace(DEAL, lapses=(a_lapse(KIND),))

    assert asked(running, now=at("2026-11-25 12:00")) == [(OMAR, NOW)]


def test_after_another_decision_a_working_day_goes_by() -> None:
    settled = replace(DEAL, lapses=(a_lapse(KIND, closed_at=NOW),))

    assert asked(settled) == [(OMAR, at("2026-11-23 18:00"))]


def test_no_next_step_is_asked_of_somebody_who_has_left() -> None:
    assert LapseKind.NOTHING_DATED not in {each.kind for each in conditions(DEAL, CONTEXT, now=NOW)}


def test_it_is_asked_at_once_and_leadership_hears_a_day_later() -> None:
    story = Story(DEAL)
    story.play(at("2026-11-25 18:00"))

    nudges = [event for _, event in story.nudges() if isinstance(event, Nudged) and event.kind is KIND]
    assert [(each.who, each.decider_id) for each in nudges] == [(OMAR, OMAR), (OMAR, None)]
    assert [each.when for each in story.heard(kind=KIND)] == ["Mon 23 Nov 10:00", "Tue 24 Nov 10:00"]


def test_whoever_is_asked_takes_over_or_gives_it_back_to_sales() -> None:
    story = Story(DEAL)
    story.play(NOW)

    taken = owner.take_over(story.deal, CONTEXT, by=OMAR, now=NOW).deal
    returned = deciding.decide(
        story.deal, CONTEXT, Verdict(Choice.RETURN, "find one"), by=OMAR, step_id=StepId(id_of("s")), now=NOW
    ).deal

    assert (taken.owner_id, returned.owner_id) == (OMAR, ANA)
    assert asked(taken) == asked(returned) == []


def test_it_ends_when_they_are_there_again() -> None:
    story = Story(DEAL)
    story.play(NOW)
    story.context = Context(CONTEXT.people | {GONE: replace(CONTEXT.people[GONE], is_active=True)}, LIV)

    story.look(at("2026-11-23 12:00"))

    assert not [each for each in story.deal.lapses if each.kind is KIND and each.closed_at is None]
