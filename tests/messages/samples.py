"""One deal in the middle of its life, and the people around it: what the messages of these tests are drawn from."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from bot.context import Context
from bot.events import Event, Recorded
from bot.ladder import DEFAULT_LADDER
from bot.model import (
    ChannelId,
    Consequence,
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
    Offer,
    Person,
    Promise,
    Slip,
    Step,
    StepId,
    UserId,
    WorkspaceId,
)
from messages.scene import Scene

ZONE = "Europe/Helsinki"
NOW = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)
ANA, OMAR, LIV, FINN = UserId("U0ANA"), UserId("U0OMAR"), UserId("U0LIV"), UserId("U0FINN")
PEOPLE = {
    user: Person(user, name, ZONE)
    for user, name in ((ANA, "Ana Alves"), (OMAR, "Omar Haddad"), (LIV, "Liv Berg"), (FINN, "Finn Aho"))
}
HOSTILE = "<!channel> *bold* _it_ `x` @here <@U0EVE> https://evil.example\n> quote &amp; مرحبا 👩‍🚒"
LAPSE = LapseId(UUID(int=900))


def due(day: int, hour: int | None = None, *, month: int = 11) -> Due:
    """Return a day in November 2026 in Helsinki (two hours ahead), whole or at a clock time."""
    on = date(2026, month, day)
    return Due(datetime(2026, month, day, (hour or 17) - 2, tzinfo=UTC), ZONE, on if hour is None else None)


def step(number: int = 1, what: str = "send the crew to the site", **more: Any) -> Step:
    by, when = more.pop("by", OMAR), more.pop("due", due(27))
    first = more.pop("first_due", when)
    return Step(StepId(UUID(int=100 + number)), what, by, datetime(2026, 11, 24, 8, tzinfo=UTC), first, when, **more)


def item(number: int, key: str, title: str, function: str = "sales", **more: Any) -> Item:
    holder = more.pop("holder_id", ANA)
    status = more.pop("status", ItemStatus.OPEN)
    return Item(ItemId(UUID(int=200 + number)), key, function, title, holder, status, **more)


def moved_step(**more: Any) -> Step:
    """Return a step that slipped twice."""
    slips = (
        Slip(datetime(2026, 11, 24, 9, tzinfo=UTC), OMAR, due(25), due(26), "lift is away", is_early=True),
        Slip(datetime(2026, 11, 26, 16, tzinfo=UTC), OMAR, due(26), due(27), "lift is broken", is_early=False),
    )
    return step(
        first_due=due(25), due=due(27), slips=slips, consequence=Consequence(text="the slot is released."), **more
    )


def checklist_items() -> tuple[Item, ...]:
    ended = datetime(2026, 11, 25, 10, tzinfo=UTC)
    return (
        item(1, "scope", "Signed scope is filed", due=due(24), evidence="link", accepted_by="field", is_gate=True),
        item(
            2,
            "site",
            "Site permission is filed",
            status=ItemStatus.DONE,
            accepted_by="field",
            evidence="link",
            proof="https://files.example/permit?a=1&b=2",
            done_by=ANA,
            done_at=ended,
        ),
        item(3, "brief", "Handover brief is complete", status=ItemStatus.ACCEPTED, accepted_by_id=OMAR, done_by=ANA),
        item(
            4,
            "survey",
            "Site is surveyed",
            "field",
            holder_id=OMAR,
            status=ItemStatus.WAITING,
            waits_for=("scope", "site"),
        ),
        item(5, "deposit", "Deposit is invoiced", "finance", holder_id=FINN, due=due(2, month=12), evidence="number"),
        item(6, "product", "Chargers are in stock", "field", holder_id=OMAR, status=ItemStatus.DONE, done_by=OMAR),
    )


def deal(**more: Any) -> Deal:
    return replace(_DEAL, **more)


def scene(event: Event | None = None, of: Deal | None = None, **more: Any) -> Scene:
    recorded = Recorded(7, NOW - timedelta(seconds=1), OMAR, event) if event else None
    return Scene(of or deal(), recorded, PEOPLE, NOW, **({"around": Context(PEOPLE, LIV, ZONE)} | more))


def offered(**more: Any) -> Deal:
    """Return the deal before its owner accepted."""
    offer = Offer(OMAR, ANA, datetime(2026, 11, 23, 8, tzinfo=UTC))
    return deal(offer=offer, owner_id=ANA, owned_at=None, steps=(), **more)


def lapsed(kind: LapseKind, subject: UUID | None, of: Deal | None = None, **more: Any) -> Deal:
    opened = Lapse(LAPSE, kind, subject, datetime(2026, 11, 27, 15, tzinfo=UTC), **more)
    return replace(of or deal(), lapses=(opened,))


TYPED = frozenset(
    [
        "what",
        "reason",
        "consequence",
        "late",
        "title",
        "proof",
        "about",
        "why",
        "text",
        "name",
        "account",
        "sent_back",
        "given",
        "part",
        "behind",
        "deal_name",
        "said",
        "playbook",
    ]
)
"""Fields that hold what somebody wrote."""


def reword(thing: Any, say: Callable[[str], str]) -> Any:
    """Return the thing with everything that a person wrote in it said anew."""
    if isinstance(thing, tuple):
        return tuple(reword(one, say) for one in thing)
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    changed = {
        field.name: _reworded(field.name, getattr(thing, field.name), say) for field in fields(thing) if field.init
    }
    return replace(thing, **changed)


def _reworded(name: str, value: Any, say: Callable[[str], str]) -> Any:
    if name == "functions":
        return tuple((key, say(label)) for key, label in value)
    if name == "changes":
        return tuple((field, say(was), say(now)) for field, was, now in value)
    return say(value) if name in TYPED and isinstance(value, str) else reword(value, say)


_DEAL = Deal(
    id=DealId(UUID(int=1)),
    workspace_id=WorkspaceId(UUID(int=2)),
    source="erp",
    external_id="D-1042",
    short="k3v9qa",
    kind="site-installation",
    facts=Facts(
        name="Acme EV site",
        account="Acme Oy",
        amount_minor=4_800_000,
        currency="EUR",
        url="https://crm.example/deals/1042?view=all&tab=1",
        won_at=datetime(2026, 11, 22, 9, 58, tzinfo=UTC),
        promised_on=date(2027, 2, 1),
        promises=(Promise("Live before the store opens", date(2027, 2, 1)), Promise("Two spare cables")),
    ),
    status=DealStatus.OPEN,
    seller_id=ANA,
    owner_id=OMAR,
    zone=ZONE,
    ladder=DEFAULT_LADDER,
    playbook_name="Site installation",
    channel_id=ChannelId("C0ACME"),
    channel_name="deal-acme-oy-k3v9qa",
    leads=(("sales", ANA), ("field", LIV), ("finance", FINN)),
    functions=(("sales", "Sales"), ("field", "Field crew"), ("finance", "Finance")),
    items=checklist_items(),
    steps=(moved_step(), step(2, "book the crane", by=LIV, due=due(3, 15, month=12))),
    opened_at=datetime(2026, 11, 23, 8, tzinfo=UTC),
    owned_at=datetime(2026, 11, 23, 9, tzinfo=UTC),
    seq=7,
    version=7,
)
