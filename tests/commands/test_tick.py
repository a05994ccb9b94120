"""The tick looks at everything due, and one bad row stops nothing else."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from bot.events import Nudged
from bot.model import Deal, DealId, WorkspaceId
from bot.outgoing import Kind
from bot.ports import Trouble, UnitOfWork, Wanted, Work
from bot.service import sweep
from bot.service.desk import Desk
from commands.tick import Tick, edge, every
from tests.bot.making import NOW, OMAR, at
from tests.bot.service.conftest import Office, won
from tests.commands.hall import HandClock
from tests.commands.seeing.conftest import Watch
from tests.lines import written

LATER = at("2026-11-23 15:00")


class Bad(Exception):  # noqa: N818 - what a row that no rule can judge raises
    """A deal that cannot be looked at."""


@dataclass
class Spoilt:
    """A unit of work in which some deals cannot be read, and which may refuse to push them ahead."""

    within: UnitOfWork
    bad: set[DealId]
    is_stuck: bool = False
    no_digest_for: str = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.within, name)

    def deal(self, deal_id: DealId) -> Deal | None:
        if deal_id in self.bad:
            raise Bad(str(deal_id))
        return self.within.deal(deal_id)

    def deals(self, wanted: Wanted) -> Sequence[Deal]:
        if self.no_digest_for and wanted.person == self.no_digest_for:
            raise Bad(self.no_digest_for)
        return self.within.deals(wanted)

    def postpone(self, deal_id: DealId, *, until: datetime) -> None:
        if self.is_stuck:
            raise Bad("cannot be pushed ahead either")
        self.within.postpone(deal_id, until=until)


def spoilt(work: Work, *bad: DealId, is_stuck: bool = False, no_digest_for: str = "") -> Work:
    @contextmanager
    def spoil(workspace_id: WorkspaceId) -> Any:
        with work(workspace_id) as uow:
            yield Spoilt(uow, set(bad), is_stuck, no_digest_for)

    return cast("Work", spoil)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(LATER)


def tick_of(office: Office, clock: HandClock, desk: Desk | None = None) -> Tick:
    return Tick(desk or office.desk, clock, lambda now: office.storage.workspaces.due(now=now))


def test_a_tick_reviews_what_is_due_and_remembers_when(office: Office, opened: DealId, clock: HandClock) -> None:
    tick = tick_of(office, clock)

    tick.run()

    assert office.events(opened).count(Nudged) == 1
    assert (tick.completed_at, tick.beat_at) == (LATER, LATER)


def test_a_tick_with_nothing_to_do_is_complete_as_well(bare: Office, clock: HandClock) -> None:
    tick = tick_of(bare, clock)

    tick.run()

    assert tick.completed_at == LATER


def test_digests_that_are_due_go_out(office: Office, opened: DealId, clock: HandClock) -> None:
    clock.at = at("2026-11-24 09:40")

    tick_of(office, clock).run()
    tick_of(office, clock).run()

    told = [row.to_user for row in office.sent(Kind.DIGEST)]
    assert told
    assert len(told) == len(set(told))


def test_one_bad_digest_stops_no_other_and_is_pushed_ahead(
    office: Office, opened: DealId, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    clock.at = at("2026-11-24 09:40")
    desk = replace(office.desk, work=spoilt(office.desk.work, no_digest_for=OMAR))

    tick_of(office, clock, desk).run()

    with office.desk.work(office.workspace.id) as uow:
        next_at = {each.audience: each.next_review_at for each in uow.digests()}
    assert next_at.pop(OMAR) == clock.at + sweep.PUSHED_AHEAD
    assert next_at
    assert min(next_at.values()) > clock.at
    assert f"The digest for {OMAR} could not be made and is pushed ahead" in caplog.text

    clock.move(hours=1)
    tick_of(office, clock).run()

    assert OMAR in [row.to_user for row in office.sent(Kind.DIGEST)]


def test_one_bad_deal_stops_no_other_and_is_pushed_ahead(
    office: Office, opened: DealId, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    good = office.receive(won("D-2")).deal_id
    desk = replace(office.desk, work=spoilt(office.desk.work, opened))
    tick = tick_of(office, clock, desk)

    tick.run()

    assert office.events(good).count(Nudged) == 1
    assert office.events(opened).count(Nudged) == 0
    assert office.deal(opened).next_review_at == LATER + sweep.PUSHED_AHEAD
    assert f"Deal {opened} could not be reviewed and is pushed ahead" in caplog.text
    assert tick.completed_at == LATER


def test_a_bad_deal_is_looked_at_again_once_it_is_well(office: Office, opened: DealId, clock: HandClock) -> None:
    tick_of(office, clock, replace(office.desk, work=spoilt(office.desk.work, opened))).run()
    clock.move(hours=1)

    tick_of(office, clock).run()

    assert office.events(opened).count(Nudged) == 1


def test_a_bad_deal_that_cannot_even_be_pushed_ahead_stops_no_other(
    office: Office, opened: DealId, clock: HandClock
) -> None:
    good = office.receive(won("D-2")).deal_id
    desk = replace(office.desk, work=spoilt(office.desk.work, opened, is_stuck=True))

    tick_of(office, clock, desk).run()

    assert office.events(good).count(Nudged) == 1


def failing_in(office: Office, *broken: WorkspaceId) -> Desk:
    def work(workspace_id: WorkspaceId) -> AbstractContextManager[UnitOfWork]:
        if workspace_id in broken:
            raise Bad("its memory does not answer")
        return office.desk.work(workspace_id)

    return replace(office.desk, work=work)


def test_a_workspace_that_cannot_be_looked_at_stops_no_other_and_is_told_of(
    office: Office, opened: DealId, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    broken = WorkspaceId(office.storage.workspaces.ensure("T0", bot_user_id=office.workspace.bot_user_id).id)
    tick = Tick(failing_in(office, broken), clock, lambda _: [broken, office.workspace.id])

    tick.run()

    assert office.events(opened).count(Nudged) == 1
    assert tick.completed_at is None
    assert "Incident: work of the clock failed" in caplog.text


def test_a_tick_that_finds_nothing_out_is_not_complete_and_the_next_one_is(
    office: Office, opened: DealId, clock: HandClock
) -> None:
    answers = iter([None, [office.workspace.id]])

    def due(_: datetime) -> list[WorkspaceId]:
        found = next(answers)
        if found is None:
            raise Bad("the list of workspaces does not answer")
        return found

    tick = Tick(office.desk, clock, due)

    tick.run()
    assert tick.completed_at is None

    tick.run()
    assert tick.completed_at == LATER
    assert office.events(opened).count(Nudged) == 1


def test_more_than_one_batch_is_worked_off_in_one_tick(office: Office, clock: HandClock) -> None:
    deals = [office.receive(won(f"D-{number}")).deal_id for number in range(sweep.BATCH + 5)]

    tick_of(office, clock).run()

    assert [deal_id for deal_id in deals if Nudged not in office.events(deal_id)] == []


def test_the_edge_logs_what_fails_and_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise Bad("details for the log")

    assert edge(fail) is False
    assert edge(lambda: None) is True
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "details for the log" in caplog.text


def test_whoever_gives_a_guard_sees_every_piece_of_a_tick(office: Office, opened: DealId, clock: HandClock) -> None:
    seen = []

    def guard(work: Callable[[], None]) -> bool:
        seen.append(work)
        return edge(work)

    Tick(office.desk, clock, lambda now: office.storage.workspaces.due(now=now), guard).run()

    # Who is due, the sweep of that workspace, its one deal, its digests, and the Homes of who looks at them.
    assert len(seen) == 5
    assert office.events(opened).count(Nudged) == 1


def test_the_scheduler_ticks_again_and_again_one_at_a_time(office: Office, clock: HandClock) -> None:
    ticked = threading.Semaphore(0)

    def due(_: datetime) -> list[WorkspaceId]:
        ticked.release()
        return []

    tick = Tick(office.desk, clock, due)
    scheduler = every(0.01, tick)

    scheduler.start()
    try:
        assert ticked.acquire(timeout=10)
        assert ticked.acquire(timeout=10)
    finally:
        scheduler.shutdown()

    assert tick.completed_at == LATER


def test_the_scheduler_holds_one_job_that_never_piles_up(office: Office) -> None:
    (job,) = every(5, tick_of(office, HandClock(NOW))).get_jobs()

    assert (job.max_instances, job.coalesce) == (1, True)
    assert job.trigger.interval == timedelta(seconds=5)


def test_what_is_done_beside_the_tick_keeps_it_from_nothing_and_may_fail(office: Office, clock: HandClock) -> None:
    ticked, answered = threading.Semaphore(0), threading.Event()
    failed = threading.Semaphore(0)

    def waits_for_slack() -> None:
        answered.wait()

    def fails() -> None:
        failed.release()
        raise Bad("beside")

    scheduler = every(0.01, Tick(office.desk, clock, lambda _: ticked.release() or []), beside=(waits_for_slack, fails))
    scheduler.start()
    try:
        assert all(ticked.acquire(timeout=20) for _ in range(3))
        assert all(failed.acquire(timeout=20) for _ in range(2))
    finally:
        answered.set()
        scheduler.shutdown()


def test_what_fails_is_written_with_its_workspace_and_its_deal(
    office: Office, opened: DealId, clock: HandClock
) -> None:
    desk = replace(office.desk, work=spoilt(office.desk.work, opened))

    with written() as lines:
        tick_of(office, clock, desk).run()

    about = {"workspace": str(office.workspace.id), "deal": str(opened)}
    assert [line["event"] for line in lines if about.items() <= line.items()] == [
        "Incident: work of the clock failed; it will be tried again",
        "Deal … could not be reviewed and is pushed ahead",
    ]


def test_a_digest_that_fails_is_written_with_its_key(office: Office, opened: DealId, clock: HandClock) -> None:
    clock.at = at("2026-11-24 09:40")
    desk = replace(office.desk, work=spoilt(office.desk.work, no_digest_for=OMAR))

    with written() as lines:
        tick_of(office, clock, desk).run()

    assert {line["key"] for line in lines} == {f"digest:person:{OMAR}"}


def test_what_comes_afterwards_comes_after_a_look_that_went_well_and_cannot_stop_the_next(
    office: Office, opened: DealId, clock: HandClock
) -> None:
    seen: list[tuple[datetime, datetime | None]] = []

    def fail(_: datetime) -> None:
        raise Bad("afterwards")

    tick = tick_of(office, clock)
    tick.afterwards = (fail, lambda now: seen.append((now, tick.completed_at)))

    tick.run()

    assert seen == [(LATER, LATER)]
    assert office.events(opened).count(Nudged) == 1


def fail_to_find(_: datetime) -> list[WorkspaceId]:
    raise Bad("the memory is away")


def test_nothing_comes_after_a_look_that_failed(office: Office, clock: HandClock) -> None:
    seen: list[datetime] = []
    tick = Tick(office.desk, clock, fail_to_find, afterwards=(seen.append,))

    tick.run()

    assert (seen, tick.completed_at) == ([], None)


def test_each_look_is_counted_with_its_time_and_whether_it_went_well(office: Office, clock: HandClock) -> None:
    watch = Watch()

    def due(_: datetime) -> list[WorkspaceId]:
        watch.passes(0.5)
        return []

    Tick(office.desk, clock, due, figures=watch.figures).run()
    Tick(office.desk, clock, fail_to_find, figures=watch.figures).run()

    shown = watch.read()
    assert (shown["baton_tick_seconds_count"], shown["baton_tick_seconds_sum"]) == (2, 0.5)
    assert shown["baton_ticks_failed_total"] == 1


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(days=31), timedelta(days=3650)])
def test_the_scheduler_goes_on_though_the_machines_clock_jumps(
    office: Office, clock: HandClock, jump: timedelta
) -> None:
    """Its next run then lies that far on the other side of now: this is all that a jump is to it."""
    ticked = threading.Semaphore(0)
    scheduler = every(0.5, Tick(office.desk, clock, lambda _: ticked.release() or []))
    scheduler.start()
    try:
        (job,) = scheduler.get_jobs()
        job.modify(next_run_time=job.next_run_time - jump)

        assert ticked.acquire(timeout=10)
        assert ticked.acquire(timeout=10)
    finally:
        scheduler.shutdown()


def test_trouble_with_the_memory_is_left_to_the_memory_to_tell(caplog: pytest.LogCaptureFixture) -> None:
    def away() -> None:
        raise Trouble("The database cannot be used.")

    assert not edge(away)
    assert not [each for each in caplog.records if each.levelno > logging.DEBUG]
