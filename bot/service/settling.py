"""What is different after an admin settled something, each thing as from and to, and the record of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.model import Week
from bot.ports import UnitOfWork, Workspace
from bot.refusals import SettledMeanwhile
from bot.rules.permissions import ADMIN
from bot.rules.permissions import standing as kind_of
from bot.service.desk import Asked, context_of
from bot.service.first_run import refresh
from bot.settled import Setting, Settled

Standing = Mapping[tuple[Setting, str], str]
"""What stands in a workspace, by the setting and what it is about, as texts."""

Change = tuple[Setting, str, str, str]
"""A setting, what it is about, what stood there and what stands there now."""


def changes(before: Workspace, after: Workspace) -> tuple[Change, ...]:
    """Return what is different, each thing for itself: of two admins at once neither undoes what the other settled."""
    was, now = standing(before), standing(after)
    keys = dict.fromkeys((*was, *now))
    return tuple((*key, was.get(key, ""), now.get(key, "")) for key in keys if was.get(key, "") != now.get(key, ""))


def standing(home: Workspace) -> Standing:
    """Return all settings of a workspace."""
    return dict(_standing(home))


def _standing(home: Workspace) -> Iterator[tuple[tuple[Setting, str], str]]:
    rules = home.rules
    yield (Setting.TEAM_CHANNEL, ""), home.team_channel or ""
    yield (Setting.LEADERSHIP_CHANNEL, ""), home.leadership_channel or ""
    yield (Setting.WEEK, ""), spelled_week(home.week) if home.week else ""
    yield (Setting.REGION, ""), home.region or ""
    yield (Setting.DAYS_OFF, ""), ",".join(day.isoformat() for day in home.days_off)
    for function, leader in rules.leads:
        yield (Setting.LEAD, function), str(leader)
    above = rules.private_above_minor
    yield (Setting.PRIVATE_ABOVE, ""), "" if above is None else str(above)
    for kind in rules.private_kinds:
        yield (Setting.PRIVATE_KIND, kind), "yes"
    yield (Setting.PRIVATE_UNTIL, ""), rules.private_until.isoformat() if rules.private_until else ""
    yield (Setting.HISTORY_DAYS, ""), str(rules.history_days or "")
    yield (Setting.MAY_SPEAK, ""), "yes" if rules.may_speak else "no"
    yield (Setting.ERASES, ""), "" if rules.erases is None else "yes" if rules.erases else "no"


def spelled_week(week: Week) -> str:
    """Spell a week so that it can be read again: "0,1,2 09:00 17:00"."""
    days = ",".join(map(str, sorted(week.days)))
    return f"{days} {week.opens.isoformat('minutes')} {week.closes.isoformat('minutes')}"


def check_current(uow: UnitOfWork, seen: int, changed: Sequence[Change]) -> None:
    """Raise SettledMeanwhile where somebody changed one of these things after the change that a form knows of."""
    later = {(each.what, each.about): each for each in reversed(uow.settled(after=seen))}
    for what, about, _, _ in changed:
        if each := later.get((what, about)):
            raise SettledMeanwhile(each.by, each.at)


def record(uow: UnitOfWork, asked: Asked, changed: Sequence[Change]) -> None:
    """Write down who changed what, numbered on, once it is changed."""
    last = next(iter(uow.settled(most=1)), None)
    first = last.seq + 1 if last else 1
    uow.settle([Settled(seq, asked.now, asked.by, *each) for seq, each in enumerate(changed, first)])
    heed(uow, asked)


def heed(uow: UnitOfWork, asked: Asked) -> None:
    """Leave things to admins from the first one on who settled something, and let the first steps say how they stand."""
    home = uow.workspace()
    # An installer who is an admin too has spoken as one: whoever lets Baton in after them finds a house with admins.
    if home.rules.installer and kind_of(context_of(uow), asked.by) is ADMIN:
        uow.put_workspace(replace(home, rules=replace(home.rules, installer=None)))
    refresh(uow, now=asked.now)
