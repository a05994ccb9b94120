"""Who lives in a soak: the people and their zones, the playbooks, and the ladders as the design has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

BEGINS = datetime(2026, 11, 30, 7, tzinfo=UTC)
"""A Monday morning, before anybody may be spoken to in the west and just after they may in the east."""
ZONES: Mapping[str, str] = {
    "ana": "Europe/Madrid",
    "omar": "Europe/Helsinki",
    "faye": "Europe/Lisbon",
    "jonas": "Europe/Madrid",
    "liv": "Europe/Helsinki",
}
"""Ana sells, Omar leads delivery, Faye leads finance, Jonas is asked by name, Liv leads them all."""
SELLER, DELIVERY, FINANCE, NAMED, LEADER = ZONES
STAND_BY = NAMED
"""To whom the contract's line is given: whoever is asked by name leads no function."""
GROUPS: Mapping[str, str] = {"sales": SELLER, "delivery": DELIVERY, "finance": FINANCE}
TEAM, LEADERSHIP = "delivery-team", "leadership"
DAY = 8.0


@dataclass(frozen=True, slots=True)
class Rung:
    """Where a rung speaks, and how many working hours after the word before it."""

    where: str
    after: float = 0.0
    is_next_morning: bool = False


@dataclass(frozen=True, slots=True)
class Rungs:
    """What one kind of lapse does: when it opens, and its rungs."""

    rungs: Sequence[Rung]
    opens_after: float = 0.0


PRIVATE, CHANNEL, DECISION, LEADERS = "private", "channel", "decision", "leadership"
PLAIN: Mapping[str, Rungs] = {
    "owner_not_accepted": Rungs(
        (Rung(CHANNEL), Rung(CHANNEL, DAY), Rung(DECISION, DAY), Rung(LEADERS, DAY)), opens_after=4
    ),
    "nothing_dated": Rungs((Rung(PRIVATE), Rung(CHANNEL, DAY), Rung(DECISION, DAY)), opens_after=DAY),
    "step_due": Rungs((Rung(PRIVATE),)),
    "step_overdue": Rungs(
        (Rung(PRIVATE), Rung(CHANNEL, 2, is_next_morning=True), Rung(DECISION, DAY), Rung(LEADERS, DAY))
    ),
    "slipped_twice": Rungs((Rung(DECISION), Rung(DECISION, DAY), Rung(LEADERS, DAY))),
    "item_due": Rungs((Rung(PRIVATE),)),
    "item_overdue": Rungs((Rung(CHANNEL, 4), Rung(CHANNEL, DAY), Rung(CHANNEL, DAY), Rung(LEADERS, DAY))),
    "done_not_accepted": Rungs(
        (Rung(PRIVATE), Rung(CHANNEL, DAY), Rung(DECISION, DAY), Rung(LEADERS, DAY)), opens_after=DAY
    ),
}
"""The default ladder, copied by hand from the agreed design; the last rung of an item is for gates only."""
QUICK: Mapping[str, Rungs] = {
    "owner_not_accepted": Rungs((Rung(CHANNEL), Rung(CHANNEL, 1), Rung(DECISION, 1), Rung(LEADERS, 1)), opens_after=1),
    "nothing_dated": Rungs((Rung(PRIVATE), Rung(CHANNEL, 1), Rung(DECISION, 1)), opens_after=1),
    "step_due": Rungs((Rung(PRIVATE),)),
    "step_overdue": Rungs((Rung(PRIVATE), Rung(CHANNEL, 1), Rung(DECISION, 1), Rung(LEADERS, 1))),
    "slipped_twice": PLAIN["slipped_twice"],
    "item_due": Rungs((Rung(PRIVATE),)),
    "item_overdue": Rungs((Rung(CHANNEL, 1), Rung(CHANNEL, 1), Rung(CHANNEL, 1), Rung(LEADERS, 1))),
    "done_not_accepted": Rungs((Rung(PRIVATE), Rung(CHANNEL, 1), Rung(DECISION, 1), Rung(LEADERS, 1)), opens_after=1),
}
"""A ladder that is climbed in a day, so that a short run sees the top of it too."""
LADDERS = {"plain": PLAIN, "quick": QUICK}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist: who holds it, when it is due, what it waits for."""

    title: str
    holder: str
    function: str
    days: int
    waits_for: str = ""
    receiver: str = ""
    is_gate: bool = False


LINES: Mapping[str, Line] = {
    "contract": Line("Attach the contract", SELLER, "Sales", 1, receiver=DELIVERY, is_gate=True),
    "invoice": Line("Send the invoice", FINANCE, "Finance", 2, waits_for="contract"),
}
_ITEMS = """
items:
  - {key: contract, function: sales, title: Attach the contract, due: won + 1, evidence: none, accepted_by: delivery, is_gate: true}
  - {key: invoice, function: finance, title: Send the invoice, due: won + 2, evidence: none, waits_for: [contract]}
"""
_FUNCTIONS = """
owner_function: delivery
functions:
  sales: {label: Sales, usergroup: sales}
  delivery: {label: Delivery, usergroup: delivery}
  finance: {label: Finance, usergroup: finance}
"""
_TELL = {
    "owner_not_accepted": ("holder", "holder, seller, lead", "lead", "leadership"),
    "nothing_dated": ("holder", "holder", "lead"),
    "step_overdue": ("holder", "holder", "lead", "leadership"),
    "item_overdue": ("holder", "holder, lead", "holder, lead, owner", "leadership"),
    "done_not_accepted": ("holder", "holder", "lead", "leadership"),
}
FOR_GATES = ("item_overdue", "done_not_accepted")
"""Of what leadership hears only where other work stands still without it."""


def write_playbooks(folder: Path) -> Path:
    """Write both playbooks, which differ in their ladder alone; return the folder."""
    folder.mkdir(exist_ok=True)
    for kind in LADDERS:
        ladder = _ladder(QUICK) if kind == "quick" else ""
        text = f"kind: {kind}\ntitle: {kind.title()} deal\n{_FUNCTIONS}{_ITEMS}{ladder}"
        (folder / f"{kind}.yaml").write_text(text, encoding="utf-8")
    return folder


def _ladder(ladder: Mapping[str, Rungs]) -> str:
    lines = ["ladder:"]
    for kind, tells in _TELL.items():
        lines += [f"  {kind}:", f"    opens_after_hours: {float(ladder[kind].opens_after)}", "    rungs:"]
        for tell, rung in zip(tells, ladder[kind].rungs, strict=True):
            where = CHANNEL if rung.where == DECISION else rung.where
            more = ", asks_decision: true" if rung.where == DECISION else ""
            more += ", gates_only: true" if kind in FOR_GATES and rung.where == LEADERS else ""
            lines.append(f"      - {{tell: [{tell}], where: {where}, after_hours: {float(rung.after)}{more}}}")
    return "\n".join(lines) + "\n"
