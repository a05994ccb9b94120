"""Any deal, event, person or message there can be, for round trips."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import strategies as st

from bot.closed import Closing
from bot.events import Event, Recorded
from bot.model import Deal, Facts, Item, Lapse, Person, Step, UserId, Week, WorkspaceId
from bot.outgoing import Outgoing
from bot.playbook import Playbook

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
"""What people type: any script, emoji, control characters; NUL is dropped on the way in."""

AMOUNTS = st.integers(min_value=-(2**63), max_value=2**63 - 1)
MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001

WEEKS = st.builds(
    lambda days, hours: Week(days, *sorted(hours)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.lists(st.times(), min_size=2, max_size=2, unique=True),
)

_PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(min_value=-(2**31), max_value=2**31 - 1),
    float: st.floats(0, 1e6),
    bool: st.booleans(),
    datetime: MOMENTS,
    date: st.dates(),
    time: st.times(),
    UUID: st.uuids(),
    type(None): st.none(),
    Week: WEEKS,
}


@cache
def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return anything of a type that the model is made of."""
    kind = getattr(kind, "__supertype__", kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if is_dataclass(kind):
        return any_thing(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    return _composed(get_origin(kind), get_args(kind))


def _composed(origin: Any, args: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if origin in {Union, UnionType}:
        return st.one_of(*map(any_of, args))
    if origin is Mapping:
        return st.dictionaries(any_of(args[0]), any_of(args[1]), max_size=2)
    assert origin is tuple
    if args[-1] is Ellipsis:
        return st.lists(any_of(args[0]), max_size=3).map(tuple)
    return st.tuples(*map(any_of, args))


def any_thing(kind: Any, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return anything of a dataclass, some fields as given."""
    hints = get_type_hints(kind)
    return st.builds(kind, **({field.name: any_of(hints[field.name]) for field in fields(kind)} | given))


def parts(kind: type[Any], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return items, steps or lapses, no two with one id."""
    return st.lists(any_thing(kind, **given), max_size=3, unique_by=lambda part: part.id).map(tuple)


ITEMS, STEPS = parts(Item), parts(Step)
OPEN_LAPSES = parts(Lapse, closed_at=st.none())
EVENTS: st.SearchStrategy[Event] = st.one_of(*map(any_thing, get_args(Event)))
PEOPLE = st.lists(any_thing(Person), max_size=4, unique_by=lambda person: person.id)
PLAYBOOKS = any_thing(Playbook)
MESSAGES = any_thing(
    Outgoing,
    not_before=st.none() | MOMENTS.filter(lambda at: at.year > 1970),
)


def histories(most: int = 5) -> st.SearchStrategy[list[Recorded]]:
    """Return events in a row, from the first."""
    return st.lists(st.tuples(MOMENTS, WORDS, EVENTS), max_size=most).map(
        lambda rows: [Recorded(index + 1, at, UserId(actor), event) for index, (at, actor, event) in enumerate(rows)]
    )


def deals(workspace_id: WorkspaceId) -> st.SearchStrategy[Deal]:
    """Return deals with parts, whose lapses are all still remembered."""
    return any_thing(
        Deal,
        workspace_id=st.just(workspace_id),
        facts=any_thing(Facts, amount_minor=st.none() | AMOUNTS),
        items=ITEMS,
        steps=STEPS,
        lapses=OPEN_LAPSES,
        closing=st.none() | any_thing(Closing),
        seq=st.just(0),
        version=st.just(0),
    )
