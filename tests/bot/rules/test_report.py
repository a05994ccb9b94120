"""What deals came to in a span: only what happened in it counts, by whole histories, and nobody reads what they may not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.closed import Closing, DealClosed, Outcome, Summary
from bot.events import DealOpened, Decided, Event, ItemAccepted, ItemSentBack, LapseClosed, Nudged, Recorded, StepKept
from bot.figures import Ledger
from bot.handovers import HandoverComplete
from bot.model import Choice, Deal, DealStatus, LapseId, LapseKind, StepId, UserId
from bot.playbook import Where
from bot.rules.permissions import may_find
from bot.rules.report import Handed, Report, report
from tests.bot.making import ANA, CONTEXT, FAYE, GUEST, LIV, NOW, OMAR, STRANGER, a_deal, a_lapse, an_item, by, id_of

SINCE = NOW - timedelta(days=7)
DAY = timedelta(days=1)
PERMIT = an_item("permit", accepted_by="finance")
KEPT = StepKept(StepId(id_of("call")), "call", ANA, on_time=True, as_first_dated=True)
WON, COMPLETE = DealOpened(ANA, "Site", 3), HandoverComplete(4, 3, 0, ())
BACK = ItemSentBack(PERMIT.id, PERMIT.title, FAYE, "too small", by("2026-11-24"))
ACCEPTED = ItemAccepted(PERMIT.id, PERMIT.title, FAYE)
SUMMARY = Summary(None, None, None, None, 1, 1, 1, 1, Ledger(), 0, 0, 0)


def happened(*days_ago: tuple[float, Event]) -> list[Recorded]:
    """Return events of so many days ago, numbered in their order."""
    return [Recorded(n, NOW - ago * DAY, ANA, event) for n, (ago, event) in enumerate(days_ago, start=1)]


def of(*days_ago: tuple[float, Event], deal: Deal | None = None, late: tuple[Deal, ...] = ()) -> Report:
    return report([(deal or a_deal(items=(PERMIT,)), happened(*days_ago))], late, since=SINCE)


def test_only_what_happened_in_the_span_counts() -> None:
    found = of((9, WON), (8, KEPT), (2, KEPT), (1, COMPLETE))

    assert (found.won, found.kept, found.in_time, found.handed_over) == (0, 1, 1, 1)


def test_a_deal_counts_once_however_often_it_was_handed_over() -> None:
    assert of((3, WON), (2, COMPLETE), (1, COMPLETE)).handed_over == 1


def test_what_was_sent_back_before_the_span_was_not_accepted_the_first_time() -> None:
    assert of((9, BACK), (1, ACCEPTED)).handed == (Handed("Delivery", "Finance", 1, 0),)
    assert of((1, ACCEPTED)).handed == (Handed("Delivery", "Finance", 1, 1),)
    assert of((9, ACCEPTED)).handed == ()


def test_deals_are_counted_by_what_became_of_them_unless_they_were_taken_up_again() -> None:
    ended = DealClosed(Outcome.PARTLY, ANA, "", "", SUMMARY)
    closed = a_deal(status=DealStatus.CLOSED, closing=Closing(Outcome.PARTLY, ANA, NOW, "", "", SUMMARY))

    assert of((1, ended), deal=closed).closed == ((Outcome.PARTLY, 1),)
    assert of((1, ended)).closed == ()


def test_what_stalls_is_told_the_longest_first_with_how_much_more_there_is() -> None:
    lapses = [a_lapse(LapseKind.NOTHING_DATED, opened_at=NOW - n * DAY) for n in (1, 3)]
    one = a_deal(
        lapses=(lapses[0], a_lapse(LapseKind.ITEM_OVERDUE, PERMIT.id, opened_at=NOW - 2 * DAY)), items=(PERMIT,)
    )
    older = a_deal(lapses=(replace(lapses[1], decider_id=LIV),))
    over = a_deal(lapses=(replace(lapses[1], closed_at=NOW),))
    held = a_deal(status=DealStatus.HELD, lapses=tuple(lapses))

    found = of(late=(one, older, over, held))

    assert [(each.what, each.all) for each in found.stalled] == [("the next step", 1), ("permit", 2)]
    assert found.asked == (NOW - 3 * DAY,)


ASKS = Nudged(LapseId(id_of("l")), LapseKind.SILENCE, "alive", 1, Where.PRIVATE, ANA, decider_id=ANA)
AGAIN = replace(ASKS, rung=2, decider_id=LIV)
OVER = LapseClosed(ASKS.lapse_id, LapseKind.SILENCE, "alive")
DECIDED = Decided(Choice.CONTINUE, LIV, "it goes on", None, None, is_rescue=False)


@pytest.mark.parametrize(
    ("days_ago", "waited"),
    [
        (((4, ASKS), (3, AGAIN), (1, DECIDED), (1, OVER)), (3,)),
        (((9, ASKS), (1, DECIDED)), (8,)),
        (((9, ASKS), (8, DECIDED), (2, replace(ASKS, lapse_id=LapseId(id_of("m")))), (1.5, DECIDED)), (0.5,)),
        (((4, ASKS), (3, OVER), (1, DECIDED)), ()),
        (((4, replace(ASKS, decider_id=None)), (1, DECIDED)), ()),
        (((6, ASKS), (1, DECIDED), (0.9, ASKS), (0.5, DECIDED)), (0.4, 5)),
    ],
    ids=["from the first question", "asked before the span", "taken before", "ended otherwise", "not asked", "two"],
)
def test_a_decision_waited_from_when_somebody_was_first_asked_for_it(
    days_ago: tuple[tuple[float, Event], ...], waited: tuple[float, ...]
) -> None:
    assert [round(each / DAY, 3) for each in of(*days_ago).waited] == list(waited)


@pytest.mark.parametrize(
    ("who", "public", "private"),
    [(OMAR, True, True), (LIV, True, False), (GUEST, False, False), (STRANGER, False, False)],
)
def test_of_a_private_deal_only_its_members_read_and_a_guest_of_no_other(
    who: UserId, *, public: bool, private: bool
) -> None:
    assert may_find(a_deal(), CONTEXT, who) is public
    assert may_find(a_deal(is_private=True), CONTEXT, who) is private
