"""Who is asked in public, and what a question in private looks like."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.consequences import outgoing
from bot.events import Event, Nudged, Recorded, Woken
from bot.model import BATON, ChannelId, Deal, LapseId, LapseKind, Lost, UserId
from bot.outgoing import Kind
from bot.playbook import Where
from bot.rules.restraint import as_begun, asked_in_public, in_private
from tests.bot.making import ANA, CONTEXT, HOME, LIV, NOW, OMAR, a_deal, id_of

TODAY = date(2026, 11, 23)


def a_nudge(where: Where = Where.CHANNEL, **changes: object) -> Nudged:
    given = {"rung": 2, "where": where, "who": ANA}
    return Nudged(LapseId(id_of("late")), LapseKind.STEP_OVERDUE, "call", **(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("deal", "event", "asked"),
    [
        (a_deal(), a_nudge(), ANA),
        (a_deal(is_private=True), a_nudge(), ANA),
        (a_deal(), a_nudge(also=(OMAR,), decider_id=OMAR), OMAR),
        (a_deal(), a_nudge(Where.PRIVATE), None),
        (a_deal(), a_nudge(Where.LEADERSHIP, also=(LIV,)), None),
        (a_deal(channel_name=None, channel_id=None), a_nudge(), None),
        (a_deal(channel_lost=Lost.GONE), a_nudge(), None),
        (a_deal(channel_lost=Lost.ARCHIVED), a_nudge(), ANA),
        (a_deal(), Woken(), None),
    ],
)
def test_who_is_asked_in_public_is_the_one_person_who_can_act(deal: Deal, event: Event, asked: UserId | None) -> None:
    assert asked_in_public(deal, event) == asked


def test_a_question_that_spared_on_the_channel_reaches_its_one_person_and_nobody_else() -> None:
    spared = in_private(a_nudge(also=(OMAR,)), TODAY)

    row = outgoing(a_deal(), [Recorded(1, NOW, BATON, spared)], HOME)[0]

    assert (row.kind, row.to_user, row.in_channel_of) == (Kind.NUDGE, ANA, None)


def test_a_decision_is_never_dropped_it_is_asked_in_private() -> None:
    spared = in_private(a_nudge(also=(OMAR,), decider_id=OMAR), TODAY)

    row = outgoing(a_deal(), [Recorded(1, NOW, BATON, spared)], HOME)[0]

    assert spared.decider_id == OMAR
    assert row.to_user == OMAR


BEGINNING = replace(CONTEXT, private_until=TODAY + timedelta(days=1))


def test_in_the_first_days_a_question_for_the_channel_reaches_its_one_person_alone() -> None:
    begun = as_begun(a_deal(), a_nudge(also=(LIV,), decider_id=OMAR), BEGINNING, now=NOW)

    row = outgoing(a_deal(), [Recorded(1, NOW, BATON, begun)], HOME)[0]

    assert (row.to_user, row.in_channel_of) == (OMAR, None)
    assert begun == a_nudge(Where.PRIVATE, decider_id=OMAR, is_beginning=True)


def test_in_the_first_days_one_leader_is_told_and_no_channel_of_leaders() -> None:
    home = replace(HOME, leadership_channel=ChannelId("C0LEAD"))
    nudge = a_nudge(Where.LEADERSHIP, also=(LIV,))

    begun = as_begun(a_deal(), nudge, BEGINNING, now=NOW)

    usual, told = (outgoing(a_deal(), [Recorded(1, NOW, BATON, each)], home)[0] for each in (nudge, begun))
    assert (usual.to_channel, usual.to_user) == ("C0LEAD", None)
    assert (told.to_channel, told.to_user) == (None, LIV)


@pytest.mark.parametrize("event", [a_nudge(Where.PRIVATE), Woken()])
def test_in_the_first_days_nothing_else_changes(event: Event) -> None:
    assert as_begun(a_deal(), event, BEGINNING, now=NOW) is event


def test_the_first_days_end_at_midnight_of_the_workspace() -> None:
    for private_until in (TODAY, None):
        ended = replace(CONTEXT, private_until=private_until)

        assert as_begun(a_deal(), a_nudge(), ended, now=NOW) == a_nudge()
