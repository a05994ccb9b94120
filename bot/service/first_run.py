"""The first steps: put to one person by direct message, drawn anew as they are done, and there again whenever wanted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.addressing import private
from bot.first_run import SETTLED_BY_ADMINS, FirstRun, FirstStep, FirstSteps
from bot.model import DealStatus, UserId, WorkspaceId
from bot.outgoing import FIRST_STEPS, DigestFacts, Kind, Outgoing
from bot.ports import UnitOfWork, Wanted
from bot.rules import digests
from bot.rules.first_steps import first_steps, seen_by
from bot.rules.own_time import check_admin
from bot.service.desk import Asked, Desk, context_of

STARTED = (DealStatus.OPEN, DealStatus.HELD, DealStatus.STOPPED, DealStatus.CLOSED)
Change = Callable[[FirstRun], FirstRun]
ALL_OF_THEM = 1000
"""The most deals that the preview of a digest looks through."""


def begin(desk: Desk, workspace_id: WorkspaceId, by: UserId | None, *, now: datetime) -> None:
    """Put the first steps to whoever let Baton in; ``by`` None: to the first admin who comes by.

    Once for each installation: a second consent, a restart or another replica finds them put already. Nobody is
    bothered with them in a workspace that was at work before.
    """
    with desk.work(workspace_id) as uow:
        run = uow.first_run()
        if run is None and (uow.settled(most=1) or uow.count(Wanted(statuses=STARTED))):
            return
        run = run or FirstRun()
        _put(uow, run if run.person else replace(run, person=by), is_new=run.person is None, now=now)
    desk.wake()


def greet(desk: Desk, asked: Asked) -> None:
    """Put them to an admin who comes by, if nobody has them yet."""
    with desk.work(asked.workspace_id) as uow:
        run = uow.first_run()
        if run is None or run.person is not None or asked.by not in context_of(uow).admins():
            return
        _put(uow, replace(run, person=asked.by), is_new=True, now=asked.now)
    desk.wake()


def _put(uow: UnitOfWork, run: FirstRun, *, is_new: bool, now: datetime) -> None:
    if is_new and run.person:
        _entrust(uow, run.person)
    steps = steps_of(uow, run)
    uow.put_first_run(replace(run, showed=_said(steps)) if is_new else run)
    if is_new and run.person:
        # By its key it is sent once, however often somebody consents.
        uow.send([Outgoing(run.key, Kind.FIRST_STEPS, private(run.person), to_user=run.person)], now=now)


def _entrust(uow: UnitOfWork, person: UserId) -> None:
    """Let whoever has the first steps settle things, where no admin did yet."""
    home = uow.workspace()
    # Let in again, Baton finds what stood here: what admins settled is not for whoever came by to press Allow.
    if home.rules.installer is None and (uow.settled(most=1) or uow.chosen()):
        return
    uow.put_workspace(replace(home, rules=replace(home.rules, installer=person)))


def steps_of(uow: UnitOfWork, run: FirstRun | None = None, reader: UserId | None = None) -> FirstSteps:
    """Return how the first steps stand, to one reader; None: to whoever has them."""
    run = run or uow.first_run() or FirstRun()
    has_deals = uow.count(Wanted(statuses=STARTED)) > 0
    waiting = uow.count(Wanted(statuses=(DealStatus.BACKLOG,)))
    home = uow.workspace()
    found = first_steps(run, home.rules, home.team_channel, has_deals=has_deals, waiting=waiting)
    context, who = context_of(uow), reader or run.person
    return found if who is None else seen_by(found, context, who)


def show(desk: Desk, asked: Asked) -> FirstSteps:
    """Return how they stand, to an admin and to whoever has them."""
    with desk.work(asked.workspace_id) as uow:
        _check(uow, asked.by)
        return steps_of(uow, reader=asked.by)


def skip(desk: Desk, asked: Asked, step: FirstStep) -> FirstSteps:
    """Do without a step; that of the channel is skipped by letting Baton speak, which is settled and not skipped."""
    return _noted(desk, asked, lambda run: replace(run, skipped=_with(run.skipped, step)), about=step)


def _check(uow: UnitOfWork, by: UserId, step: FirstStep | None = None) -> None:
    """Raise NotAnAdmin for a stranger to the message, and for whoever has it where a step is not theirs to settle."""
    run = uow.first_run()
    if run is None or run.person != by or step in SETTLED_BY_ADMINS:
        check_admin(context_of(uow), by)


def look_ahead(desk: Desk, asked: Asked) -> tuple[DigestFacts | None, datetime]:
    """Return somebody's next digest as it would be if nothing changed until then, and when; None: nothing would be in it."""
    with desk.work(asked.workspace_id) as uow:
        context = context_of(uow)
        zone = context.calendar(asked.by).zone
        at = digests.next_at(context, asked.by, digests.clock_of(context, asked.by), zone=zone, now=asked.now)
        deals = uow.deals(Wanted(person=asked.by, limit=ALL_OF_THEM))
        found = digests.for_person(deals, asked.by, context, zone=zone, now=at)
    _noted(desk, asked, lambda run: replace(run, seen=_with(run.seen, FirstStep.PREVIEW)), about=None)
    return found, at


def refresh(uow: UnitOfWork, *, now: datetime) -> None:
    """Have the message drawn anew if it says something else by now; in the transaction that made it so."""
    run = uow.first_run()
    if run is None or run.person is None:
        return
    said = _said(steps_of(uow, run))
    if said == run.showed:
        return
    run = replace(run, drawn=run.drawn + 1, showed=said)
    uow.put_first_run(run)
    lane, key = f"edit:{run.key}", f"edit:{run.key}:{run.drawn}"
    uow.send([Outgoing(key, Kind.EDIT, lane, detail=FIRST_STEPS, edits=run.key)], now=now)


def _noted(desk: Desk, asked: Asked, change: Change, *, about: FirstStep | None) -> FirstSteps:
    """Write a change; ``about`` None: anybody may."""
    with desk.work(asked.workspace_id) as uow:
        if about:
            _check(uow, asked.by, about)
        run = uow.first_run()
        # A workspace that was at work before remembers its skips too, once somebody looks at the steps there.
        uow.put_first_run(change(run or FirstRun()))
        refresh(uow, now=asked.now)
        found = steps_of(uow, reader=asked.by)
    desk.wake()
    return found


def _with(known: tuple[FirstStep, ...], step: FirstStep) -> tuple[FirstStep, ...]:
    return tuple(dict.fromkeys((*known, step)))


def _said(steps: FirstSteps) -> str:
    """Return what the message says, to be compared: won deals that wait count while one is yet to be started."""
    return repr(steps)
