"""Two workspaces that call everything the same never meet."""

from dataclasses import replace

import pytest

from bot.model import Deal, Person, WorkspaceId
from bot.ports import Conflict, Group, UnitOfWork, Wanted
from storage.opening import Storage
from tests.storage.examples import ANA, NOW, OMAR, a_deal, a_lapse, a_message, a_step, an_item, kept
from tests.storage.test_memory import a_clock, a_playbook


def twin(workspace_id: WorkspaceId, **changes: object) -> Deal:
    """Return a deal with the same ids in every workspace."""
    parts = {"items": (an_item(),), "steps": (a_step(),), "lapses": (a_lapse(),)}
    return a_deal(workspace_id, seq=1, channel_id="C1", next_review_at=NOW, **(parts | changes))


def fill(storage: Storage, workspace_id: WorkspaceId, name: str) -> None:
    with storage.work(workspace_id) as work:
        assert work.add(twin(workspace_id, owner_id=name), [kept(1)], [a_message("brief", detail=name)])
        work.answer("press", name, now=NOW)
        work.put_people([Person(ANA, name, "UTC")])
        work.put_groups([Group("delivery", (name,))])
        work.put_playbooks([replace(a_playbook("v1"), title=name)], now=NOW)
        work.put_digests([replace(a_clock(), zone=name)])


def everything(work: UnitOfWork) -> list[object]:
    deal_id = twin(work.workspace_id).id
    return [
        work.deal(deal_id),
        work.deal_from("erp", "acme"),
        work.deal_in("C1"),
        list(work.deals(Wanted())),
        work.count(Wanted()),
        list(work.due_deals(now=NOW, limit=9)),
        list(work.history(deal_id)),
        list(work.events_between(NOW, NOW.replace(year=2030))),
        work.answered("press"),
        work.people(),
        list(work.groups()),
        work.playbook(None),
        list(work.digests()),
        list(work.due_digests(now=NOW, limit=9)),
        work.backlog_sellers([deal_id]),
    ]


def test_the_same_names_in_two_workspaces_are_two_things(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    fill(storage, here, "UHERE")
    fill(storage, elsewhere, "UELSEWHERE")

    for workspace_id, name in ((here, "UHERE"), (elsewhere, "UELSEWHERE")):
        with storage.work(workspace_id) as work:
            assert work.deal_in("C1") == twin(workspace_id, owner_id=name)
            assert work.answered("press") == name
            assert work.people()[ANA].name == name
            assert work.groups()[0].members == (name,)
            assert work.playbook(None).title == name  # type: ignore[union-attr]
            assert [clock.zone for clock in work.digests()] == [name]
            assert work.count(Wanted()) == len(work.due_deals(now=NOW, limit=9)) == 1


def test_an_empty_workspace_sees_nothing_of_a_full_one(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    fill(storage, here, "UHERE")

    with storage.work(elsewhere) as work:
        assert not any(everything(work))


def test_a_save_does_not_reach_over(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    fill(storage, here, "UHERE")
    fill(storage, elsewhere, "UELSEWHERE")
    with storage.work(here) as work:
        before = twin(here, owner_id="UHERE")
        work.save(before, replace(before, owner_id=OMAR, seq=2), [kept(2)], [])
        work.postpone(before.id, until=NOW.replace(year=2030))

    with storage.work(elsewhere) as work:
        assert work.deal_in("C1") == twin(elsewhere, owner_id="UELSEWHERE")
        assert work.due_deals(now=NOW, limit=9) == [before.id]
        work.put_groups([])
    with storage.work(here) as work:
        assert len(work.groups()) == 1


def test_a_deal_of_another_workspace_cannot_be_saved_under_a_changed_name(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    fill(storage, here, "UHERE")
    stolen = twin(elsewhere, owner_id="UHERE")

    with pytest.raises(Conflict), storage.work(elsewhere) as work:
        work.save(stolen, replace(stolen, owner_id=OMAR, seq=2), [kept(2)], [])


def test_a_row_of_the_outbox_belongs_to_its_workspace(
    storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId
) -> None:
    fill(storage, here, "UHERE")
    fill(storage, elsewhere, "UELSEWHERE")

    rows = storage.outbox.claim(now=NOW, business_now=NOW, lease_for=60, limit=9)

    assert {row.workspace_id: row.outgoing.detail for row in rows} == {here: "UHERE", elsewhere: "UELSEWHERE"}
    assert len({row.id for row in rows}) == 2
    assert not storage.outbox.sent(replace(rows[0], workspace_id=rows[1].workspace_id), posted=None, now=NOW)
