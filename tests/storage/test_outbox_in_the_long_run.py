"""Whatever couriers do and whenever they die: no row in two hands, lanes in order, nothing lost."""

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from bot.model import ChannelId, UserId
from bot.ports import Posted, Row
from storage.claims import HOLDS_LANE
from storage.migrations import metadata
from storage.opening import open_storage
from tests.storage.conftest import numbered_ids
from tests.storage.examples import NOW, a_message

LANES = st.sampled_from(["A", "B", None])
SECONDS = st.integers(0, 900)


class Couriers(RuleBasedStateMachine):
    """Couriers that claim, write, fail and forget; a plain list remembers what they were told."""

    rows = Bundle("rows")

    @initialize()
    def open(self) -> None:
        self.storage = open_storage("sqlite://", ids=numbered_ids())
        metadata.create_all(self.storage.engine)
        self.workspaces = [self.storage.workspaces.ensure(team, bot_user_id=UserId("U")).id for team in ("T1", "T2")]
        self.now = NOW
        self.decided: list[tuple[Any, str | None, str]] = []
        self.ended: set[tuple[Any, str]] = set()
        self.doubted: dict[tuple[Any, str], Any] = {}

    def teardown(self) -> None:
        self.storage.close()

    @rule(team=st.integers(0, 1), lane=LANES)
    def decide(self, team: int, lane: str | None) -> None:
        key = f"k{len(self.decided)}"
        with self.storage.work(self.workspaces[team]) as work:
            work.send([a_message(key, lane), a_message(key, lane)])
        self.decided.append((self.workspaces[team], lane, key))

    @rule(seconds=SECONDS)
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(target=rows, limit=st.integers(1, 4))
    def claim(self, limit: int) -> Any:
        rows = self.storage.outbox.claim(now=self.now, business_now=self.now, lease_for=60, limit=limit)
        assert len(rows) <= limit
        for row in rows:
            assert self.name(row) not in self.ended
            assert not [name for name in self.before(row) if self.holds(name)]
        return multiple(*rows)

    @rule(row=rows)
    def reach_the_wire(self, row: Row) -> None:
        if self.storage.outbox.to_wire(row, now=self.now, body="x", channel_id=ChannelId("C")):
            assert self.now < row.lease_until
            self.doubted[self.name(row)] = self.now

    @rule(row=consumes(rows), wait=SECONDS, is_unknown=st.booleans())
    def put_back(self, row: Row, wait: int, is_unknown: bool) -> None:
        is_unknown = is_unknown and self.name(row) in self.doubted
        due_at = self.now + timedelta(seconds=wait)
        done = self.storage.outbox.later(row, due_at=due_at, error="x", is_unknown=is_unknown, counts=True)
        if done and not is_unknown:
            self.doubted.pop(self.name(row), None)

    @rule(row=consumes(rows), end=st.sampled_from(["sent", "moot", "dead"]))
    def end(self, row: Row, end: str) -> None:
        how: dict[str, Any] = {"posted": Posted(ChannelId("C"), "1.2")} if end == "sent" else {"why": "x"}
        if getattr(self.storage.outbox, end)(row, now=self.now, **how):
            assert self.name(row) not in self.ended
            self.ended.add(self.name(row))

    @rule(row=consumes(rows))
    def die(self, row: Row) -> None:
        """Forget the row; its lease runs out by itself."""

    @invariant()
    def nothing_is_lost(self) -> None:
        if hasattr(self, "storage"):
            assert self.storage.outbox.waiting(business_now=self.now) == len(self.decided) - len(self.ended)

    def name(self, row: Row) -> tuple[Any, str]:
        return row.workspace_id, row.outgoing.key

    def before(self, row: Row) -> list[tuple[Any, str]]:
        """Return what was decided for the same lane earlier."""
        if row.outgoing.lane is None:
            return []
        lane = [
            (team, key) for team, lane, key in self.decided if (team, lane) == (row.workspace_id, row.outgoing.lane)
        ]
        return lane[: lane.index(self.name(row))]

    def holds(self, name: tuple[Any, str]) -> bool:
        if name in self.ended:
            return False
        return name not in self.doubted or self.doubted[name] > self.now - HOLDS_LANE


TestCouriers = Couriers.TestCase
TestCouriers.settings = settings(max_examples=20, stateful_step_count=40, deadline=None)
