"""People, deals and moments to change in one field, and a story that plays a deal along its own hints."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from bot.consequences import outgoing
from bot.context import Context
from bot.events import Change, Event, Nudged, Recorded
from bot.ladder import DEFAULT_LADDER
from bot.model import (
    BATON,
    Absence,
    ChannelId,
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
    Person,
    PersonalTime,
    Step,
    StepId,
    UserId,
    WorkspaceId,
)
from bot.outgoing import Outgoing
from bot.playbook import DueRule, FunctionRole, ItemRule, Playbook
from bot.ports import Workspace
from bot.rules.telling import told
from bot.service.desk import numbered
from bot.working_time import Calendar, whole_day

HELSINKI, BERLIN, NEW_YORK = "Europe/Helsinki", "Europe/Berlin", "America/New_York"
ANA, OMAR, FAYE, LIV = UserId("UANA"), UserId("UOMAR"), UserId("UFAYE"), UserId("ULIV")
GUEST, GONE, STRANGER = UserId("UGUEST"), UserId("UGONE"), UserId("USTRANGER")
WORKSPACE = WorkspaceId(UUID(int=1))
"""Ana sells, Omar leads delivery, Faye leads finance, Liv leads them all."""

PEOPLE = {
    person.id: person
    for person in (
        Person(ANA, "Ana", HELSINKI, "ana@example.com"),
        Person(OMAR, "Omar", BERLIN, "omar@example.com"),
        Person(FAYE, "Faye", NEW_YORK, "faye@example.com"),
        Person(LIV, "Liv", HELSINKI, "liv@example.com", is_admin=True),
        Person(GUEST, "Gus", HELSINKI, "gus@example.org", is_guest=True),
        Person(GONE, "Gone", HELSINKI, "gone@example.com", is_active=False),
    )
}
CONTEXT = Context(PEOPLE, default_owner=LIV, zone=HELSINKI)
HOME = Workspace(WORKSPACE, "T1", UserId("UBOT"), default_owner=LIV)


def at(text: str, zone: str = HELSINKI) -> datetime:
    """Return the moment at which the clock on the wall shows ``2026-11-23 09:00``, a Monday."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


NOW = at("2026-11-23 10:00")


def id_of(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


def by(text: str, zone: str = HELSINKI) -> Due:
    """Return what a date (``2026-11-24``) or a clock time (``2026-11-24 15:00``) means."""
    if ":" in text:
        return Due(at(text, zone), zone)
    return whole_day(Calendar(zone), date.fromisoformat(text))


SUE, TIM = UserId("USUE"), UserId("UTIM")
"""Neither leads anything: Sue is in New York, Tim in Helsinki."""

SINCE, UNTIL = date(2026, 11, 23), date(2026, 12, 4)
"""When people are away, if nothing else is said: two weeks from the Monday."""


def away(stand_in: UserId | None = None, first: date = SINCE, last: date = UNTIL) -> Absence:
    return Absence(first, last, by=LIV, stand_in=stand_in)


def with_times(**absences: Absence | PersonalTime) -> Context:
    """Return everybody, some of them (by name) absent, or with a time of their own."""
    people = {**PEOPLE, SUE: Person(SUE, "Sue", NEW_YORK), TIM: Person(TIM, "Tim", HELSINKI)}
    for name, given in absences.items():
        who = UserId(f"U{name.upper()}")
        time_of = given if isinstance(given, PersonalTime) else PersonalTime(absences=(given,))
        people[who] = replace(people[who], time=time_of)
    return Context(people, default_owner=LIV, zone=HELSINKI)


def a_step(what: str = "call", **changes: object) -> Step:
    due = changes.pop("due", by("2026-11-24"))
    given = {"what": what, "by": ANA, "made_at": NOW, "first_due": due, "due": due}
    return Step(id=StepId(id_of(what)), **(given | changes))  # type: ignore[arg-type]


def an_item(key: str = "contract", **changes: object) -> Item:
    given = {"function": "delivery", "title": key, "holder_id": OMAR, "status": ItemStatus.OPEN, "opened_at": NOW}
    return Item(id=ItemId(id_of(key)), key=key, **(given | changes))  # type: ignore[arg-type]


def a_lapse(kind: LapseKind = LapseKind.STEP_OVERDUE, subject: UUID | None = None, **changes: object) -> Lapse:
    given = {"kind": kind, "subject": subject, "opened_at": NOW}
    return Lapse(id=LapseId(id_of(f"{kind}{subject}")), **(given | changes))  # type: ignore[arg-type]


def a_deal(**changes: object) -> Deal:
    """Return an open deal that Ana owns, with a channel and nothing in it."""
    given = {
        "id": DealId(id_of("acme")),
        "workspace_id": WORKSPACE,
        "source": "erp",
        "external_id": "D-1",
        "short": "k3v9q2",
        "kind": "site",
        "facts": Facts("Acme EV site", "Acme Oy", promised_on=date(2027, 2, 1)),
        "status": DealStatus.OPEN,
        "seller_id": ANA,
        "owner_id": ANA,
        "zone": HELSINKI,
        "ladder": DEFAULT_LADDER,
        "channel_name": "deal-acme-oy-k3v9q2",
        "channel_id": ChannelId("C1"),
        "leads": (("delivery", OMAR), ("finance", FAYE)),
        "functions": (("delivery", "Delivery"), ("finance", "Finance")),
        "opened_at": NOW,
        "owned_at": NOW,
    }
    return Deal(**(given | changes))  # type: ignore[arg-type]


def a_rule(key: str = "contract", due: DueRule | None = None, **changes: object) -> ItemRule:
    given = {"function": "delivery", "title": key, "evidence": "none", "due": due}
    return ItemRule(key=key, **(given | changes))  # type: ignore[arg-type]


def a_playbook(*items: ItemRule, **changes: object) -> Playbook:
    given = {
        "id": "p1",
        "kind": "site",
        "title": "Site",
        "owner_function": "delivery",
        "functions": (
            FunctionRole("finance", "Finance", email="faye@example.com"),
            FunctionRole("delivery", "Delivery", usergroup="delivery"),
        ),
        "items": items,
        "ladder": DEFAULT_LADDER,
    }
    return Playbook(**(given | changes))  # type: ignore[arg-type]


def kinds(change: Change) -> list[type[Event]]:
    return [type(event) for event in change.events]


def event_of(change: Change, kind: type[Event]) -> Event:
    """Return the one event of a kind."""
    (found,) = (event for event in change.events if isinstance(event, kind))
    return found


@dataclass(frozen=True)
class Heard:
    """One nudge, as somebody in a zone would note it down."""

    when: str
    kind: str
    rung: int
    where: str


@dataclass
class Story:
    """A deal that is changed, reviewed at its hints, and whose nudges are told at once unless ``is_told`` is off."""

    deal: Deal
    context: Context = CONTEXT
    is_told: bool = True
    log: list[Recorded] = field(default_factory=list)
    rows: list[Outgoing] = field(default_factory=list)

    def do(self, rule: Callable[[Deal], Change], now: datetime, *, actor: UserId = BATON) -> tuple[Event, ...]:
        """Apply a rule as a use case does; return the events."""
        before = self.deal
        self.deal, recorded = numbered(before, rule(before), self.context, actor=actor, now=now)
        self.log.extend(recorded)
        self.rows.extend(outgoing(self.deal, recorded, HOME))
        return tuple(each.event for each in recorded)

    def look(self, now: datetime) -> tuple[Event, ...]:
        """Review the deal as the sweep does."""
        return self.do(Change, now)

    def tell(self, now: datetime) -> None:
        """Let Slack have every nudge that is on its way."""
        for lapse in self.deal.lapses:
            if lapse.rung and lapse.told_at is None:
                self.do(lambda deal, one=lapse: told(deal, lapse_id=one.id, rung=one.rung, now=now), now)  # type: ignore[misc]

    def play(self, until: datetime) -> "Story":
        """Look at the deal whenever it asks to be looked at, until a moment."""
        if self.deal.next_review_at is None:
            self.deal = replace(self.deal, next_review_at=self.deal.opened_at)
        for _ in range(1000):
            now = self.deal.next_review_at
            if now is None or now > until:
                return self
            self.look(now)
            if self.is_told:
                self.tell(now)
        raise AssertionError("The deal asks to be looked at without end.")

    def heard(self, zone: str = HELSINKI, kind: LapseKind | None = None) -> list[Heard]:
        """Return the nudges so far, in somebody's local time."""
        return [
            Heard(f"{each.at.astimezone(ZoneInfo(zone)):%a %d %b %H:%M}", event.kind, event.rung, event.where)
            for each, event in self.nudges()
            if kind in (None, event.kind)
        ]

    def nudges(self) -> Sequence[tuple[Recorded, Nudged]]:
        return [(each, each.event) for each in self.log if isinstance(each.event, Nudged)]


def is_spoken_to(moment: datetime, zone: str) -> bool:
    """Tell whether somebody in a zone may be spoken to then: a weekday, from 8:00 to 18:00."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.weekday() < 5 and time(8) <= local.time() < time(18)
