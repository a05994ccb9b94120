"""Homes of people on their first day, on a usual one and on a bad one, page by page, as they are published."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

from bot.context import Context
from bot.events import Decided, Recorded, Rescued
from bot.model import (
    Absence,
    ChannelId,
    Choice,
    Deal,
    DealId,
    DealStatus,
    ItemId,
    ItemStatus,
    LapseId,
    LapseKind,
    Lost,
    Person,
    PersonalTime,
    Rescue,
    StepId,
    UserId,
)
from bot.refusals import NoSuchDeal
from bot.rules.at_home import Around, Part, Shown, at_home
from messages import home, own_time_forms, refusals
from messages.blocks import Block
from tests.messages.samples import (
    ANA,
    FINN,
    LIV,
    NOW,
    OMAR,
    PEOPLE,
    ZONE,
    deal,
    due,
    item,
    lapsed,
    offered,
    reword,
    step,
)

Say = Callable[[str], str]

GUEST = UserId("U0GUS")
AWAY = Absence(date(2026, 12, 7), date(2026, 12, 11), ANA, OMAR)
OWN = PersonalTime(absences=(AWAY,), region="FI", digest_at=time(7, 30), is_digest_daily=True)
EVERYBODY = {
    **PEOPLE,
    ANA: replace(PEOPLE[ANA], time=OWN),
    GUEST: Person(GUEST, "Gus", ZONE, is_guest=True),
}
AROUND = Context(EVERYBODY, LIV, ZONE)
SURVEY = item(4, "survey", "Site is surveyed", "field", holder_id=ANA, due=due(4, month=12), evidence="link")
GIVEN = item(7, "photos", "Photos of the site are filed", "field", holder_id=FINN, due=due(27))


def another(number: int, name: str, **changes: object) -> Deal:
    facts, channel = replace(deal().facts, name=name), ChannelId(f"C0DEAL{number}")
    given = {"id": DealId(number_of(number)), "facts": facts, "channel_id": channel, "steps": (), "items": ()}
    return replace(deal(), **(given | changes))  # type: ignore[arg-type]


def number_of(number: int) -> UUID:
    return UUID(int=5_000 + number)


ACME = deal(leads=(("sales", ANA), ("field", ANA)))
ACME = replace(ACME, items=(*ACME.items, replace(SURVEY, id=ItemId(number_of(8))), GIVEN))
USUAL = (
    ACME,
    another(1, "Borg warehouse", steps=(step(7, "send the offer", by=ANA, due=due(30, 15)),), items=(SURVEY,)),
    another(2, "Cera clinic", status=DealStatus.HELD, held_until=due(8, month=12)),
    replace(lapsed(LapseKind.SILENCE, None, another(3, "Delta depot"), decider_id=ANA), channel_lost=Lost.GONE),
    replace(offered(), id=DealId(number_of(4)), channel_id=ChannelId("C0DEAL4"), items=(), owner_id=OMAR),
)
DECIDED = Decided(Choice.CONTINUE, LIV, "the crane is back", None, None, is_rescue=True)
RESCUED = (
    (USUAL[1], Recorded(9, NOW - timedelta(days=1), LIV, DECIDED)),
    (USUAL[3], Recorded(8, NOW - timedelta(days=3), LIV, Rescued(LIV, Rescue.TOOK_OVER))),
)
LEADING = Around((), stalled=(USUAL[3], lapsed(LapseKind.PROMISE_AT_RISK, None, USUAL[1])), rescued=RESCUED)


def many(how_many: int) -> Around:
    """Return so much of everything that no page holds it."""
    steps = tuple(replace(step(0, f"step number {n}", by=ANA), id=StepId(number_of(n))) for n in range(how_many))
    lines = tuple(item(0, f"k{n}", f"Line number {n}", due=due(27)) for n in range(how_many))
    open_, done, held = (
        tuple(replace(each, id=ItemId(number_of(n + turn * how_many))) for n, each in enumerate(lines))
        for turn in range(1, 4)
    )
    ended = {"status": ItemStatus.DONE, "accepted_by": "field", "done_by": FINN}
    items = (
        *open_,
        *(replace(each, **ended) for each in done),  # type: ignore[arg-type]
        *(replace(each, holder_id=FINN, function=f"f{n % 8}") for n, each in enumerate(held)),
    )
    asked = lapsed(LapseKind.SILENCE, None, decider_id=ANA).lapses[0]
    lapses = tuple(replace(asked, id=LapseId(number_of(n))) for n in range(how_many // 10))
    leads = tuple((each, ANA) for each in ("field", *(f"f{n}" for n in range(8))))
    deals = tuple(another(n, f"Deal number {n}", owner_id=ANA) for n in range(how_many // 10))
    stalled = tuple(lapsed(LapseKind.SILENCE, None, each) for each in deals)
    rescued = tuple((each, RESCUED[1][1]) for each in deals)
    full = deal(steps=steps, items=items, lapses=lapses, leads=leads)
    return Around((full, *deals), stalled=stalled, rescued=rescued)


def published(around: Around, who: UserId, say: Say, shown: Shown | None = None) -> Block:
    chosen = shown or Shown()
    facts = at_home(reword(around, say), who, AROUND, shown=chosen, now=NOW)
    return home.view(str(chosen), home.home(facts, NOW))


def drawn(say: Say) -> Iterator[tuple[str, Block]]:
    usual = Around(USUAL)
    yield "home_first_day", published(Around(()), FINN, say)
    yield "home_of_a_guest", published(Around(()), GUEST, say)
    yield "home", published(usual, ANA, say)
    yield "home_due", published(usual, ANA, say, Shown(Part.DUE))
    yield "home_items", published(usual, ANA, say, Shown(Part.ITEMS))
    yield "home_function", published(usual, ANA, say, Shown(Part.FUNCTION, "field"))
    yield "home_of_a_leader", published(LEADING, LIV, say)
    yield "home_nothing_left", published(Around((USUAL[2],)), OMAR, say, Shown(Part.STEPS))
    yield "home_many", published(many(60), ANA, say)
    yield "home_many_second_page", published(many(60), ANA, say, Shown(Part.STEPS, page=1))
    yield "form_digest", own_time_forms.digest(time(8, 30), is_daily=False)
    yield "form_told", home.told(refusals.refusal(NoSuchDeal(), EVERYBODY, NOW, "/deal"))


PARTS = (drawn,)
