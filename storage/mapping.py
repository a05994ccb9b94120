"""Row and model, both ways: a field stands in the column of the same name."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Table

from bot.model import Deal, DealStatus, Item, ItemStatus, Lapse, Person, Step, StepStatus, UserId
from bot.outgoing import Outgoing
from bot.ports import DigestClock
from bot.rules.requests import who_answers
from bot.rules.steps import who_acts
from storage.columns import EPOCH
from storage.schema import boxes, deals, workspaces

Model = TypeVar("Model")


@dataclass(frozen=True)
class Shape(Generic[Model]):
    """How a dataclass stands in a table: every field in the column of its name, but those that stand ``apart``."""

    model: type[Model]
    table: Table
    apart: tuple[str, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in fields(self.model) if field.name not in self.apart)  # type: ignore[arg-type]

    @cached_property
    def columns(self) -> tuple[Column[Any], ...]:
        return tuple(self.table.c[name] for name in self.names)

    def values(self, thing: Model) -> dict[str, Any]:
        return {name: getattr(thing, name) for name in self.names}

    def read(self, row: Mapping[Any, Any], **more: Any) -> Model:
        """Build the thing from a row and the fields that stand in other tables."""
        return self.model(**{name: row[name] for name in self.names}, **more)


DEAL = Shape(Deal, deals.deal, apart=("items", "steps", "lapses"))
ITEM = Shape(Item, deals.item)
STEP = Shape(Step, deals.step)
LAPSE = Shape(Lapse, deals.lapse)
PERSON = Shape(Person, workspaces.person)
# Slack knows nothing of the time that people told Baton, so what is read there must not replace it.
READ_IN_SLACK = Shape(Person, workspaces.person, apart=("time",))
DIGEST_CLOCK = Shape(DigestClock, workspaces.digest_clock)
OUTGOING = Shape(Outgoing, boxes.outbox)


def deal_values(deal: Deal) -> dict[str, Any]:
    """Return a deal's own row, with the columns that only queries need."""
    return DEAL.values(deal) | {
        "won_at": deal.facts.won_at,
        "offered_to": deal.offer.to if deal.offer else None,
        "next_due_at": _next_due(deal),
        "taught_at": _taught_at(deal),
    }


def _taught_at(deal: Deal) -> datetime | None:
    """Return since when a deal teaches: one that goes on after all says so again when it ends."""
    is_taught = deal.status is DealStatus.CLOSED and deal.closing and deal.closing.lessons
    return deal.closing.at if is_taught and deal.closing and not deal.is_practice else None


def item_values(item: Item) -> dict[str, Any]:
    return ITEM.values(item) | {"due_at": item.due.at if item.due else None}


def step_values(step: Step) -> dict[str, Any]:
    return STEP.values(step) | {"due_at": _step_due(step), "asked": _asked(step)}


def outgoing_values(outgoing: Outgoing) -> dict[str, Any]:
    # A moment always stands in the column, so that one index range finds what may go now.
    return OUTGOING.values(outgoing) | {"not_before": outgoing.not_before or EPOCH}


def read_outgoing(row: Mapping[Any, Any]) -> Outgoing:
    not_before = None if row["not_before"] == EPOCH else row["not_before"]
    return OUTGOING.read({**row, "not_before": not_before})


def _asked(step: Step) -> UserId | None:
    """Return who is asked about a step without having made it: whoever chases, or must answer an offer or a request."""
    if step.status is StepStatus.OFFERED:
        return who_answers(step)
    acts = who_acts(step)
    return acts if step.status is StepStatus.OPEN and acts != step.by else None


def _step_due(step: Step) -> datetime:
    return step.parked.until.at if step.parked else step.due.at


def _next_due(deal: Deal) -> datetime | None:
    if deal.status is not DealStatus.OPEN:
        return None
    steps = [_step_due(step) for step in deal.steps if step.status is StepStatus.OPEN]
    items = [item.due.at for item in deal.items if item.status is ItemStatus.OPEN and item.due]
    return min(steps + items, default=None)
