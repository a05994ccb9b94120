"""Questions to one person, decided and ended by hand, and what that person reads of them."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from bot.events import Event, LapseClosed, Nudged, Recorded, StepKept
from bot.model import BATON, Deal, DealId, Lapse, LapseId, LapseKind, Person, StepId, UserId
from bot.outgoing import Kind, Outgoing
from bot.playbook import Where
from bot.redraws import ANSWERED
from storage.schema.boxes import outbox
from tests.messages.delivery.office import Office

HELSINKI = ZoneInfo("Europe/Helsinki")
SATURDAY = 5


@pytest.fixture
def morning(office: Office) -> Office:
    """Let it be ten on a working day of Ana's."""
    with office.storage.work(office.workspace.id) as uow:
        uow.put_people([Person(office.ana, "Ana", HELSINKI.key)])
    wall = office.clock.now().astimezone(HELSINKI)
    day = wall.date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    office.clock.pass_((datetime.combine(day, time(10), HELSINKI) - wall).total_seconds())
    return office


def ask(office: Office, deal: Deal, *keys: str, to: UserId | None = None, word: str = "burst") -> Deal:
    """Decide questions about a deal for one person, all in one transaction."""
    to = to or office.ana
    recorded, rows, lapses = [], [], list(deal.lapses)
    for seq, key in enumerate(keys, deal.seq + 1):
        lapse = LapseId(uuid5(UUID(int=0), key))
        lapses.append(Lapse(lapse, LapseKind.STEP_OVERDUE, uuid5(lapse, "step"), office.clock.now(), 1))
        event = Nudged(lapse, LapseKind.STEP_OVERDUE, key, 1, Where.PRIVATE, to)
        recorded.append(Recorded(seq, office.clock.now(), BATON, event))
        rows.append(Outgoing(key, Kind.NUDGE, f"dm:{to}", deal_id=deal.id, to_user=to, seq=seq, gathers=f"{word}:{to}"))
    return save(office, deal, recorded, rows, lapses=tuple(lapses))


def end(office: Office, deal: Deal, key: str) -> Deal:
    """Let the step be done that a question is about, and the question be drawn anew."""
    lapse = next(each for each in deal.lapses if each.id == uuid5(UUID(int=0), key))
    assert lapse.subject
    what: list[Event] = [
        StepKept(StepId(lapse.subject), key, office.ana, on_time=False, as_first_dated=False),
        LapseClosed(lapse.id, lapse.kind, key),
    ]
    now = office.clock.now()
    recorded = [Recorded(seq, now, office.ana, each) for seq, each in enumerate(what, deal.seq + 1)]
    row = Outgoing(f"edit:{key}", Kind.EDIT, f"edit:{key}", deal_id=deal.id, detail=ANSWERED, edits=key)
    closed = tuple(replace(each, closed_at=now) if each is lapse else each for each in deal.lapses)
    return save(office, deal, recorded, [row], lapses=closed)


def save(
    office: Office, deal: Deal, recorded: list[Recorded], rows: list[Outgoing], *, lapses: tuple[Lapse, ...]
) -> Deal:
    after = replace(deal, seq=deal.seq + len(recorded), lapses=lapses)
    with office.storage.work(office.workspace.id) as uow:
        uow.save(deal, after, recorded, rows)
    return replace(after, version=deal.version + 1)


def lines(office: Office) -> list[str]:
    """Return what the deals were told of as a line of another message."""
    return [key for key, posted in office.told if posted and posted.is_line]


def read(office: Office) -> list[str]:
    """Return what was said in Ana's direct messages since her first question here."""
    return [each["text"].split(" for ")[0] for each in messages(office)]


def messages(office: Office) -> list[dict[str, Any]]:
    channel_id = office.slack.direct_channel(office.ana) or office.hasty.direct_channel(office.ana)
    assert channel_id
    with office.storage.engine.connect() as connection:
        began = connection.scalar(select(func.min(outbox.c.decided_at)))
    assert isinstance(began, datetime)
    found = office.client.messages(channel_id)
    return [each for each in found if each.get("metadata") and float(each["ts"]) >= began.timestamp()]


def stored(office: Office, deal_id: DealId) -> Deal:
    with office.storage.work(office.workspace.id) as uow:
        found = uow.deal(deal_id)
    assert found
    return found
