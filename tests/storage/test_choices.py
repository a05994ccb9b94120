"""Versions of playbooks that people put in force: kept with who and when, safe from files, followed in turns."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.kept_versions import Chosen
from bot.model import DealId, DealStatus, PlaybookId, WorkspaceId
from bot.playbook import Playbook
from bot.ports import Conflict
from storage.opening import Storage
from storage.playbooks.library import built_in
from tests.storage.examples import ANA, NOW, a_deal

SITE = built_in()[-1]
KIND = SITE.kind
OWN, OTHER = replace(SITE, id="own", title="Ours"), replace(SITE, id="other", title="Another")


def chosen(now: Playbook = OWN, was: Playbook | None = SITE, *, minutes: int = 0, follows: bool = False) -> Chosen:
    at = NOW + timedelta(minutes=minutes)
    return Chosen(KIND, PlaybookId(now.id), PlaybookId(was.id) if was else None, ANA, at, follows)


def put(storage: Storage, here: WorkspaceId, *choices: Chosen) -> None:
    with storage.work(here) as work:
        work.put_playbooks(built_in(), now=NOW)
        for each in (OWN, OTHER):
            work.keep_version(each, now=NOW)
    for choice in choices:
        with storage.work(here) as work:
            work.choose_version(choice)


def in_force(storage: Storage, here: WorkspaceId) -> str:
    with storage.work(here) as work:
        found = work.playbook(KIND)
    assert found
    return found.id


def test_a_version_is_kept_without_being_in_force(storage: Storage, here: WorkspaceId) -> None:
    put(storage, here)

    assert in_force(storage, here) == SITE.id
    with storage.work(here) as work:
        kept = work.version(PlaybookId("own"))
        assert work.version(PlaybookId("nobody's")) is None
    assert kept
    assert (kept.playbook, kept.since) == (OWN, NOW)


def test_what_somebody_chose_is_not_taken_back_by_the_next_start(storage: Storage, here: WorkspaceId) -> None:
    put(storage, here, chosen())

    with storage.work(here) as work:
        work.put_playbooks(built_in(), now=NOW + timedelta(days=1))

    assert in_force(storage, here) == "own"


def test_every_choice_stands_in_the_record(storage: Storage, here: WorkspaceId) -> None:
    first, second = chosen(), chosen(OTHER, OWN, minutes=5)
    put(storage, here, first, second)

    with storage.work(here) as work:
        assert list(work.chosen()) == [first, second]


def test_of_two_who_choose_at_once_the_second_is_told(storage: Storage, here: WorkspaceId) -> None:
    put(storage, here, chosen())

    with pytest.raises(Conflict), storage.work(here) as work:
        work.choose_version(chosen(OTHER, SITE, minutes=5))

    assert in_force(storage, here) == "own"
    with storage.work(here) as work:
        assert len(work.chosen()) == 1


def test_a_kind_that_is_new_is_chosen_once(storage: Storage, here: WorkspaceId) -> None:
    new = replace(OWN, id="new", kind="repair")
    choice = Chosen("repair", PlaybookId("new"), None, ANA, NOW)
    with storage.work(here) as work:
        work.keep_version(new, now=NOW)
        work.choose_version(choice)

    with pytest.raises(Conflict), storage.work(here) as work:
        work.choose_version(replace(choice, at=NOW + timedelta(minutes=1)))


def test_behind_are_deals_that_run_by_another_version_of_the_kind(storage: Storage, here: WorkspaceId) -> None:
    put(storage, here, chosen())
    deals = [
        a_deal(here, "old", playbook_id=PlaybookId(SITE.id)),
        a_deal(here, "held", playbook_id=PlaybookId("other"), status=DealStatus.HELD),
        a_deal(here, "new", playbook_id=PlaybookId("own")),
        a_deal(here, "closed", playbook_id=PlaybookId(SITE.id), status=DealStatus.CLOSED),
        a_deal(here, "otherwise", playbook_id=PlaybookId(built_in()[0].id)),
    ]
    with storage.work(here) as work:
        for deal in deals:
            assert work.add(deal, [], [])
        found = work.behind(KIND, PlaybookId("own"), limit=9)

        assert found == sorted(deal.id for deal in deals[:2])
        assert work.behind(KIND, PlaybookId("own"), after=found[0], limit=9) == found[1:]
        assert work.behind(KIND, PlaybookId("own"), limit=1) == found[:1]


def test_the_oldest_choice_is_followed_first_and_to_its_end(storage: Storage, here: WorkspaceId) -> None:
    first, second = chosen(follows=True), chosen(OTHER, OWN, minutes=5, follows=True)
    put(storage, here, first, second)
    deal = DealId(a_deal(here).id)

    with storage.work(here) as work:
        assert work.following() == first
        work.followed(first, after=deal)
        assert work.following() == replace(first, after=deal)
        work.followed(first, after=None)
        assert work.following() == second
        work.followed(second, after=None)
        assert work.following() is None


def test_another_workspace_sees_nothing_of_it(storage: Storage, here: WorkspaceId, elsewhere: WorkspaceId) -> None:
    put(storage, here, chosen(follows=True))

    with storage.work(elsewhere) as work:
        assert (work.chosen(), work.following(), work.version(PlaybookId("own"))) == ([], None, None)
