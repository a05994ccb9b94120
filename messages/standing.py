"""Read from a deal how things stand: what is open, late, waiting or asked. Pure; no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.model import Deal, Due, Item, ItemStatus, Lapse, LapseId, Step, UserId
from bot.rules.items import is_settled, receiver
from bot.rules.steps import open_steps


@dataclass(frozen=True)
class Progress:
    """How much of a function's checklist is finished."""

    function: str
    finished: int
    total: int
    waiting: int


def is_past(due: Due | None, now: datetime) -> bool:
    return due is not None and due.at <= now


def going_steps(deal: Deal) -> Sequence[Step]:
    """Return the open steps that wait on nobody."""
    return [step for step in open_steps(deal) if step.parked is None]


def parked_steps(deal: Deal) -> Sequence[Step]:
    return [step for step in open_steps(deal) if step.parked is not None]


def steps_of(deal: Deal, user: UserId) -> Sequence[Step]:
    return [step for step in open_steps(deal) if step.by == user]


def find_step(deal: Deal, step_id: UUID | None) -> Step | None:
    return next((step for step in deal.steps if step.id == step_id), None)


def find_item(deal: Deal, item_id: UUID | None) -> Item | None:
    return next((item for item in deal.items if item.id == item_id), None)


def find_lapse(deal: Deal, lapse_id: LapseId) -> Lapse | None:
    return next((lapse for lapse in deal.lapses if lapse.id == lapse_id), None)


def asks_acceptance(item: Item) -> bool:
    return item.status is ItemStatus.DONE and item.accepted_by is not None


def functions(deal: Deal) -> Sequence[str]:
    """Return the functions that have lines, in the playbook's order."""
    named = [key for key, _ in deal.functions]
    return list(dict.fromkeys(key for key in (*named, *(item.function for item in deal.items)) if lines_of(deal, key)))


def lines_of(deal: Deal, function: str) -> Sequence[Item]:
    return [item for item in deal.items if item.function == function]


def progress(deal: Deal, function: str) -> Progress:
    items = lines_of(deal, function)
    waiting = sum(item.status is ItemStatus.WAITING for item in items)
    return Progress(function, sum(map(is_settled, items)), len(items), waiting)


def in_order(deal: Deal, function: str) -> Sequence[Item]:
    """Return a function's lines: what somebody can do now by its date, then what waits, then what is finished."""
    return sorted(lines_of(deal, function), key=_place)


def next_line(deal: Deal, function: str) -> Item | None:
    """Return the line that somebody can do something about first."""
    return next((item for item in in_order(deal, function) if _place(item)[0] == 0), None)


def _place(item: Item) -> tuple[int, bool, float]:
    is_active = item.status is ItemStatus.OPEN or asks_acceptance(item)
    rank = 0 if is_active else 2 if is_settled(item) else 1
    return rank, item.due is None, item.due.at.timestamp() if item.due and is_active else 0.0


def who_moves(deal: Deal, item: Item) -> UserId:
    """Return who has the next move: whoever accepts a done line, else its holder."""
    return receiver(deal, item) if asks_acceptance(item) else item.holder_id


def open_lapses(deal: Deal) -> Sequence[Lapse]:
    return [lapse for lapse in deal.lapses if lapse.closed_at is None]


def late_items(deal: Deal, now: datetime) -> Sequence[Item]:
    late = [item for item in deal.items if item.status is ItemStatus.OPEN and is_past(item.due, now)]
    return sorted(late, key=lambda item: item.due.at if item.due else now)
