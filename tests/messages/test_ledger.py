"""Figures of a deal in words: each one that there is, none that there is not, and no person's name."""

import pytest

from bot.figures import AtGates, FirstPass, Ledger, Slips
from bot.model import WaitingOn
from messages.ledger import handed_over, in_full, in_short
from tests.bot.making import a_deal


def lines(figures: Ledger, *waited: tuple[WaitingOn, float]) -> list[str]:
    said = in_full(figures, waited)
    return said.split("\n")[1:] if said else []


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        (Ledger(), []),
        (Ledger(kept=1, in_time=1, as_first_dated=1), ["• 1 next step done, by the first date"]),
        (Ledger(kept=2, in_time=2), ["• 2 next steps done, by a new date"]),
        (Ledger(kept=1), ["• 1 next step done, too late"]),
        (
            Ledger(kept=6, in_time=5, as_first_dated=3),
            ["• 6 next steps done: 3 by the first date, 2 by a new date and 1 too late"],
        ),
        (Ledger(ours=Slips(1, 0)), ["• Moved 1 time by us"]),
        (Ledger(ours=Slips(1, 2)), ["• Moved 3 times by us (2 when it was past)"]),
        (
            Ledger(customers=Slips(0, 1), third_parties=Slips(2, 0)),
            ["• Moved 1 time by the customer (1 when it was past) and 2 times by a third party"],
        ),
    ],
)
def test_each_figure_is_said_where_there_is_one(figures: Ledger, said: list[str]) -> None:
    assert lines(figures) == said


@pytest.mark.parametrize(
    ("hours", "span"),
    [
        (0.2, "less than a working hour"),
        (1.9, "1 working hour"),
        (16, "16 working hours"),
        (17, "2 working days"),
        (36, "4 working days"),
        (800, "100 working days"),
    ],
)
def test_a_wait_is_said_in_a_unit_that_can_be_pictured(hours: float, span: str) -> None:
    assert lines(Ledger(), (WaitingOn.CUSTOMER, hours)) == [f"• Waited {span} on the customer"]


def test_the_longest_wait_is_said_first_as_it_comes() -> None:
    assert lines(Ledger(), (WaitingOn.THIRD_PARTY, 9.0), (WaitingOn.US, 2.0)) == [
        "• Waited 9 working hours on a third party and 2 working hours on us"
    ]


def test_in_a_digest_it_is_one_line() -> None:
    figures = Ledger(kept=2, in_time=2, as_first_dated=2, ours=Slips(1, 0))

    assert in_short(figures) == "2 next steps done, by the first date; moved 1 time by us"


@pytest.mark.parametrize(
    ("pairs", "gates", "said"),
    [
        ((), AtGates(), []),
        (
            (FirstPass("delivery", "finance", 4, 3), FirstPass("finance", "delivery", 1, 0)),
            AtGates(),
            ["Accepted the first time: 0 of 1 from Finance to Delivery and 3 of 4 from Delivery to Finance"],
        ),
        ((), AtGates(reopened=1), ["1 line reopened"]),
        ((), AtGates(reopened=2, started_anyway=1), ["2 lines reopened; 1 line started before what it waited for"]),
        ((), AtGates(started_anyway=3), ["3 lines started before what it waited for"]),
    ],
)
def test_what_was_handed_over_is_said_by_pairs_of_functions(
    pairs: tuple[FirstPass, ...], gates: AtGates, said: list[str]
) -> None:
    assert [str(each) for each in handed_over(a_deal(), pairs, gates)] == said


def test_what_was_handed_over_stands_below_the_steps() -> None:
    handed = handed_over(a_deal(), (FirstPass("delivery", "finance", 1, 1),), AtGates())

    assert (in_full(Ledger(kept=1, in_time=1), (), *handed) or "").split("\n")[1:] == [
        "• 1 next step done, by a new date",
        "• Accepted the first time: 1 of 1 from Delivery to Finance",
    ]
