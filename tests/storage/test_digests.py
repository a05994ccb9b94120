"""What a digest told of is remembered, and what was added to it after that."""

from dataclasses import replace

from bot.model import ChannelId, DealId, WorkspaceId
from bot.outgoing import DIGEST, DigestFacts, Kind, Line, Outgoing
from storage.opening import Storage
from tests.storage.examples import NOW, id_of

KEY, OTHER = "digest:leadership:C1:2026-11-23", "digest:person:UANA:2026-11-23"
ACME, BETA, CODA = (DealId(id_of(name)) for name in ("acme", "beta", "coda"))


def facts(*deals: DealId) -> DigestFacts:
    lines = tuple(Line("decision", deal, "a deal", None, "call", subject=str(deal)) for deal in deals)
    return DigestFacts("leadership", "2026-11-23", "UTC", lines)


def a_digest(key: str, *deals: DealId) -> Outgoing:
    return Outgoing(key, Kind.DIGEST, "channel:C1", to_channel=ChannelId("C1"), digest=facts(*deals))


def an_edit(key: str, number: int, *deals: DealId) -> Outgoing:
    row = Outgoing(f"edit:{key}:{number}", Kind.EDIT, f"edit:{key}", detail=DIGEST, edits=key)
    return replace(row, digest=facts(*deals), gathers=key) if deals else row


def send(storage: Storage, here: WorkspaceId, *rows: Outgoing) -> None:
    with storage.work(here) as uow:
        uow.send(rows, now=NOW)


def about(storage: Storage, here: WorkspaceId, deal: DealId | None) -> list[str]:
    with storage.work(here) as uow:
        return list(uow.digests_about(deal, (KEY, OTHER)))


def added(storage: Storage, here: WorkspaceId, key: str = KEY) -> list[DealId]:
    with storage.work(here) as uow:
        return [line.deal_id for line in uow.lines_added(key)]


def test_a_digest_is_about_the_deals_of_its_lines_and_of_those_that_were_added(
    storage: Storage, here: WorkspaceId
) -> None:
    send(storage, here, a_digest(OTHER, ACME), a_digest(KEY, ACME), an_edit(KEY, 1, BETA), an_edit(OTHER, 1))

    assert about(storage, here, ACME) == [KEY, OTHER]
    assert about(storage, here, BETA) == [KEY]
    assert about(storage, here, CODA) == []
    assert about(storage, here, None) == [KEY, OTHER]


def test_a_digest_that_was_not_decided_is_about_nothing(storage: Storage, here: WorkspaceId) -> None:
    assert about(storage, here, None) == []
    assert added(storage, here) == []


def test_lines_are_kept_in_the_order_in_which_they_were_added(storage: Storage, here: WorkspaceId) -> None:
    send(storage, here, a_digest(KEY, ACME), an_edit(KEY, 1, CODA), an_edit(KEY, 2), an_edit(KEY, 3, BETA, ACME))

    assert added(storage, here) == [CODA, BETA, ACME]
    assert added(storage, here, OTHER) == []


def test_the_lines_of_another_workspace_are_its_own(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    send(storage, elsewhere, a_digest(KEY, ACME), an_edit(KEY, 1, BETA))

    assert about(storage, here, BETA) == []
    assert added(storage, here) == []
