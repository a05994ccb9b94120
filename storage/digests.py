"""Remember who gets a digest, and when each is next looked at."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Integer, and_, bindparam, not_, select

from bot.model import DealId
from bot.outgoing import Line
from bot.ports import DigestClock
from storage.claims import is_waiting
from storage.columns import EPOCH
from storage.mapping import DIGEST_CLOCK
from storage.prepared import Prepared, numbered, one_of
from storage.schema.boxes import outbox
from storage.schema.workspaces import digest_clock
from storage.tenancy import Tenant, ours, unless_there


class Digests(Tenant):
    """Read and move the clocks of digests."""

    def due_digests(self, *, now: datetime, limit: int) -> Sequence[DigestClock]:
        return [DIGEST_CLOCK.read(row) for row in self.ask(_DUE, now=now, most=limit).mappings()]

    def digests(self) -> Sequence[DigestClock]:
        wanted = select(digest_clock).where(self.mine(digest_clock))
        ordered = wanted.order_by(digest_clock.c.kind, digest_clock.c.audience)
        return [DIGEST_CLOCK.read(row) for row in self.connection.execute(ordered).mappings()]

    def ensure_digests(self, clocks: Sequence[DigestClock]) -> None:
        if clocks:
            rows = self.stamped([DIGEST_CLOCK.values(each) for each in clocks])
            unless_there(self.connection, digest_clock).on_each(self.connection, rows)

    def put_digests(self, clocks: Sequence[DigestClock]) -> None:
        self.upsert(digest_clock, [DIGEST_CLOCK.values(each) for each in clocks])

    def digests_about(self, deal_id: DealId | None, keys: Sequence[str]) -> Sequence[str]:
        if not keys:
            return []
        given, count = numbered("key", keys), len(keys)
        rows = [*self.ask(_decided(count), **given), *self.ask(_added(count), **given)]
        told = {key for key, facts in rows if deal_id is None or any(line.deal_id == deal_id for line in facts.lines)}
        return sorted(told)

    def lines_added(self, key: str) -> Sequence[Line]:
        return [line for facts in self.ask(_LINES_ADDED, digest=key).scalars() for line in facts.lines]


@cache
def _decided(count: int) -> Prepared:
    # One that waits for its reader's hours stands nowhere yet: an edit would knock at it until the morning.
    is_held = and_(outbox.c.not_before > EPOCH, is_waiting(outbox))
    there = (ours(outbox), outbox.c.digest.is_not(None))
    return Prepared(
        select(outbox.c.key, outbox.c.digest).where(*there, one_of(outbox.c.key, "key", count), not_(is_held))
    )


@cache
def _added(count: int) -> Prepared:
    there = (ours(outbox), outbox.c.digest.is_not(None))
    return Prepared(select(outbox.c.gathers, outbox.c.digest).where(*there, one_of(outbox.c.gathers, "key", count)))


_DUE = Prepared(
    select(digest_clock)
    .where(ours(digest_clock), digest_clock.c.next_review_at <= bindparam("now"))
    .order_by(digest_clock.c.next_review_at, digest_clock.c.kind, digest_clock.c.audience)
    .limit(bindparam("most", type_=Integer))
)
_LINES_ADDED = Prepared(
    select(outbox.c.digest)
    .where(ours(outbox), outbox.c.gathers == bindparam("digest"), outbox.c.digest.is_not(None))
    .order_by(outbox.c.position)
)
