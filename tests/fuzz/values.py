"""Odd values, and changes to payloads that are otherwise as Slack or a CRM writes them. All from one random source."""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

LONG = "ä" * 4_000
DEEPEST = 40
STRETCHED, MANY = 3_000, 6
ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1.5,
    2**31,
    2**63,
    -(2**64),
    10**400,
    1e308,
    "",
    " ",
    "0",
    "-1",
    "null",
    "x",
    "|",
    "|||",
    "a|b|c|d",
    "\x00",
    "\ud800",
    "\u202e\u200b\ufeff",
    "<!channel> <@U0> <http://x|y> &amp;",
    "{{ 7*7 }} {% raw %} %s %n ${x}",
    "'; DROP TABLE deal; --",
    "../../etc/passwd",
    "http://169.254.169.254/latest/meta-data",
    "00000000-0000-0000-0000-000000000000",
    "00000000-0000-0000-0000-000000000000||0|",
    "00000000-0000-0000-0000-000000000000|x|y|z",
    "9999-12-31",
    "0001-01-01T00:00:00Z",
    "2026-02-30",
    "2026-11-22T10:00:00+99:99",
    "1e999",
    "١٢٣",
    "\U0001d7d9\U0001d7da",
    "9" * 5_000,
    LONG,
    [],
    {},
    [[]],
    [None],
    [{}],
    {"": ""},
    {"id": None},
    {"id": {}},
    {"id": "T1", "value": [1]},
    {"type": "button"},
)
KEYS = (
    "",
    "type",
    "id",
    "value",
    "team",
    "user",
    "view",
    "actions",
    "state",
    "event",
    "payload",
    "authorizations",
    "é",
)

Node = dict[str, Any] | list[Any]


def changed(thing: Any, chance: Random) -> Any:
    """Make one to four changes somewhere in a thing that nobody else holds, and return it."""
    made = [thing]
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        holder, key = _place(made, chance)
        chance.choice(CHANGES)(holder, key, chance)
    return made[0] if made else None


def odd(chance: Random) -> Any:
    """Return an odd value, now and then a deep one."""
    return nested(chance.randrange(2, DEEPEST), chance) if chance.random() < 0.05 else deepcopy(chance.choice(ODD))


def nested(depth: int, chance: Random) -> Any:
    """Return lists and objects, so deep."""
    thing: Any = chance.choice(ODD)
    for _ in range(depth):
        thing = [thing] if chance.random() < 0.5 else {chance.choice(KEYS): thing}
    return thing


def _place(made: list[Any], chance: Random) -> tuple[Any, Any]:
    """Choose a place, each depth alike: a payload has far more leaves than it has roots."""
    holder: Any = made
    key: Any = 0
    while holder[key] and isinstance(holder[key], dict | list) and chance.random() < 0.75:
        holder = holder[key]
        key = chance.choice(list(holder)) if isinstance(holder, dict) else chance.randrange(len(holder))
    return holder, key


def _replace(holder: Any, key: Any, chance: Random) -> None:
    holder[key] = odd(chance)


def _remove(holder: Any, key: Any, _: Random) -> None:
    # The root stays, whatever becomes of it: there is always a body.
    if isinstance(holder, dict):
        del holder[key]
    else:
        holder[key] = None


def _wrap(holder: Any, key: Any, chance: Random) -> None:
    holder[key] = [holder[key]] if chance.random() < 0.5 else {chance.choice(KEYS): holder[key]}


def _unwrap(holder: Any, key: Any, chance: Random) -> None:
    inside = holder[key]
    if inside and isinstance(inside, dict):
        holder[key] = chance.choice(list(inside.values()))
    elif inside and isinstance(inside, list):
        holder[key] = chance.choice(inside)


def _add(holder: Any, key: Any, chance: Random) -> None:
    inside = holder[key]
    if isinstance(inside, dict):
        inside[chance.choice(KEYS)] = odd(chance)
    elif isinstance(inside, list):
        inside.insert(chance.randrange(len(inside) + 1), odd(chance))
    else:
        holder[key] = [inside, odd(chance)]


def _stretch(holder: Any, key: Any, chance: Random) -> None:
    inside = holder[key]
    if isinstance(inside, str) and len(inside) < STRETCHED:
        holder[key] = inside * chance.choice((2, 10, STRETCHED // max(len(inside), 1)))
    elif isinstance(inside, list) and len(inside) < MANY:
        holder[key] = inside * chance.choice((2, MANY))
    elif isinstance(inside, int) and abs(inside) < 2**64:
        holder[key] = inside * 10 ** chance.choice((3, 30, 300))


def _spoil(holder: Any, key: Any, chance: Random) -> None:
    """Change a text a little, so that it is nearly what it was."""
    inside = holder[key]
    if isinstance(inside, str) and inside:
        at = chance.randrange(len(inside))
        holder[key] = inside[:at] + chance.choice(("", "0", "|", "\n", "é", " ", inside[at:])) + inside[at + 1 :]
    else:
        holder[key] = str(inside)


CHANGES: tuple[Callable[[Any, Any, Random], None], ...] = (
    _replace,
    _replace,
    _remove,
    _wrap,
    _unwrap,
    _add,
    _stretch,
    _spoil,
)
