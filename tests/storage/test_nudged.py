"""A nudge is found by where it stands, alone or with the lines that joined it, and nothing else is."""

from dataclasses import replace
from uuid import UUID

from bot.model import ChannelId, DealId, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import Posted
from storage.opening import Storage
from tests.storage.examples import NOW, a_message
from tests.storage.test_claims import claim, send

HERE = Posted(ChannelId("C1"), "1.2")
DEAL, OTHER = DealId(UUID(int=7)), DealId(UUID(int=8))


def nudge(key: str, deal_id: DealId = DEAL, *, seq: int = 3, kind: Kind = Kind.NUDGE) -> Outgoing:
    return replace(a_message(key, deal_id=deal_id, seq=seq), kind=kind)


def stands(storage: Storage, workspace_id: WorkspaceId, *decided: Outgoing, at: Posted = HERE, joins: str = "") -> None:
    """Let messages stand in Slack; with ``joins`` as lines of another."""
    send(storage, workspace_id, *decided)
    for row in claim(storage):
        assert storage.outbox.to_wire(row, now=NOW, body="x", channel_id=at.channel_id, joins=joins or None)
        assert storage.outbox.sent(row, posted=None if joins else at, now=NOW)


def found(storage: Storage, workspace_id: WorkspaceId, at: Posted = HERE) -> list[tuple[DealId, int]]:
    with storage.work(workspace_id) as uow:
        return list(uow.nudges(at))


def test_a_nudge_is_found_by_where_it_stands(storage: Storage, here: WorkspaceId) -> None:
    stands(storage, here, nudge("nudge:1:1", seq=5))

    assert found(storage, here) == [(DEAL, 5)]


def test_the_lines_that_joined_it_are_found_with_it(storage: Storage, here: WorkspaceId) -> None:
    stands(storage, here, nudge("nudge:1:1"))
    stands(storage, here, nudge("nudge:2:1", OTHER, seq=9), joins="nudge:1:1")

    assert found(storage, here) == [(DEAL, 3), (OTHER, 9)]


def test_what_is_no_nudge_is_not_found(storage: Storage, here: WorkspaceId) -> None:
    stands(storage, here, nudge("say:1", kind=Kind.SAY))

    assert found(storage, here) == []


def test_another_place_or_moment_is_another_message(storage: Storage, here: WorkspaceId) -> None:
    stands(storage, here, nudge("nudge:1:1"))

    assert found(storage, here, Posted(ChannelId("C2"), "1.2")) == []
    assert found(storage, here, Posted(ChannelId("C1"), "1.3")) == []


def test_a_nudge_that_has_not_been_said_is_not_found(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, nudge("nudge:1:1"))

    assert found(storage, here) == []


def test_nobody_elses_nudge_is_found(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    stands(storage, elsewhere, nudge("nudge:1:1"))

    assert found(storage, here) == []


def test_a_message_stands_where_it_was_sent_and_nowhere_else(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    stands(storage, here, nudge("board:1", kind=Kind.BOARD))
    send(storage, here, nudge("board:2", kind=Kind.BOARD))

    with storage.work(here) as uow:
        assert uow.stands("board:1", HERE)
        assert not uow.stands("board:1", Posted(HERE.channel_id, "9.9"))
        assert not uow.stands("board:1", Posted(ChannelId("C9"), HERE.ts))
        assert not uow.stands("board:2", HERE)
    with storage.work(elsewhere) as uow:
        assert not uow.stands("board:1", HERE)
