"""Who holds a row: whoever was given it last, in the order of commits, whatever their clocks say and whenever they tell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bot.model import WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import Row, RowState
from tests.simulation.holders import Holders

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIRST = Row(
    id=UUID(int=1),
    workspace_id=WorkspaceId(UUID(int=2)),
    outgoing=Outgoing("a", Kind.SAY, None),
    state=RowState.PENDING,
    attempt=0,
    lease_token=UUID(int=3),
    lease_until=NOON,
    first_wire_at=None,
    last_wire_at=None,
    body=None,
    channel_id=None,
    position=7,
)
SECOND = replace(FIRST, lease_token=UUID(int=4), lease_until=NOON - timedelta(hours=1))


def test_a_claim_with_an_old_reading_of_the_clock_is_the_last_one_all_the_same() -> None:
    holders = Holders()
    holders.given(FIRST, holders.committed())
    holders.given(SECOND, holders.committed())

    assert holders.of(FIRST) == SECOND


def test_whoever_stood_still_after_their_commit_and_tells_late_was_not_the_last() -> None:
    holders = Holders()
    earlier, later = holders.committed(), holders.committed()
    holders.given(SECOND, later)
    holders.given(FIRST, earlier)

    assert holders.of(FIRST) == SECOND


def test_a_row_that_nobody_was_seen_to_be_given_is_its_holders_own() -> None:
    holders = Holders()
    holders.given(SECOND, holders.committed())
    holders.clear()

    assert holders.of(FIRST) == FIRST
