"""What was accepted the first time is counted by pairs of functions, a line once, from what happened."""

import pytest

from bot.events import Event, ItemAccepted, ItemDone, ItemSentBack, Recorded
from bot.figures import AtGates, FirstPass
from bot.gate_events import ItemReopened, ItemStartedAnyway
from bot.model import ItemStatus
from bot.rules.first_pass import at_gates, first_pass
from tests.bot.making import ANA, FAYE, NOW, OMAR, a_deal, an_item

SCOPE, PERMIT = an_item("scope", accepted_by="finance"), an_item("permit", accepted_by="finance")
INVOICE, VISIT = an_item("invoice", function="finance", accepted_by="delivery"), an_item("visit")
DEAL = a_deal(items=(SCOPE, PERMIT, INVOICE, VISIT))
TOLD = ItemReopened(SCOPE.id, "scope", OMAR, "it changed", None, OMAR, ItemStatus.ACCEPTED)
STARTED = ItemStartedAnyway(VISIT.id, "visit", ANA, "it cannot wait", None, OMAR, ("scope",))


def told(*events: Event) -> list[Recorded]:
    return [Recorded(n, NOW, ANA, event) for n, event in enumerate(events, 1)]


def accepted(item: object = SCOPE) -> ItemAccepted:
    return ItemAccepted(item.id, "scope", FAYE)  # type: ignore[attr-defined]


def sent_back(item: object = SCOPE) -> ItemSentBack:
    return ItemSentBack(item.id, "scope", FAYE, "no address", None)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("events", "pairs"),
    [
        ((), ()),
        ((ItemDone(SCOPE.id, "scope", OMAR, "p", is_late=False), sent_back()), ()),
        ((accepted(),), (FirstPass("delivery", "finance", 1, 1),)),
        ((sent_back(), sent_back(), accepted()), (FirstPass("delivery", "finance", 1, 0),)),
        ((accepted(), sent_back(PERMIT), accepted(PERMIT)), (FirstPass("delivery", "finance", 2, 1),)),
        ((accepted(), TOLD, sent_back(), accepted()), (FirstPass("delivery", "finance", 1, 1),)),
        (
            (accepted(INVOICE), accepted()),
            (FirstPass("finance", "delivery", 1, 1), FirstPass("delivery", "finance", 1, 1)),
        ),
        ((accepted(an_item("gone")),), ()),
    ],
)
def test_a_line_counts_once_by_how_it_was_accepted_first(
    events: tuple[Event, ...], pairs: tuple[FirstPass, ...]
) -> None:
    assert first_pass(DEAL, told(*events)) == pairs


@pytest.mark.parametrize(
    ("events", "figures"),
    [((), AtGates()), ((accepted(), TOLD, TOLD, STARTED), AtGates(reopened=2, started_anyway=1))],
)
def test_what_happens_out_of_turn_is_counted(events: tuple[Event, ...], figures: AtGates) -> None:
    assert at_gates(told(*events)) == figures
