"""Bring forward what a clock that was wrong for a while has put off too far: it would wait until that moment comes."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Update, bindparam, case, or_, update

from storage.claims import is_waiting
from storage.columns import Moment
from storage.prepared import Prepared
from storage.schema.boxes import outbox
from storage.schema.deals import deal
from storage.schema.workspaces import digest_clock

FARTHEST_TRY = timedelta(hours=1)
"""No row is put off further than this at once, by machine time: the longest pause is ten minutes."""
FARTHEST_LOOK = timedelta(days=8)
"""No deal and no digest is to be looked at later than this, by business time: no hint lies further ahead than a week."""
FARTHEST_MORNING = timedelta(days=10)
"""No message waits longer than this for people's hours."""
SURE = timedelta(minutes=1)
"""Longer than any claim waits for its turn: a clock that was set back goes on for so long, and an old reading does not."""


class SetBack:
    """Tells whether a clock was set back: at the first reading nobody knows, so it may have been. One for a process.

    It tells so again until somebody says that it is ``mended``: a database that is in trouble just then, as where both
    its server and its clock are another one's, would let nothing be brought forward, now or later.
    """

    def __init__(self, by: timedelta) -> None:
        self._by = by
        self._latest: datetime | None = None
        self._behind_since: datetime | None = None

    def is_noticed(self, now: datetime) -> bool:
        """Take a reading, and compare it with the one before."""
        if self._latest is None or self._latest - now > self._by:
            return True
        self._latest, self._behind_since = now, None
        return False

    def is_sure(self, now: datetime) -> bool:
        """Tell whether a reading can be believed, be it of a clock that was set back.

        A process that stood still for hours, as on a computer that was put to sleep, goes on with what one of its
        threads had read before, beside others that have read the time anew.
        """
        if self._latest is None or self._latest - now <= self._by:
            return True
        self._behind_since = min(self._behind_since or now, now)
        return now - self._behind_since >= SURE

    def mended(self, now: datetime) -> None:
        """Note that what this reading showed was put right, and committed."""
        self._latest, self._behind_since = now, None


def bring_looks_forward(connection: Connection, *, now: datetime) -> None:
    """Let every deal and digest that was to be looked at too far ahead be looked at now; the rules decide anew."""
    for looks in _LOOKS:
        looks.on(connection, {"next_review_at": now, "farthest": now + FARTHEST_LOOK})


def bring_rows_forward(connection: Connection, *, machine: datetime, business: datetime) -> None:
    """Let every message that was put off too far be tried now.

    One that may have reached Slack counts as called now: it still settles, and is looked for before it is sent again.
    """
    given = {"machine": machine, "farthest_try": machine + FARTHEST_TRY}
    _FORWARD.on(connection, given | {"business": business, "farthest_morning": business + FARTHEST_MORNING})


def _forward() -> Update:
    machine, business, farthest_try, farthest_morning = (
        bindparam(name, type_=Moment()) for name in ("machine", "business", "farthest_try", "farthest_morning")
    )
    tries, mornings = outbox.c.due_at > farthest_try, outbox.c.not_before > farthest_morning
    # A call that is dated in the future would settle only then, and hold its lane until then.
    values = {
        "due_at": case((tries, machine), else_=outbox.c.due_at),
        "not_before": case((mornings, business), else_=outbox.c.not_before),
        "last_wire_at": case((outbox.c.last_wire_at > machine, machine), else_=outbox.c.last_wire_at),
    }
    return update(outbox).where(is_waiting(outbox), or_(tries, mornings)).values(values)


_FORWARD = Prepared(_forward())
_LOOKS = [
    Prepared(update(clock).where(clock.c.next_review_at > bindparam("farthest", type_=Moment())))
    for clock in (deal, digest_clock)
]
