"""Admins say whom other systems mean: for every deal to come, and for all that wait for that person now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.crm_people import CrmPerson
from bot.model import DealId, UserId
from bot.ports import Conflict, UnitOfWork
from bot.refusals import Busy, CannotStandFor, NotNamed
from bot.rules.meeting import meet
from bot.rules.own_time import check_admin
from bot.service.desk import TRIES, Asked, Desk, amend, context_of
from bot.service.settling import check_current, record
from bot.settled import Setting

AT_ONCE = 50
"""Deals that one answer settles at once, while somebody waits for theirs; the form tells of the rest."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What came of an answer: who is meant from now on, in how many deals it was put right, and how many still wait."""

    person: CrmPerson
    settled: int
    waiting: int


def people(desk: Desk, asked: Asked) -> tuple[Sequence[CrmPerson], int]:
    """Return the people of other systems, to an admin, and the number of the last change that anybody made."""
    with desk.work(asked.workspace_id) as uow:
        check_admin(context_of(uow), asked.by)
        last = next(iter(uow.settled(most=1)), None)
        return uow.crm_people(), last.seq if last else 0


def choose(
    desk: Desk, asked: Asked, source: str, key: str, seen: int, *, user: UserId, is_stand_in: bool = False
) -> Chosen:
    """Say whom a system means, and put right the deals that wait for them; the same answer again goes on with the rest.

    Raise CannotStandFor for somebody who cannot own or act, NotNamed for whom no system names, SettledMeanwhile.
    """
    person = _settled(desk, asked, (source, key), seen, user, is_stand_in=is_stand_in)
    with desk.work(asked.workspace_id) as uow:
        found = uow.missing(source, key, most=AT_ONCE)
    for deal_id, part in found:
        rule = partial(meet, part=part, user=user, by=asked.by, now=asked.now)
        amend(desk, asked.workspace_id, deal_id, rule, asked.now, then=_meeting(deal_id, part))
    desk.wake()
    with desk.work(asked.workspace_id) as uow:
        waiting = _found(uow, source, key).waiting
    return Chosen(person, len({deal_id for deal_id, _ in found}), waiting)


def _meeting(deal_id: DealId, part: str) -> Callable[[UnitOfWork, object], None]:
    return lambda uow, _: uow.met(deal_id, part)


def _settled(
    desk: Desk, asked: Asked, whom: tuple[str, str], seen: int, user: UserId, *, is_stand_in: bool
) -> CrmPerson:
    for _ in range(TRIES):
        try:
            with desk.work(asked.workspace_id) as uow:
                context = context_of(uow)
                check_admin(context, asked.by)
                was = _found(uow, *whom)
                if why := context.unable(user):
                    raise CannotStandFor(user, why)
                now = replace(was, user=user, is_stand_in=is_stand_in)
                if now != was:
                    change = (Setting.CRM_PERSON, f"{was.source}: {was.said}", was.user or "", user)
                    check_current(uow, seen, [change])
                    uow.choose(*whom, user, is_stand_in=is_stand_in)
                    record(uow, asked, [change])
                return now
        except Conflict:
            continue
    raise Busy


def _found(uow: UnitOfWork, source: str, key: str) -> CrmPerson:
    for each in uow.crm_people():
        if (each.source, each.key) == (source, key):
            return each
    raise NotNamed
