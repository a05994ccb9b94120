"""A lead or a holder who has left the company: somebody is asked at once who takes over what they led and had to give.

Whoever answers for the promises is one of them: they hold that line of the checklist, or lead the function it is of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from bot.context import Context
from bot.model import Deal, Item, ItemStatus, LapseKind, UserId
from bot.promises import PromiseStatus
from bot.rules.asking import lead_for
from bot.rules.changing import ABOUT
from bot.rules.condition import Condition
from bot.rules.items import is_settled
from bot.rules.owner_gone import has_left, seen_since
from bot.rules.promises import receiving

KIND = LapseKind.COLLEAGUE_GONE
_TO_GIVE = (ItemStatus.WAITING, ItemStatus.OPEN)


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody leads and holds that is not over: functions by their keys, and lines that go along with none."""

    functions: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.functions or self.items)


def left_by(deal: Deal, user: UserId) -> Left:
    """Return what somebody else has to take over from ``user``."""
    led = tuple(key for key, lead in deal.leads if lead == user and _is_needed(deal, key))
    held = (item for item in deal.items if item.holder_id == user and item.status in _TO_GIVE)
    # What came to them because they lead goes along with the lead, and is no question of its own.
    return Left(led, tuple(item for item in held if item.function not in led or item.given_by))


def colleagues_gone(deal: Deal, context: Context, *, now: datetime) -> Iterator[Condition]:
    """Ask at once, for each who has left: one question names all that was theirs."""
    people = (*(lead for _, lead in deal.leads), *(item.holder_id for item in deal.items))
    for user in dict.fromkeys(people):
        # Who owns the deal comes first: whoever that will be says who does the rest.
        if user == deal.owner_id or not has_left(context, user):
            continue
        left = left_by(deal, user)
        if left:
            function = None if left.functions else left.items[0].function
            lead = lead_for(deal, context, user, function, now=now)
            since = seen_since(deal, context, KIND, gone_id(deal, user), lead, now=now)
            yield Condition(KIND, gone_id(deal, user), since, user, ABOUT[KIND], function=function)


def gone_id(deal: Deal, user: UserId) -> UUID:
    """Return what a lapse about somebody who left has as its subject: people have no id of that kind."""
    return uuid5(deal.id, f"gone:{user}")


def who_left(deal: Deal, subject: UUID | None) -> UserId | None:
    """Return whom such a lapse is about; None once nothing of theirs is left."""
    people = (*(lead for _, lead in deal.leads), *(item.holder_id for item in deal.items))
    return next((user for user in people if gone_id(deal, user) == subject), None)


def _is_needed(deal: Deal, function: str) -> bool:
    """Tell whether anybody may still turn to whoever leads a function: about the deal, a line or a promise."""
    if function == deal.leads[0][0]:
        return True
    lines = any(function in (item.function, item.accepted_by) and not is_settled(item) for item in deal.items)
    return lines or (function == receiving(deal) and bool(deal.register.having(PromiseStatus.TOLD)))
