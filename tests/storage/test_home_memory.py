"""What stands around one person is found in a fixed number of statements, and only in their own workspace."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bot.events import Decided, Recorded, Rescued
from bot.model import Choice, DealStatus, ItemStatus, LapseKind, Offer, Rescue, StepStatus, UserId, WorkspaceId
from bot.rules.members import may_see
from bot.rules.momentum import STOPPED, momentum
from storage.opening import Storage
from tests.storage.examples import ANA, NOW, OMAR, PIA, a_deal, a_lapse, a_step, an_item, minutes

SUE = UserId("USUE")
NOBODYS = {"owner_id": OMAR, "seller_id": OMAR}


def keep(storage: Storage, where: WorkspaceId, name: str, *recorded: Recorded, **changes: object) -> None:
    with storage.work(where) as work:
        assert work.add(a_deal(where, name, **{"short": name, **NOBODYS, **changes}), recorded, ())


def around(storage: Storage, where: WorkspaceId, person: UserId, limit: int = 50) -> list[str]:
    with storage.work(where) as work:
        return sorted(deal.external_id for deal in work.deals_around(person, limit=limit))


def rescued(storage: Storage, where: WorkspaceId, ago: float = 60, limit: int = 50) -> list[str]:
    with storage.work(where) as work:
        found = work.rescues(since=NOW - minutes(ago), limit=limit)
        return [f"{deal.external_id} {recorded.seq}" for deal, recorded in found]


def stopped(storage: Storage, where: WorkspaceId, person: UserId = SUE, limit: int = 50) -> list[str]:
    with storage.work(where) as work:
        return sorted(deal.external_id for deal in work.stopped(person, limit=limit))


@pytest.mark.parametrize("kind", LapseKind)
@pytest.mark.parametrize("decider", [None, OMAR])
def test_what_is_asked_for_is_what_a_deal_is_stopped_by(
    storage: Storage, here: WorkspaceId, kind: LapseKind, decider: UserId | None
) -> None:
    keep(storage, here, "one", lapses=(a_lapse(kind=kind, decider_id=decider),))
    with storage.work(here) as work:
        deal = work.deal_from("erp", "one")
    assert deal

    assert stopped(storage, here) == (["one"] if momentum(deal) in STOPPED else [])


def test_the_limit_counts_only_what_is_shown(storage: Storage, here: WorkspaceId) -> None:
    late, silent = a_lapse(kind=LapseKind.STEP_OVERDUE), a_lapse(kind=LapseKind.SILENCE)
    for number in range(3):
        keep(storage, here, f"a-late-{number}", lapses=(late,))
        keep(storage, here, f"b-hidden-{number}", lapses=(silent,), is_private=True)
    keep(storage, here, "c-silent", lapses=(silent,))
    keep(storage, here, "d-silent", lapses=(silent,))

    assert stopped(storage, here, limit=2) == ["c-silent", "d-silent"]


SECRETS: dict[str, dict[str, object]] = {
    "owner": {"owner_id": SUE},
    "seller": {"seller_id": SUE},
    "lead": {"leads": (("finance", SUE),)},
    "asked": {"offer": Offer(SUE, OMAR, NOW)},
    "did": {"steps": (a_step(by=SUE, status=StepStatus.KEPT),)},
    "gave": {"items": (an_item(holder_id=SUE, status=ItemStatus.DONE),)},
    "nothing": {},
}


@pytest.mark.parametrize("changes", SECRETS.values(), ids=SECRETS)
def test_a_private_deal_is_found_by_whoever_works_on_it_alone(
    storage: Storage, here: WorkspaceId, changes: dict[str, object]
) -> None:
    keep(storage, here, "one", lapses=(a_lapse(kind=LapseKind.SILENCE),), is_private=True, **changes)
    with storage.work(here) as work:
        deal = work.deal_from("erp", "one")
    assert deal

    assert stopped(storage, here) == (["one"] if may_see(deal, SUE) else [])


@pytest.mark.parametrize(
    "changes",
    [
        {"owner_id": SUE},
        {"seller_id": SUE},
        {"leads": (("finance", SUE),)},
        {"offer": Offer(SUE, OMAR, NOW)},
        {"steps": (a_step(by=SUE),)},
        {"items": (an_item(holder_id=SUE),)},
        {"lapses": (a_lapse(kind=LapseKind.SILENCE, decider_id=SUE),)},
        {"seller_id": SUE, "status": DealStatus.HELD},
    ],
    ids=["owner", "seller", "lead", "asked", "does", "gives", "decides", "on hold"],
)
def test_whoever_has_to_do_with_a_deal_finds_it(
    storage: Storage, here: WorkspaceId, changes: dict[str, object]
) -> None:
    keep(storage, here, "one", **changes)

    assert around(storage, here, SUE) == ["one"]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"seller_id": SUE, "status": DealStatus.CLOSED},
        {"seller_id": SUE, "status": DealStatus.BACKLOG},
        {"steps": (a_step(by=SUE, status=StepStatus.KEPT),)},
        {"items": (an_item(holder_id=SUE, status=ItemStatus.ACCEPTED),)},
        {"lapses": (a_lapse(decider_id=SUE, closed_at=NOW),)},
    ],
    ids=["a stranger", "closed", "not started", "kept", "accepted", "decided"],
)
def test_nobody_else_does(storage: Storage, here: WorkspaceId, changes: dict[str, object]) -> None:
    keep(storage, here, "one", **changes)

    assert around(storage, here, SUE) == []


def test_no_more_are_found_than_asked_for(storage: Storage, here: WorkspaceId) -> None:
    for name in ("one", "two", "three"):
        keep(storage, here, name, owner_id=ANA)

    assert len(around(storage, here, ANA, limit=2)) == 2


def test_nobody_finds_a_deal_of_another_workspace(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    keep(storage, here, "one", Recorded(1, NOW, PIA, Rescued(PIA, Rescue.DID_STEP)), owner_id=ANA, seq=1)

    assert around(storage, elsewhere, ANA) == []
    assert rescued(storage, elsewhere) == []


def decided(*, is_rescue: bool, why: str = "go on") -> Decided:
    return Decided(Choice.CONTINUE, PIA, why, None, None, is_rescue=is_rescue)


def test_rescues_come_newest_first_decisions_that_are_none_not_at_all(storage: Storage, here: WorkspaceId) -> None:
    told = (
        Recorded(1, NOW - minutes(30), PIA, Rescued(PIA, Rescue.TOOK_OVER)),
        Recorded(2, NOW - minutes(20), PIA, decided(is_rescue=False, why='"is_rescue":true')),
        Recorded(3, NOW - minutes(10), PIA, decided(is_rescue=True)),
    )
    keep(storage, here, "one", *told, seq=3)
    keep(storage, here, "two", Recorded(1, NOW, PIA, Rescued(PIA, Rescue.DID_ITEM)), seq=1)

    assert rescued(storage, here) == ["two 1", "one 3", "one 1"]
    assert rescued(storage, here, limit=1) == ["two 1"]
    assert rescued(storage, here, ago=15) == ["two 1", "one 3"]


@contextmanager
def counted(storage: Storage) -> Iterator[list[str]]:
    """Collect the statements that are executed meanwhile."""
    said: list[str] = []

    def note(*about: object) -> None:
        said.append(str(about[2]))

    event.listen(storage.engine, "before_cursor_execute", note)
    yield said
    event.remove(storage.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("how_many", [2, 30])
def test_however_many_there_are_they_cost_the_same_statements(
    storage: Storage, here: WorkspaceId, how_many: int
) -> None:
    saved = Recorded(1, NOW, PIA, Rescued(PIA, Rescue.DID_STEP))
    for number in range(how_many):
        keep(storage, here, f"d{number}", saved, owner_id=ANA, seq=1, items=(an_item(),))

    with storage.work(here) as work, counted(storage) as said:
        work.deals_around(ANA, limit=100)
        work.rescues(since=NOW - minutes(1), limit=100)

    assert len(said) <= 9
