"""Who is asked in public, and what a question in private looks like."""

from datetime import date

import pytest

from bot.consequences import outgoing
from bot.events import Event, Nudged, Recorded, Woken
from bot.model import BATON, Deal, LapseId, LapseKind, Lost, UserId
from bot.outgoing import Kind
from bot.playbook import Where
from bot.rules.restraint import asked_in_public, in_private
from tests.bot.making import ANA, HOME, LIV, NOW, OMAR, a_deal, id_of

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
