"""Find what is wrong with a ladder: rungs that nobody could climb, that say a thing twice, or to nobody."""

from collections.abc import Iterator
from typing import Any

from bot.model import LapseKind
from bot.playbook import Tell, Where
from storage.playbooks.outline import Outline
from storage.playbooks.problems import quotable, suggest
from storage.playbooks.tree import Finding, Path

SPOKEN_PRIVATELY_FIRST = frozenset(
    {
        LapseKind.STEP_DUE,
        LapseKind.STEP_OVERDUE,
        LapseKind.SLIPPED_TWICE,
        LapseKind.ITEM_DUE,
        LapseKind.DONE_NOT_ACCEPTED,
        LapseKind.REQUEST_UNANSWERED,
        LapseKind.COLLEAGUE_GONE,
    }
)
OF_ITEMS = frozenset({LapseKind.ITEM_DUE, LapseKind.ITEM_OVERDUE})
Rung = dict[str, Any]


def ladders(outline: Outline) -> Iterator[Finding]:
    """Yield everything that no field of a rung shows on its own."""
    for kind, rungs in outline.rungs.items():
        if kind not in set(LapseKind):
            yield Finding(("ladder", kind), f"There is no lapse {quotable(kind)}; {suggest(kind, set(LapseKind))}")
        yield from _first(kind, rungs)
        for at, rung in enumerate(rungs):
            path: Path = ("ladder", kind, "rungs", at)
            yield from _repeated(path, rung, rungs[:at])
            yield from _at_once(path, rung, at)
            yield from _led_by_nobody(path, rung, _leading(kind, outline), outline)


def _first(kind: str, rungs: list[Rung]) -> Iterator[Finding]:
    first = rungs[0].get("where") if rungs else None
    path: Path = ("ladder", kind, "rungs", 0, "where")
    if kind in SPOKEN_PRIVATELY_FIRST and first in {Where.CHANNEL, Where.LEADERSHIP}:
        yield Finding(path, "The first word about a step or an item is private; write where: private.")
    elif first == Where.LEADERSHIP:
        yield Finding(path, "Leadership never hears before the person; start with where: private or channel.")


def _repeated(path: Path, rung: Rung, before: list[Rung]) -> Iterator[Finding]:
    """Look for a rung that says the same to the same people in the same place once more."""
    for at, other in enumerate(before):
        if rung.get("tell") and _said(rung) == _said(other):
            yield Finding(path, f"This repeats rungs[{at}]; tell somebody else, elsewhere, or take it out.")
            return


def _said(rung: Rung) -> tuple[Any, ...]:
    return rung.get("tell"), rung.get("where"), bool(rung.get("asks_decision")), bool(rung.get("gates_only"))


def _at_once(path: Path, rung: Rung, at: int) -> Iterator[Finding]:
    """Look for a rung that would come in the same moment as the one before it: time does not stand still or go back."""
    if at and not rung.get("next_morning") and rung.get("after_hours", 0) in (0, 0.0):
        yield Finding(path, "This comes in the same moment as the rung before; give it after_hours, such as 8.")


def _leading(kind: str, outline: Outline) -> list[str]:
    """Return the functions whose leads are asked: those of the items, else the one that owns deals."""
    if kind in OF_ITEMS:
        return [entry.function for entry in outline.entries if entry.function]
    return [outline.owner_function] if outline.owner_function else []


def _led_by_nobody(path: Path, rung: Rung, functions: list[str], outline: Outline) -> Iterator[Finding]:
    """Look for a lead who is asked for by name of their role, and whom nobody could find."""
    tell = rung.get("tell")
    for function in dict.fromkeys(functions) if isinstance(tell, list) and Tell.LEAD in tell else ():
        role = outline.functions.get(function)
        if role is not None and not any(map(role.get, ("usergroup", "email", "crm_field"))):
            message = f"Nobody leads {quotable(function)}; give functions.{quotable(function)} a usergroup or an email."
            yield Finding((*path, "tell"), message)
