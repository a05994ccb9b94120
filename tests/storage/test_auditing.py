"""What an audit reads is the same on both databases, of one workspace at a time, and costs what is open."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.model import (
    DealId,
    DealStatus,
    Item,
    ItemStatus,
    LapseKind,
    Offer,
    Parked,
    Person,
    Step,
    StepStatus,
    WaitingOn,
    WorkspaceId,
)
from bot.ports import DigestClock, DigestKind, RowState
from bot.watching import Evidence, Fault, Limits
from storage.auditing import Auditing
from storage.migrations import newest
from storage.opening import Storage
from storage.schema.boxes import outbox
from storage.schema.deals import deal
from storage.schema.workspaces import workspace
from tests.storage.examples import ANA, NOW, OMAR, PIA, a_deal, a_lapse, a_message, a_step, an_item, due, id_of
from tests.storage.test_watching import stands_at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MACHINE = NOW + 200 * DAY
ABLE = [Person(each, each, "UTC") for each in (ANA, OMAR, PIA)]
LONG_AGO = due(NOW - 2 * HOUR)


@pytest.fixture
def known(storage: Storage, here: WorkspaceId) -> WorkspaceId:
    """Return a workspace whose people are known."""
    with storage.work(here) as work:
        work.put_people(ABLE)
    return here


def evidence(storage: Storage, workspace_id: WorkspaceId) -> Evidence:
    return Auditing(storage.database).evidence(workspace_id, now=NOW, machine=MACHINE)


def plain(storage: Storage, workspace_id: WorkspaceId) -> set[tuple[Fault, str]]:
    return {(each.fault, each.about) for each in evidence(storage, workspace_id).plain}


def add(storage: Storage, here: WorkspaceId, name: str = "acme", **changes: Any) -> DealId:
    """Add an open deal with which nothing is wrong but what is asked for."""
    well = {"next_review_at": NOW + DAY, "opened_at": NOW - DAY, "channel_name": None}
    made = a_deal(here, name, **(well | changes))
    with storage.work(here) as work:
        work.add(made, [], [])
    with storage.database.writing() as connection:
        connection.execute(update(deal).where(deal.c.id == made.id).values(changed_at=NOW - DAY))
    return made.id


def put(storage: Storage, here: WorkspaceId, key: str, **columns: Any) -> None:
    with storage.work(here) as work:
        work.send([a_message(key, None)])
    with storage.database.writing() as connection:
        connection.execute(update(outbox).where(outbox.c.key == key).values(**({"decided_at": NOW} | columns)))


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"next_review_at": None}, [Fault.UNREVIEWED]),
        ({"next_review_at": NOW - 2 * HOUR}, [Fault.UNREVIEWED]),
        ({"next_review_at": NOW - HOUR / 2}, []),
        ({"next_review_at": NOW + 9 * DAY}, [Fault.UNREVIEWED]),
        ({"next_review_at": None, "status": DealStatus.HELD}, [Fault.UNREVIEWED]),
        ({"next_review_at": None, "status": DealStatus.STOPPED}, []),
        ({"next_review_at": None, "status": DealStatus.BACKLOG}, []),
        ({"channel_name": "deal-acme", "opened_at": NOW - 7 * HOUR}, [Fault.WITHOUT_CHANNEL]),
        ({"channel_name": "deal-acme", "opened_at": NOW - 5 * HOUR}, []),
        ({"channel_name": "deal-acme", "channel_id": "C1"}, []),
        ({"owner_id": "UGONE"}, [Fault.WITHOUT_OWNER]),
        ({"owner_id": "UGONE", "status": DealStatus.CLOSED, "next_review_at": None}, []),
        ({"items": (an_item(holder_id="UGONE"), an_item("other", holder_id="UGONE"))}, [Fault.WITHOUT_OWNER]),
        ({"items": (an_item(holder_id="UGONE", status=ItemStatus.DONE),)}, []),
    ],
)
def test_what_shows_on_a_deals_face(
    storage: Storage, known: WorkspaceId, changes: dict[str, Any], faults: Sequence[Fault]
) -> None:
    deal_id = add(storage, known, **changes)

    assert plain(storage, known) == {(fault, str(deal_id)) for fault in faults}


@pytest.mark.parametrize("lost", [{"is_active": False}, {"is_guest": True}])
def test_who_left_or_became_a_guest_can_own_nothing(
    storage: Storage, known: WorkspaceId, lost: dict[str, bool]
) -> None:
    deal_id = add(storage, known)
    with storage.work(known) as work:
        work.put_people([replace(ABLE[0], **lost)])  # type: ignore[arg-type]

    assert plain(storage, known) == {(Fault.WITHOUT_OWNER, str(deal_id))}


@pytest.mark.parametrize(
    ("columns", "faults"),
    [
        ({}, []),
        ({"decided_at": NOW - 7 * HOUR}, [Fault.UNSENT]),
        ({"decided_at": NOW - 7 * HOUR, "due_at": MACHINE + HOUR / 60}, [Fault.UNSENT]),
        ({"decided_at": NOW - 7 * HOUR, "not_before": NOW - HOUR}, []),
        ({"decided_at": NOW - 7 * HOUR, "state": RowState.SENT}, []),
        ({"decided_at": NOW - 7 * HOUR, "state": RowState.DEAD}, []),
        ({"due_at": MACHINE + 7 * HOUR}, [Fault.UNSENT]),
        ({"not_before": NOW + 11 * DAY, "decided_at": None}, [Fault.UNSENT]),
        ({"not_before": NOW + 3 * DAY}, []),
        ({"state": RowState.UNKNOWN, "last_wire_at": MACHINE - 2 * HOUR}, [Fault.IN_DOUBT]),
        ({"state": RowState.UNKNOWN, "last_wire_at": MACHINE - HOUR / 2}, []),
        # It was looked for, is not there, and waits for a person's morning; half an hour after that it is looked for again.
        ({"state": RowState.UNKNOWN, "last_wire_at": MACHINE - 9 * HOUR, "not_before": NOW + HOUR}, []),
        ({"state": RowState.UNKNOWN, "last_wire_at": MACHINE - 9 * HOUR, "not_before": NOW - HOUR / 2}, []),
        (
            {"state": RowState.UNKNOWN, "last_wire_at": MACHINE - 9 * HOUR, "not_before": NOW - 2 * HOUR},
            [Fault.IN_DOUBT],
        ),
        ({"state": RowState.SENT, "last_wire_at": MACHINE - 2 * HOUR}, []),
    ],
)
def test_what_shows_on_a_messages_face(
    storage: Storage, known: WorkspaceId, columns: dict[str, Any], faults: Sequence[Fault]
) -> None:
    put(storage, known, "it", **columns)

    assert plain(storage, known) == {(fault, "it") for fault in faults}


def test_the_first_of_a_crowd_is_found_late_though_not_all_of_it_is_read(storage: Storage, known: WorkspaceId) -> None:
    with storage.work(known) as work:
        work.send([a_message(f"{number}", None) for number in range(300)])
    with storage.database.writing() as connection:
        connection.execute(update(outbox).values(decided_at=NOW - 7 * HOUR))

    found = plain(storage, known)

    assert (Fault.UNSENT, "0") in found
    assert len(found) == 200


def test_a_digest_that_is_overdue_is_found(storage: Storage, known: WorkspaceId) -> None:
    clocks = [
        DigestClock(DigestKind.PERSON, OMAR, "UTC", NOW - 2 * HOUR),
        DigestClock(DigestKind.PERSON, ANA, "UTC", NOW + DAY),
    ]
    with storage.work(known) as work:
        work.put_digests(clocks)

    assert plain(storage, known) == {(Fault.NO_DIGEST, OMAR)}


def parked(due_at: Any, until: Any) -> Step:
    return a_step(due=due_at, parked=Parked(WaitingOn.CUSTOMER, until, ANA, "they measure"))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"steps": (a_step(due=LONG_AGO),)}, [(LapseKind.STEP_OVERDUE, NOW - 2 * HOUR, None)]),
        ({"steps": (a_step(due=due(NOW - HOUR / 2)),)}, []),
        ({"steps": (a_step(due=LONG_AGO, status=StepStatus.KEPT),)}, []),
        ({"steps": (parked(due(NOW + DAY), LONG_AGO),)}, []),
        ({"steps": (parked(due(NOW - DAY), LONG_AGO),)}, [(LapseKind.STEP_OVERDUE, NOW - 2 * HOUR, None)]),
        ({"items": (an_item(due=LONG_AGO),)}, [(LapseKind.ITEM_OVERDUE, NOW - 2 * HOUR, None)]),
        ({"items": (an_item(due=LONG_AGO, status=ItemStatus.WAITING),)}, []),
        (
            {"steps": (a_step(due=LONG_AGO),), "lapses": (a_lapse(opened_at=NOW - HOUR),)},
            [(LapseKind.STEP_OVERDUE, NOW - 2 * HOUR, NOW - HOUR)],
        ),
        ({"steps": (a_step(due=LONG_AGO),), "lapses": (a_lapse(rung=1, fired_at=NOW),)}, []),
        (
            {"steps": (a_step(due=LONG_AGO),), "lapses": (a_lapse(rung=1, closed_at=NOW - HOUR),)},
            [(LapseKind.STEP_OVERDUE, NOW - 2 * HOUR, None)],
        ),
        (
            {"steps": (a_step(due=LONG_AGO),), "lapses": (a_lapse(kind=LapseKind.STEP_DUE, rung=1),)},
            [(LapseKind.STEP_OVERDUE, NOW - 2 * HOUR, None)],
        ),
        ({"status": DealStatus.HELD, "steps": (a_step(due=LONG_AGO),)}, []),
    ],
)
def test_what_is_overdue_comes_with_what_was_made_of_it(
    storage: Storage, known: WorkspaceId, parts: dict[str, Any], expected: Any
) -> None:
    add(storage, known, **parts)

    found = evidence(storage, known).commitments

    assert [(each.kind, each.due_at, each.opened_at) for each in found] == expected
    assert {each.changed_at for each in found} <= {NOW - DAY}


def test_an_offer_that_no_lapse_watches_is_read_with_what_was_settled(storage: Storage, known: WorkspaceId) -> None:
    offer = Offer(OMAR, ANA, NOW - 3 * DAY)
    closed = a_lapse("old", kind=LapseKind.OWNER_NOT_ACCEPTED, subject=None, closed_at=NOW - DAY)
    standing = a_lapse("new", kind=LapseKind.OWNER_NOT_ACCEPTED, subject=None)
    unwatched = add(storage, known, offer=offer, lapses=(closed,))
    add(storage, known, "watched", offer=offer, lapses=(replace(standing, id=id_of("w")),))
    add(storage, known, "held", offer=offer, status=DealStatus.HELD)

    (found,) = evidence(storage, known).offerings

    assert (found.deal_id, found.offered_at, found.settled_at) == (unwatched, offer.at, NOW - DAY)


def test_an_untold_rung_comes_with_whether_its_message_may_still_come(storage: Storage, known: WorkspaceId) -> None:
    names = ("pending", "unknown", "sent", "dead", "lost")
    for name in names:
        rung = a_lapse(name, rung=2, fired_at=NOW - 2 * HOUR)
        add(storage, known, name, lapses=(rung,))
        if name != "lost":
            put(storage, known, f"nudge:{rung.id}:2", state=RowState(name))

    found = {each.deal_id: each.is_awaited for each in evidence(storage, known).standstills}

    assert found == {id_of(name): name in {"pending", "unknown"} for name in names}


@pytest.mark.parametrize(
    ("lapse", "is_read"),
    [
        (a_lapse(rung=1, fired_at=NOW - 6 * DAY, told_at=NOW - 6 * DAY), True),
        (a_lapse(rung=1, fired_at=NOW - 4 * DAY, told_at=NOW - 4 * DAY), False),
        (a_lapse(rung=1, fired_at=NOW - HOUR / 2), False),
        (a_lapse(rung=0), False),
        (a_lapse(rung=1, fired_at=NOW - 6 * DAY, closed_at=NOW), False),
    ],
)
def test_a_lapse_is_read_where_it_has_stood_still_for_long(
    storage: Storage, known: WorkspaceId, lapse: Any, is_read: bool
) -> None:
    add(storage, known, lapses=(lapse,))

    assert bool(evidence(storage, known).standstills) is is_read


def test_a_lapse_says_whether_others_wait_for_its_item(storage: Storage, known: WorkspaceId) -> None:
    gate: Item = an_item(is_gate=True)
    lapse = a_lapse(kind=LapseKind.ITEM_OVERDUE, subject=gate.id, rung=1, fired_at=NOW - 6 * DAY)
    add(storage, known, items=(gate,), lapses=(lapse,))
    add(storage, known, "other", lapses=(a_lapse("o", rung=1, fired_at=NOW - 6 * DAY),))

    assert [each.is_gate for each in evidence(storage, known).standstills] == [True, False]


@pytest.mark.parametrize(
    ("changes", "is_silent"),
    [
        ({}, True),
        ({"steps": (a_step(),)}, False),
        ({"steps": (a_step(status=StepStatus.KEPT),)}, True),
        ({"lapses": (a_lapse(),)}, False),
        ({"lapses": (a_lapse(closed_at=NOW),)}, True),
        ({"offer": Offer(OMAR, ANA, NOW)}, False),
        ({"status": DealStatus.HELD}, False),
    ],
)
def test_a_deal_is_silent_where_nothing_is_asked_of_anybody(
    storage: Storage, known: WorkspaceId, changes: dict[str, Any], is_silent: bool
) -> None:
    add(storage, known, **changes)
    with storage.database.writing() as connection:
        connection.execute(update(deal).values(changed_at=NOW - 31 * DAY))

    assert bool(evidence(storage, known).silences) is is_silent


def test_each_deal_is_judged_by_the_ladder_of_its_playbook(storage: Storage, known: WorkspaceId) -> None:
    offer, plan = Offer(OMAR, ANA, NOW - 3 * DAY), a_deal(known).ladder
    slow = replace(plan, lapses={**plan.lapses, "step_due": replace(plan.lapses["step_due"], opens_after_hours=7)})
    for name, playbook, ladder in (("a", "p1", plan), ("b", "p2", slow), ("c", "p1", plan), ("d", None, plan)):
        add(storage, known, name, offer=offer, playbook_id=playbook, ladder=ladder)

    found = {each.deal_id: each.ladder for each in evidence(storage, known).offerings}

    assert found == {id_of("a"): plan, id_of("b"): slow, id_of("c"): plan, id_of("d"): plan}


def test_no_workspace_is_read_for_another(storage: Storage, known: WorkspaceId, elsewhere: WorkspaceId) -> None:
    lapse = a_lapse(rung=1, fired_at=NOW - 6 * DAY)
    add(storage, known, next_review_at=None, steps=(a_step("x", due=LONG_AGO),), lapses=(lapse,))
    put(storage, known, "it", decided_at=NOW - 7 * HOUR)

    assert evidence(storage, known) != Evidence((), [], [], [], [])
    assert evidence(storage, elsewhere) == Evidence((), [], [], [], [])


def test_a_workspace_that_looks_back_is_not_audited(
    storage: Storage, known: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    with storage.database.writing() as connection:
        is_it = workspace.c.workspace_id == known
        connection.execute(update(workspace).where(is_it).values(look_back_at=MACHINE))

    assert Auditing(storage.database).workspaces() == [elsewhere]


def test_an_old_version_leaves_judging_to_the_newer_one(storage: Storage, known: WorkspaceId) -> None:
    stands_at(storage, "9999")
    assert Auditing(storage.database).workspaces() == []

    stands_at(storage, newest())
    assert Auditing(storage.database).workspaces() == [known]


def test_the_limits_can_be_others(storage: Storage, known: WorkspaceId) -> None:
    deal_id = add(storage, known, next_review_at=NOW - HOUR / 2)
    strict = Auditing(storage.database, limits=Limits(look=HOUR / 4))

    found = strict.evidence(known, now=NOW, machine=MACHINE).plain

    assert [(each.fault, each.about) for each in found] == [(Fault.UNREVIEWED, str(deal_id))]
