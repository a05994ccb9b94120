"""What a nudge says of the next rung: only what is news to those who read it."""

from bot.model import LapseKind, UserId
from bot.playbook import Where
from messages.nudges import nudge
from tests.messages.catalogue import SCOPE, nudged
from tests.messages.samples import ANA, LIV, OMAR, lapsed, scene

ITEM_LATE = lapsed(LapseKind.ITEM_OVERDUE, SCOPE.id)
"""The owner is Omar, and the default ladder tells holder, lead and owner at its third rung."""


def said(who: UserId, *also: UserId) -> str:
    """Return the words of the second rung."""
    return nudge(nudged(LapseKind.ITEM_OVERDUE, 2, Where.CHANNEL, who, also=also), scene(of=ITEM_LATE)).text


def test_announces_the_owner_who_does_not_know_yet() -> None:
    assert "the owner hears of it next" in said(ANA, LIV)


def test_announces_nobody_when_the_owner_is_asked_already() -> None:
    assert "hears of it next" not in said(OMAR, LIV)


def test_announces_nobody_when_the_owner_is_told_already() -> None:
    assert "hears of it next" not in said(ANA, OMAR)
