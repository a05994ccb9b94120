"""What holds for everybody in a workspace: shown to its admins, changed by them, each change with who made it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.model import ChannelId, Week
from bot.ports import Conflict, UnitOfWork, Workspace
from bot.refusals import Busy, CannotLead, KeptTooLong, NoSuchGroup
from bot.rules.own_time import check_admin
from bot.service.desk import TRIES, Asked, Desk, context_of
from bot.service.own_time import refuse_idle, region_spelled
from bot.service.settling import changes, check_current, record
from bot.settled import Allowed, Leader, Settled

MOST_SHOWN = 5

Rule = Callable[[UnitOfWork, Workspace], Workspace]


@dataclass(frozen=True, slots=True)
class Page:
    """What an admin sees: the workspace, its functions and kinds of deals with their names, and its last changes.

    ``seen`` is the number of the last one: a form that was drawn by it knows what came later.
    """

    home: Workspace
    functions: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    last: Sequence[Settled]
    allowed: Allowed
    systems: tuple[str, ...] = ()
    """The names of the systems that are connected."""
    unknown: int = 0
    """How many people whom other systems name nobody here is, as far as admins said."""
    waiting: int = 0
    """How many deals wait for one of them; who is missed twice counts twice."""

    @property
    def seen(self) -> int:
        return self.last[0].seq if self.last else 0

    @property
    def erases(self) -> bool:
        """Tell whether what is known goes when Baton is taken out of the workspace."""
        said = self.home.rules.erases
        return self.allowed.erases if said is None else said


def page(desk: Desk, asked: Asked, allowed: Allowed) -> Page:
    """Return what is settled, to an admin."""
    with desk.work(asked.workspace_id) as uow:
        check_admin(context_of(uow), asked.by)
        return _page(uow, allowed)


def set_channels(
    desk: Desk, asked: Asked, seen: int, *, team: ChannelId | None, leadership: ChannelId | None
) -> Workspace:
    """Choose where digests and escalations go; from then on the operator's environment has no word in it."""

    def rule(_: UnitOfWork, home: Workspace) -> Workspace:
        # Whoever chooses the team's channel says where Baton may post; who takes one away does not take that back.
        rules = replace(home.rules, has_channels=True, may_speak=home.rules.may_speak or team is not None)
        return replace(home, team_channel=team, leadership_channel=leadership, rules=rules)

    return _settle(desk, asked, seen, rule)


def let_speak(desk: Desk, asked: Asked, seen: int) -> Workspace:
    """Let Baton open channels for deals without one of the team's for digests."""
    return _settle(desk, asked, seen, lambda _, home: _with(home, may_speak=True))


def set_week(
    desk: Desk, asked: Asked, seen: int, *, week: Week | None, region: str | None, days_off: tuple[date, ...]
) -> Workspace:
    """Choose when everybody works who has nothing of their own, and have every deal that it moves looked at anew."""

    def rule(uow: UnitOfWork, home: Workspace) -> Workspace:
        ours = tuple(sorted(set(days_off)))
        return replace(home, week=week, region=region_spelled(uow, region), days_off=ours)

    return _settle(desk, asked, seen, rule)


def set_leads(desk: Desk, asked: Asked, seen: int, leads: Sequence[tuple[str, Leader]]) -> Workspace:
    """Choose who leads the functions of new deals; raise CannotLead or NoSuchGroup for whom nobody could ask."""

    def rule(uow: UnitOfWork, home: Workspace) -> Workspace:
        context, groups = context_of(uow), {group.handle for group in uow.groups()}
        # Whoever left since they were chosen may stay in the form: it is about the others.
        for function, leader in set(leads) - set(home.rules.leads):
            if leader.user and (why := context.unable(leader.user)):
                raise CannotLead(leader.user, function, why)
            if leader.user is None and leader.group not in groups:
                raise NoSuchGroup(leader.group or "", function)
        return _with(home, leads=tuple(leads))

    return _settle(desk, asked, seen, rule)


def set_visibility(desk: Desk, asked: Asked, seen: int, *, above_minor: int | None, kinds: Sequence[str]) -> Workspace:
    """Choose which new deals only their members see, where their playbook does not say."""
    return _settle(
        desk, asked, seen, lambda _, home: _with(home, private_above_minor=above_minor, private_kinds=tuple(kinds))
    )


def set_beginning(desk: Desk, asked: Asked, seen: int, until: date | None) -> Workspace:
    """Let nobody be asked where colleagues read it before a day; None: from now on it is as playbooks say."""
    return _settle(desk, asked, seen, lambda _, home: _with(home, private_until=until))


def set_retention(
    desk: Desk, asked: Asked, seen: int, *, history_days: int | None, erases: bool, allowed: Allowed
) -> Workspace:
    """Choose for how long the history of deals that are over is kept, and what becomes of it all without Baton.

    Raise KeptTooLong for more, or less, than the operator allows.
    """
    # Not shorter than messages are kept either: they are drawn from that history.
    if history_days is not None and not allowed.least <= history_days <= (allowed.most or history_days):
        raise KeptTooLong(allowed.least, allowed.most)

    def rule(_: UnitOfWork, home: Workspace) -> Workspace:
        # Saved as it was drawn, it is still the operator's word, which may change.
        is_usual = home.rules.erases is None and erases == allowed.erases
        return _with(home, history_days=history_days, erases=None if is_usual else erases)

    return _settle(desk, asked, seen, rule)


def _with(home: Workspace, **changed: object) -> Workspace:
    return replace(home, rules=replace(home.rules, **changed))  # type: ignore[arg-type] # each by its own name


def _settle(desk: Desk, asked: Asked, seen: int, rule: Rule) -> Workspace:
    """Write what an admin settled; the same form a second time finds nothing left to change.

    Raise SettledMeanwhile where somebody else changed one of these things after the form was drawn.
    """
    for _ in range(TRIES):
        try:
            with desk.work(asked.workspace_id) as uow:
                check_admin(context_of(uow), asked.by)
                before = uow.workspace()
                after = rule(uow, before)
                _write(uow, asked, seen, before, after)
        except Conflict:
            continue
        desk.wake()
        return after
    raise Busy


def _write(uow: UnitOfWork, asked: Asked, seen: int, before: Workspace, after: Workspace) -> None:
    changed = changes(before, after)
    check_current(uow, seen, changed)
    if after == before:
        return
    uow.put_workspace(after)
    record(uow, asked, changed)
    moves = (after.week, after.region, after.days_off) != (before.week, before.region, before.days_off)
    if moves:
        refuse_idle(context_of(uow))
    if moves or after.rules.private_until != before.rules.private_until:
        uow.look_again(None, at=asked.now)


def _page(uow: UnitOfWork, allowed: Allowed) -> Page:
    playbooks, named = uow.playbooks(), uow.crm_people()
    functions = {role.key: role.label for each in reversed(playbooks) for role in each.functions}
    # Of a function that no playbook names any more, what was settled stays to be seen, and to be taken back.
    gone = {key: key for key, _ in uow.workspace().rules.leads if key not in functions}
    return Page(
        home=uow.workspace(),
        functions=tuple(sorted((functions | gone).items(), key=lambda each: each[1])),
        kinds=tuple((each.kind, each.title) for each in playbooks),
        groups=tuple(group.handle for group in uow.groups()),
        last=uow.settled(most=MOST_SHOWN),
        allowed=allowed,
        systems=tuple(each.source for each in uow.connections()),
        unknown=sum(each.user is None for each in named),
        waiting=sum(each.waiting for each in named),
    )
