"""The panel for making things go wrong: injected faults, cut sockets, revoked tokens, people and channels that change."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from sandbox.faults import DELIVERIES, Fault
from sandbox.page.bar import query_of
from sandbox.page.heading import title_of
from sandbox.page.sheets import sheet
from sandbox.page.visit import Visit, people
from sandbox.web_api.registry import METHODS


class Kind(NamedTuple):
    """What can be done to a call; `takes` names the figure or word that belongs to it, if any."""

    do: str
    label: str
    takes: str = ""


KINDS: Sequence[Kind] = (
    Kind("429", "429 Too Many Requests", "seconds"),
    Kind("status", "Answer with a status", "number"),
    Kind("error", "Answer with a Slack error", "code"),
    Kind("hang", "Answer late", "seconds"),
    Kind("drop_before", "Cut off before it is done"),
    Kind("apply_then_drop", "Cut off after it is done"),
    Kind("double", "Twice instead of once"),
    Kind("lose", "Lose a delivery"),
    Kind("unknown_method", "Slack no longer knows the method"),
)


def draw_faults(visit: Visit) -> Markup:
    return sheet(
        "faults.j2",
        visit=visit,
        query=query_of(visit),
        kinds=KINDS,
        methods=["*", *sorted(DELIVERIES), *sorted(METHODS)],
        rules=[_said(one) for one in visit.world.shared.faults.rules],
        sockets=len(visit.world.shared.sockets.connections),
        people=people(visit.world),
        title=title_of(visit),
        archivable=is_archivable(visit),
        unarchivable=visit.channel is not None and visit.channel.is_archived,
        may_revoke=visit.world.bot.is_installed,
    )


def _said(rule: Fault) -> dict[str, str]:
    """Say what a rule does in a line, and how far it has got."""
    label = next((one.label for one in KINDS if one.do == rule.kind), rule.kind)
    when = "every time" if not rule.times else "once" if rule.times == 1 else f"{rule.times} times"
    since = f", from number {rule.nth} on" if rule.nth > 1 else ""
    value = f" ({rule.value})" if rule.value else ""
    only = "".join(f", {name} contains “{part}”" for name, part in rule.contains.items())
    return {"method": rule.method, "words": f"{label}{value}, {when}{since}{only}", "seen": f"seen {rule.matched}"}


def is_archivable(visit: Visit) -> bool:
    one = visit.channel
    return one is not None and not (one.is_im or one.is_mpim or one.is_general or one.is_archived)
