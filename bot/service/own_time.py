"""When people work, as they, their leads and Slack tell it: remembered, told to whom it concerns, and acted on at once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time

from bot.addressing import private
from bot.context import Context
from bot.model import Absence, DealStatus, Person, PersonalTime, UserId, Week, WorkspaceId
from bot.outgoing import Kind, Outgoing
from bot.ports import Conflict, DigestKind, UnitOfWork, Wanted
from bot.refusals import Busy, NoSuchWeek, NotAPerson, Unable
from bot.rules import own_time
from bot.rules.digests import clock_of, next_at
from bot.rules.permissions import Act, check
from bot.service.desk import TRIES, Asked, Desk, context_of, digest_clock
from bot.working_time import ONE_DAY, at_local, local_day, next_working_moment

RUNNING = (DealStatus.OPEN, DealStatus.HELD)
LOOKED_THROUGH = 200
"""How many deals of somebody are looked through for whether another may mark them as away: whoever leads there."""

Rule = Callable[[UnitOfWork, Context], PersonalTime]


def away(desk: Desk, asked: Asked, user: UserId, *, first: date, last: date, stand_in: UserId | None) -> Absence:
    """Mark a person as away; who is asked meanwhile, and who was marked by another, reads of it."""
    absence = Absence(first, last, asked.by, stand_in)

    def rule(uow: UnitOfWork, context: Context) -> PersonalTime:
        _may_mark(uow, context, asked.by, user)
        today = local_day(context.calendar(user).zone, asked.now)
        time = own_time.away(context, user, absence, today=today)
        # Typed again it is the same absence, and whoever stands in knows of it.
        if absence in context.time_of(user).absences:
            return time
        uow.send(tuple(_told(context, absence, user, asked, is_over=False)), now=asked.now)
        _draw_again(uow, context, user, absence, asked.now)
        if stand_in:
            # Nothing of theirs may have been due before, so that they never had a digest.
            uow.ensure_digests([digest_clock(context, stand_in, now=asked.now)])
        return time

    _change(desk, asked, user, rule, draws=True)
    return absence


def back(desk: Desk, asked: Asked, user: UserId) -> Absence | None:
    """Take back the absence that a person is on, or the next one; None when this very input did so before."""
    ended: list[Absence] = []

    def rule(uow: UnitOfWork, context: Context) -> PersonalTime:
        _may_mark(uow, context, asked.by, user)
        today = local_day(context.calendar(user).zone, asked.now)
        time, absence = own_time.back(context, user, today=today)
        ended[:] = [absence]
        uow.send(tuple(_told(context, replace(absence, by=asked.by), user, asked, is_over=True)), now=asked.now)
        return time

    _change(desk, asked, user, rule, draws=True)
    return ended[0] if ended else None


def work_hours(desk: Desk, asked: Asked, week: Week | None) -> None:
    """Let the one who asks work such a week; None: the workspace's."""
    _change(desk, asked, asked.by, lambda _, context: replace(context.time_of(asked.by), week=week))


def digest_at(desk: Desk, asked: Asked, at: time | None, *, is_daily: bool | None, is_reset: bool = False) -> None:
    """Let the digest of the one who asks come at another time, or on empty days too; None leaves it as it is."""

    def rule(uow: UnitOfWork, context: Context) -> PersonalTime:
        own = context.time_of(asked.by)
        if is_reset:
            own = replace(own, digest_at=None, is_digest_daily=False)
        # Nothing of theirs may have been due before, so that they never had one.
        uow.ensure_digests([digest_clock(context, asked.by, now=asked.now)])
        return replace(
            own,
            digest_at=at or own.digest_at,
            is_digest_daily=own.is_digest_daily if is_daily is None else is_daily,
        )

    _change(desk, asked, asked.by, rule)


def live_in(desk: Desk, asked: Asked, region: str | None) -> str | None:
    """Let the one who asks have the public holidays of a region; None: the workspace's. Return how it is spelled."""
    with desk.work(asked.workspace_id) as uow:
        spelled = region_spelled(uow, region)
    _change(desk, asked, asked.by, lambda _, context: replace(context.time_of(asked.by), region=spelled))
    return spelled


def follow(desk: Desk, workspace_id: WorkspaceId, person: Person, *, now: datetime) -> None:
    """Take over what Slack says of a person; who moved, left or came back has their deals looked at anew."""
    with desk.work(workspace_id) as uow:
        context = context_of(uow)
        before = context.people.get(person.id)
        # Slack tells of each new status text as well, all day long.
        if before and replace(before, time=person.time) == person:
            return
        uow.put_people([person])
        if before and has_moved(before, person):
            moved = replace(context, people={**context.people, person.id: replace(person, time=before.time)})
            _look_again(uow, moved, person.id, now)
            # Who was asked by default may have changed with it, in every deal.
            if context_of(uow).default_owner != context.default_owner:
                uow.look_again(None, at=now)
    desk.wake()


def has_moved(before: Person, after: Person) -> bool:
    """Tell whether a person is asked at other hours than before, or can be asked no more, or again."""
    return (before.zone, before.is_active, before.is_guest) != (after.zone, after.is_active, after.is_guest)


def hush(desk: Desk, workspace_id: WorkspaceId, user: UserId, until: datetime | None, *, now: datetime) -> None:
    """Remember until when a person wants quiet in Slack; None: not now."""
    with desk.work(workspace_id) as uow:
        context = context_of(uow)
        time = context.time_of(user)
        if user not in context.people or time.quiet_until == until:
            return
        uow.put_time(user, _or_none(replace(time, quiet_until=until)))
        # Quiet that lasts longer is noticed when it is time to speak; quiet that ends early is not.
        if time.quiet_until and time.quiet_until > now and (until is None or until < time.quiet_until):
            _look_again(uow, context, user, now)
    desk.wake()


def _change(desk: Desk, asked: Asked, user: UserId, rule: Rule, *, draws: bool = False) -> None:
    """Apply a rule to a person's time in one transaction; the same input again changes nothing."""
    for _ in range(TRIES):
        try:
            with desk.work(asked.workspace_id) as uow:
                if uow.answered(asked.key) is not None:
                    desk.repeated()
                    return
                context = context_of(uow)
                check(Act.OWN_TIME, context, asked.by)
                if user not in context.people:
                    raise NotAPerson(user, Unable.UNKNOWN)
                time = rule(uow, context)
                uow.put_time(user, _or_none(time))
                people = {**context.people, user: replace(context.people[user], time=time)}
                changed = replace(context, people=people)
                refuse_idle(replace(changed, people={user: people[user]}))
                _look_again(uow, changed, user, asked.now)
                if draws:
                    uow.look_again(user, at=asked.now, draws=True)
                uow.answer(asked.key, "time", now=asked.now)
        # Delivered twice at once: the other one did it, and this one sees so.
        except Conflict:
            continue
        desk.wake()
        return
    raise Busy


def refuse_idle(context: Context) -> None:
    """Raise NoSuchWeek, which takes it all back, where somebody would never work: they could not be asked, nor why told."""
    try:
        context.worked()
    except ValueError as error:
        raise NoSuchWeek(str(error)) from error


def _look_again(uow: UnitOfWork, context: Context, user: UserId, now: datetime) -> None:
    """Have everything looked at anew that a person's time moves: their deals, and those of whom they stand in for."""
    if user == context.default_owner:
        uow.look_again(None, at=now)
    else:
        for each in _leaning_on(context, user):
            uow.look_again(each, at=now)
    clocks = [each for each in uow.digests() if each.kind is DigestKind.PERSON and each.audience == user]
    zone = context.calendar(user).zone
    at = next_at(context, user, clock_of(context, user), zone=zone, now=now)
    # One that is due this very moment is sent first; it sets the next one by itself.
    uow.put_digests([replace(each, zone=zone, next_review_at=at) for each in clocks if each.next_review_at > now])


def _leaning_on(context: Context, user: UserId) -> set[UserId]:
    """Return the person with all those who are asked through them: a stand-in's stand-in counts, too."""
    found, fresh = {user}, {user}
    while fresh:
        fresh = {
            each.id
            for each in context.people.values()
            if each.time and each.id not in found and any(away.stand_in in fresh for away in each.time.absences)
        }
        found |= fresh
    return found


def _told(context: Context, absence: Absence, user: UserId, asked: Asked, *, is_over: bool) -> Iterator[Outgoing]:
    """Tell the stand-in what they are asked to do, and the absent person what another said of them."""
    days = f"{absence.first}:{absence.last}:{absence.by}"
    if absence.stand_in:
        what = "relieved" if is_over else "stand_in"
        yield _direct(context, asked, absence.stand_in, f"{what}:{user}:{days}")
    if absence.by != user:
        yield _direct(context, asked, user, f"{'unmarked' if is_over else 'marked'}:{user}:{days}")


def _draw_again(uow: UnitOfWork, context: Context, user: UserId, absence: Absence, now: datetime) -> None:
    """Have the boards that name the person as the owner drawn anew when the absence begins, and when it is over.

    They stand as they were drawn: without that they would tell of it for weeks, or never.
    """
    zone = context.calendar(user).zone
    for day in (absence.first, absence.last + ONE_DAY):
        if (at := at_local(zone, day, time.min)) > now:
            uow.look_again(user, at=at, draws=True)


def _direct(context: Context, asked: Asked, to: UserId, detail: str) -> Outgoing:
    at = next_working_moment(context.reachable(to), asked.now)
    return Outgoing(
        f"absence:{asked.key}:{to}",
        Kind.ABSENCE,
        private(to),
        to_user=to,
        detail=detail,
        not_before=at if at > asked.now else None,
    )


def _may_mark(uow: UnitOfWork, context: Context, by: UserId, user: UserId) -> None:
    deals = uow.deals(Wanted(statuses=RUNNING, person=user, limit=LOOKED_THROUGH)) if by != user else ()
    own_time.may_mark(context, by, user, tuple(lead for deal in deals for _, lead in deal.leads))


def region_spelled(uow: UnitOfWork, said: str | None) -> str | None:
    """Return a region as it is spelled; raise NoSuchRegion, with those that are near, for one that is not known."""
    if said is None:
        return None
    country = own_time.spell(said).partition("-")[0]
    return own_time.region_of(said, tuple(uow.regions(country)))


def _or_none(time: PersonalTime) -> PersonalTime | None:
    return None if time == PersonalTime() else time
