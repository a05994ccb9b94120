"""The panel for making things go wrong: injected faults, cut sockets, revoked tokens, people and channels that change."""

from markupsafe import Markup

from sandbox.faults import DELIVERIES, EVERY_CALL, EVERY_DELIVERY, Fault
from sandbox.mishaps.kinds import KINDS
from sandbox.page.heading import title_of
from sandbox.page.sheets import sheet
from sandbox.page.visit import Visit, people
from sandbox.web_api.registry import METHODS

# In the order in which people look for them: most try out what happens to calls.
GROUPS = (("calls", "Calls of the app"), ("reading", "What the app reads"), ("deliveries", "What the app is sent"))


def draw_faults(visit: Visit) -> Markup:
    return sheet(
        "faults.j2",
        visit=visit,
        query=visit.query,
        groups=[(title, [one for one in KINDS.values() if one.applies_to[0] == place]) for place, title in GROUPS],
        methods=[EVERY_CALL, EVERY_DELIVERY, *sorted(DELIVERIES), *sorted(METHODS)],
        rules=[_said(one) for one in visit.world.shared.faults.rules],
        sockets=len(visit.world.shared.sockets.connections),
        people=people(visit.world),
        title=title_of(visit),
        archivable=is_archivable(visit),
        unarchivable=visit.channel is not None and visit.channel.is_archived,
        is_installed=visit.world.bot.is_installed,
    )


def _said(rule: Fault) -> dict[str, object]:
    """Say what a rule does in a line, and how far it has got."""
    when = "every time" if not rule.times else "once" if rule.times == 1 else f"{rule.times} times"
    since = f", from number {rule.nth} on" if rule.nth > 1 else ""
    chance = f", with a chance of {rule.chance:.0%}" if rule.chance < 1 else ""
    # In words, since "429:5" and "times": 0 mean something only to whoever has read the documents.
    value = f" ({rule.value})" if rule.value else ""
    only = "".join(f", {name} contains “{part}”" for name, part in rule.contains.items())
    words = f"{rule.mishap.label}{value}, {when}{since}{chance}{only}"
    return {"number": rule.number, "method": rule.method, "words": words, "fired": _often(rule.fired)}


def _often(count: int) -> str:
    return {0: "not yet", 1: "happened once"}.get(count, f"happened {count} times")


def is_archivable(visit: Visit) -> bool:
    one = visit.channel
    return one is not None and not (one.is_im or one.is_mpim or one.is_general or one.is_archived)
