"""Every use case: one transaction, one answer, and the truth to whoever comes second."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Barrier

import pytest

from bot.events import OwnerAccepted, StepCommitted, StepKept
from bot.model import BATON, ChannelId, DealId, StepId, UserId, WorkspaceId
from bot.ports import Conflict, DigestKind, Posted, UnitOfWork
from bot.refusals import AlreadyEnded, Busy, NoDealHere, NoSuchDeal, NotYours
from bot.service import deals, delivery
from bot.service.desk import TRIES, Desk, Did, by_channel, by_id, context_of
from tests.bot.making import ANA, FAYE, GONE, HELSINKI, LIV, NOW, OMAR, PEOPLE, by, id_of
from tests.bot.service.conftest import Office

FRIDAY = by("2026-11-27")


def commit(office: Office, deal_id: DealId, *, key: str = "k1", who: UserId = ANA) -> Did:
    return deals.commit(office.desk, office.asked(who, key), by_id(deal_id), what="call", due=FRIDAY, consequence=None)


def keep(office: Office, deal_id: DealId, step_id: StepId, *, key: str, who: UserId = ANA) -> Did:
    return deals.keep(office.desk, office.asked(who, key), by_id(deal_id), step_id=step_id)


def contested(desk: Desk, times: int) -> Desk:
    """Return a desk at which somebody else saves first so many times."""
    left = [times]

    @contextmanager
    def work(workspace_id: WorkspaceId) -> Iterator[UnitOfWork]:
        with desk.work(workspace_id) as uow:
            yield uow
            if left[0]:
                left[0] -= 1
                raise Conflict

    return replace(desk, work=work)


def test_what_was_decided_is_saved_with_its_event_and_its_message(office: Office, opened: DealId) -> None:
    did = commit(office, opened)

    event = did.happened(StepCommitted)
    assert isinstance(event, StepCommitted)
    assert (event.what, event.by, did.again) == ("call", ANA, False)
    assert office.deal(opened).steps == did.deal.steps
    assert office.history(opened)[-len(did.recorded) :] == list(did.recorded)
    assert f"step:{event.step_id}" in [row.key for row in office.sent()]
    assert did.happened(StepKept) is None


def test_the_courier_is_woken_after_the_commit(office: Office, opened: DealId) -> None:
    office.rung.clear()

    commit(office, opened)

    assert office.rung == ["wake"]


def test_the_same_input_again_gets_the_first_answer(office: Office, opened: DealId) -> None:
    first = commit(office, opened)
    before, sent = office.history(opened), office.sent()

    second = commit(office, opened)

    assert (second.recorded, second.again) == (first.recorded, True)
    assert (office.history(opened), office.sent()) == (before, sent)
    assert len(office.deal(opened).steps) == 1


def test_whoever_counts_hears_of_each_input_that_came_again_and_of_no_other(office: Office, opened: DealId) -> None:
    heard: list[str] = []
    office.desk = replace(office.desk, repeated=lambda: heard.append("again"))
    commit(office, opened)
    assert heard == []

    commit(office, opened)
    commit(office, opened)

    assert heard == ["again", "again"]


def test_an_input_that_changed_nothing_is_known_too(office: Office, opened: DealId) -> None:
    first = deals.offer(office.desk, office.asked(ANA), by_id(opened), to=OMAR)
    second = deals.offer(office.desk, office.asked(ANA), by_id(opened), to=FAYE)

    assert (first.recorded, first.again) == ((), False)
    assert (second.recorded, second.again) == ((), True)
    assert second.deal.offer
    assert second.deal.offer.to == OMAR


def test_a_refusal_leaves_no_trace(office: Office, opened: DealId) -> None:
    before, sent = office.history(opened), office.sent()

    with pytest.raises(NotYours):
        deals.accept_ownership(office.desk, office.asked(FAYE), by_id(opened))

    assert (office.history(opened), office.sent()) == (before, sent)


def test_two_people_press_done_at_once(office: Office, opened: DealId) -> None:
    step = commit(office, opened).deal.steps[0]
    start = Barrier(2)

    def press(who: UserId) -> Did | AlreadyEnded:
        start.wait(timeout=10)
        try:
            return keep(office, opened, step.id, key=f"done by {who}", who=who)
        except AlreadyEnded as refused:
            return refused

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, [ANA, OMAR]))

    (kept,) = [each for each in answers if isinstance(each, Did)]
    (late,) = [each for each in answers if isinstance(each, AlreadyEnded)]
    assert late.step.ended_by == kept.deal.steps[0].ended_by
    assert office.events(opened).count(StepKept) == 1


def test_one_press_delivered_twice_at_once_is_one_press(office: Office, opened: DealId) -> None:
    step = commit(office, opened).deal.steps[0]
    start = Barrier(2)

    def press(_: int) -> Did:
        start.wait(timeout=10)
        return keep(office, opened, step.id, key="the press")

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(press, range(2))

    assert {one.again, two.again} == {False, True}
    assert one.recorded == two.recorded


@pytest.mark.parametrize("times", [0, 1, TRIES - 1])
def test_whoever_saves_second_decides_again(office: Office, opened: DealId, times: int) -> None:
    busy = replace(office, desk=contested(office.desk, times))

    commit(busy, opened)

    assert len(office.deal(opened).steps) == 1


def test_after_many_tries_the_person_is_told(office: Office, opened: DealId) -> None:
    busy = replace(office, desk=contested(office.desk, TRIES))

    with pytest.raises(Busy):
        commit(busy, opened)

    assert office.deal(opened).steps == ()


def test_a_deal_is_found_by_its_channel_or_its_id(office: Office, opened: DealId) -> None:
    row = next(each for each in office.sent() if each.key == f"channel:{opened}")
    posted = Posted(ChannelId("C7"), "deal-acme-oy")
    delivery.told(office.desk, office.workspace.id, row, posted, NOW)

    with office.desk.work(office.workspace.id) as uow:
        assert by_channel(ChannelId("C7"))(uow).id == by_id(opened)(uow).id == opened
        with pytest.raises(NoDealHere):
            by_channel(ChannelId("C8"))(uow)
        with pytest.raises(NoSuchDeal):
            by_id(DealId(id_of("nothing")))(uow)


def test_what_the_review_adds_is_the_clocks_doing(office: Office, opened: DealId) -> None:
    late = office.asked(OMAR, "late", by("2026-11-25 12:00").at)

    did = deals.accept_ownership(office.desk, late, by_id(opened))

    actors = {type(each.event): each.actor for each in did.recorded}
    assert actors[OwnerAccepted] == OMAR
    assert {who for kind, who in actors.items() if kind is not OwnerAccepted} == {BATON}


def test_everybody_a_deal_needs_gets_a_digest(office: Office, opened: DealId) -> None:
    with office.desk.work(office.workspace.id) as uow:
        clocks = {clock.audience: clock for clock in uow.digests()}

    assert set(clocks) == {ANA, OMAR, FAYE}
    assert clocks[ANA].kind is DigestKind.PERSON
    assert clocks[ANA].next_review_at == by("2026-11-24 08:30").at
    assert (clocks[OMAR].zone, clocks[FAYE].zone) == ("Europe/Berlin", "America/New_York")


def test_the_default_owner_is_the_chosen_one_if_they_can_act(office: Office) -> None:
    with office.desk.work(office.workspace.id) as uow:
        context = context_of(uow)

    assert (context.default_owner, context.zone, context.people) == (LIV, HELSINKI, PEOPLE)


@pytest.mark.parametrize("chosen", [GONE, None, UserId("UNOBODY")])
def test_else_it_is_an_admin(office: Office, chosen: UserId | None) -> None:
    office.storage.workspaces.put(replace(office.workspace, default_owner=chosen))

    with office.desk.work(office.workspace.id) as uow:
        assert context_of(uow).default_owner == LIV


def test_of_a_workspace_without_people_nobody_is_asked(bare: Office) -> None:
    with bare.desk.work(bare.workspace.id) as uow:
        context = context_of(uow)

    assert (context.default_owner, context.zone) == (BATON, "UTC")
