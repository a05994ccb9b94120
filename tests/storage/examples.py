"""A deal, its parts and what must reach Slack, to change in one field and store."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from bot.events import Event, Recorded, StepKept
from bot.ladder import DEFAULT_LADDER
from bot.model import (
    BATON,
    Deal,
    DealId,
    DealStatus,
    Due,
    Facts,
    Item,
    ItemId,
    ItemStatus,
    Lapse,
    LapseId,
    LapseKind,
    Promise,
    Step,
    StepId,
    UserId,
    WorkspaceId,
)
from bot.outgoing import Kind, Outgoing

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANA, OMAR, PIA = UserId("UANA"), UserId("UOMAR"), UserId("UPIA")


def id_of(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


def due(at: datetime = NOW) -> Due:
    return Due(at=at, zone="Europe/Helsinki", on=at.date())


def a_step(name: str = "call", **changes: object) -> Step:
    given = {"what": name, "by": ANA, "made_at": NOW, "first_due": due(), "due": due()}
    return Step(id=StepId(id_of(name)), **(given | changes))  # type: ignore[arg-type]


def an_item(name: str = "contract", **changes: object) -> Item:
    given = {"key": name, "function": "sales", "title": name, "holder_id": PIA, "status": ItemStatus.OPEN, "due": due()}
    return Item(id=ItemId(id_of(name)), **(given | changes))  # type: ignore[arg-type]


def a_lapse(name: str = "silence", **changes: object) -> Lapse:
    given = {"kind": LapseKind.STEP_OVERDUE, "subject": id_of("call"), "opened_at": NOW}
    return Lapse(id=LapseId(id_of(name)), **(given | changes))  # type: ignore[arg-type]


def a_deal(workspace_id: WorkspaceId, name: str = "acme", **changes: object) -> Deal:
    facts = Facts(
        name="Acme EV site",
        account="Acme Oy",
        amount_minor=4_800_000,
        currency="EUR",
        won_at=NOW,
        promised_on=date(2027, 2, 1),
        promises=(Promise("Live before the store opens", date(2027, 2, 1)),),
        custom=(("region", "north"),),
    )
    given = {
        "source": "erp",
        "external_id": name,
        "short": "k3v9q2",
        "kind": "site-installation",
        "facts": facts,
        "status": DealStatus.OPEN,
        "seller_id": ANA,
        "owner_id": ANA,
        "zone": "Europe/Helsinki",
        "ladder": DEFAULT_LADDER,
        "seq": 0,
    }
    return Deal(id=DealId(id_of(name)), workspace_id=workspace_id, **(given | changes))  # type: ignore[arg-type]


def kept(seq: int, at: datetime = NOW) -> Recorded:
    event = StepKept(StepId(id_of("call")), what="call", by=ANA, on_time=True, as_first_dated=True)
    return Recorded(seq=seq, at=at, actor=BATON, event=event)


def recorded(events: Sequence[Event], after: int = 0, at: datetime = NOW) -> list[Recorded]:
    return [Recorded(seq=after + 1 + index, at=at, actor=ANA, event=event) for index, event in enumerate(events)]


def a_message(key: str, lane: str | None = "C1", **changes: object) -> Outgoing:
    return Outgoing(key=key, kind=Kind.SAY, lane=lane, **changes)  # type: ignore[arg-type]


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)
