"""Who leads each function of a new deal: whom the CRM names, else whom admins settled on, else whom the playbook names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from bot.context import Context
from bot.crm_people import Named, key_of
from bot.incoming import PersonRef
from bot.model import Facts, UserId
from bot.playbook import FunctionRole, Playbook
from bot.settled import Leader

Groups = Mapping[str, Sequence[UserId]]
"""The members of each user group, by its handle, in Slack's order."""

Leaders = Mapping[str, Leader]
"""Whom admins settled on for each function, by its key."""

NOBODY_SETTLED: Leaders = MappingProxyType({})
NOBODY_NAMED: Named = MappingProxyType({})

TakeTurn = Callable[[str], int]
"""Count one more turn of a user group, by its handle; return how many were taken before."""


def leads(
    playbook: Playbook,
    facts: Facts,
    context: Context,
    groups: Groups,
    take_turn: TakeTurn,
    *,
    settled: Leaders = NOBODY_SETTLED,
    named: Named = NOBODY_NAMED,
    now: datetime,
) -> tuple[tuple[str, UserId], ...]:
    """Return one lead for each function that has somebody, the owning function first.

    What the CRM says of this deal comes first, then whom admins ``settled`` on, then what the playbook says.
    """
    found = []
    for role in sorted(playbook.functions, key=lambda role: role.key != playbook.owner_function):
        # Whom admins settled on may have left, and a group may be empty: then the playbook's own word still helps.
        lead = (
            meant(context, _by_crm(role, facts), named)
            or _settled(settled.get(role.key), role, context, groups, take_turn, now)
            or by_email(context, PersonRef(email=role.email))
            or _of_group(role, context, groups, take_turn, now)
        )
        if lead:
            found.append((role.key, lead))
    return tuple(found)


def unknown(
    playbook: Playbook, facts: Facts, context: Context, named: Named = NOBODY_NAMED
) -> Iterator[tuple[FunctionRole, PersonRef]]:
    """Yield whom the CRM names as lead of a function, and nobody here is."""
    for role in playbook.functions:
        ref = _by_crm(role, facts)
        if ref and meant(context, ref, named) is None:
            yield role, ref


def meant(context: Context, ref: PersonRef | None, named: Named) -> UserId | None:
    """Return whom a system means: whoever has that address in Slack, else whom admins chose for it or for the name."""
    if ref is None:
        return None
    chosen = (named.get(key_of(said)) for said in (ref.email, ref.name) if said)
    return by_email(context, ref) or next((user for user in chosen if user and context.is_able(user)), None)


def by_email(context: Context, ref: PersonRef | None) -> UserId | None:
    """Return whoever has this address, if they can own and act: a guest or somebody who left is nobody."""
    if ref is None or not ref.email:
        return None
    wanted = ref.email.strip().casefold()
    for person in context.people.values():
        if person.email and person.email.casefold() == wanted and context.is_able(person.id):
            return person.id
    return None


def _by_crm(role: FunctionRole, facts: Facts) -> PersonRef | None:
    said = dict(facts.custom).get(role.crm_field, "").strip() if role.crm_field else ""
    return (PersonRef(email=said) if "@" in said else PersonRef(name=said)) if said else None


def _settled(
    leader: Leader | None, role: FunctionRole, context: Context, groups: Groups, take_turn: TakeTurn, now: datetime
) -> UserId | None:
    if leader is None:
        return None
    if leader.user:
        return leader.user if context.is_able(leader.user) else None
    in_turn = replace(role, usergroup=leader.group, takes_turns=True)
    return _of_group(in_turn, context, groups, take_turn, now)


def _of_group(
    role: FunctionRole, context: Context, groups: Groups, take_turn: TakeTurn, now: datetime
) -> UserId | None:
    members = [user for user in groups.get(role.usergroup or "", ()) if context.is_able(user)]
    if not role.takes_turns or not members:
        return next(iter(members), None)
    # Who is away would lose days of a deal that a colleague could begin; where all are, their stand-ins are asked.
    there = [user for user in members if context.absence(user, now) is None] or members
    return there[take_turn(str(role.usergroup)) % len(there)]
