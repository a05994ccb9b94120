"""What became of a promise of the register: kept, missed, or still to be seen."""

from datetime import date
from enum import StrEnum

from bot.closed import Outcome
from bot.model import Deal
from bot.promises import PromiseStatus, RegisteredPromise
from bot.working_time import local_day


class Became(StrEnum):
    """A promise that was taken on is kept or missed in the end; until then it is open."""

    OPEN = "open"
    KEPT = "kept"
    MISSED = "missed"


def became(deal: Deal, promise: RegisteredPromise, *, today: date) -> Became | None:
    """Return what became of an accepted promise by the day that was promised; None: nobody took it on.

    It is kept where all was delivered in time: the day on which the last gate was settled, else on which it was closed.
    """
    if promise.status is not PromiseStatus.ACCEPTED:
        return None
    if deal.closing is None:
        # Nothing is taken for delivered before somebody says so, so a day that is over was missed as far as anybody knows.
        return Became.MISSED if promise.due_on and promise.due_on < today else Became.OPEN
    delivered = deal.closing.summary.delivered_on or local_day(deal.zone, deal.closing.at)
    is_late = promise.due_on is not None and delivered > promise.due_on
    return Became.KEPT if deal.closing.outcome is Outcome.DELIVERED and not is_late else Became.MISSED
