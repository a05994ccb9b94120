"""What stands in a person's Home: what is theirs over all deals, and what leads and leaders look after."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from bot.context import Context
from bot.events import Decided, Recorded, Rescued
from bot.model import Absence, Deal, DealStatus, ItemStatus, Rescue, Step, UserId, Week
from bot.outgoing import Line
from bot.rules.digests import BESIDE, LATER, ORDER, clock_of, item_kind, line_of, person_lines
from bot.rules.members import may_see
from bot.rules.momentum import STOPPED, Momentum, momentum, rank
from bot.rules.steps import in_force, open_steps
from bot.working_time import local_day

FEW, PAGE = 4, 20
"""How many things of a part stand in the overview, and how many on a page of that part alone."""

MOST_FUNCTIONS = 3
"""Functions with a part of their own in the overview; who leads more of them chooses."""


class Part(StrEnum):
    """The parts of a Home, in the order in which they stand."""

    ALL = "all"
    DUE = "due"
    ANSWERS = "answers"
    STEPS = "steps"
    ITEMS = "lines"
    CHECKS = "checks"
    DEALS = "deals"
    FUNCTION = "function"
    STALLED = "stalled"
    RESCUED = "rescued"


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a Home is shown: its overview, or a page of one part."""

    part: Part = Part.ALL
    function: str = ""
    page: int = 0

    def __str__(self) -> str:
        return f"{self.part}:{self.page}:{self.function}"

    @classmethod
    def read(cls, carried: str) -> "Shown":
        """Read what ``str`` wrote; anything else is the overview, which always exists."""
        part, _, rest = carried.partition(":")
        page, _, function = rest.partition(":")
        if part not in tuple(Part):
            return cls()
        return cls(
            Part(part), function, int(page) if page.isascii() and page.isdigit() and len(page) < len("10000") else 0
        )


@dataclass(frozen=True, slots=True)
class Gathered:
    """The same item of several deals: one form takes the evidence of all of them."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AtAGlance:
    """A deal, how it goes, and what comes next in it."""

    deal: Deal
    momentum: Momentum
    next: Step | None


@dataclass(frozen=True, slots=True)
class Saved:
    """Where leadership had to act: who did what; None: decided."""

    deal: Deal
    by: UserId
    way: Rescue | None
    at: datetime


Entry = Line | Gathered | AtAGlance | Saved


@dataclass(frozen=True, slots=True)
class Section:
    """A part with what of it is shown, ``start`` being the place of the first. ``label`` names a function."""

    part: Part
    entries: tuple[Entry, ...]
    total: int
    function: str = ""
    label: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class OwnTime:
    """When somebody is asked, as they and the workspace have set it."""

    digest_at: time
    is_digest_daily: bool
    week: Week
    region: str | None
    away: Absence | None


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """A person's Home. ``needs``: how much needs them today; ``is_first``: they have nothing to do with any deal yet.

    ``choices`` are the parts that have something in them, each with how many, functions by their label.
    """

    day: date
    zone: str
    shown: Shown
    sections: tuple[Section, ...]
    choices: tuple[tuple[Shown, str, int], ...]
    needs: int
    is_first: bool
    is_able: bool
    own: OwnTime


@dataclass(frozen=True, slots=True)
class Around:
    """What the memory knows around a person; ``stood_in`` are deals of those for whom they may be asked.

    Of who is no leader ``stalled`` and ``rescued`` are empty.
    """

    deals: Sequence[Deal]
    stood_in: Sequence[Deal] = ()
    stalled: Sequence[Deal] = ()
    rescued: Sequence[tuple[Deal, Recorded]] = ()


def is_leader(context: Context, person: UserId) -> bool:
    """Tell whether a person sees what stalls anywhere: an admin, or whom leadership's questions end with."""
    return context.is_able(person) and person in (context.default_owner, *context.admins())


def at_home(around: Around, person: UserId, context: Context, *, shown: Shown, now: datetime) -> HomeFacts:
    """Return what of a person's Home is shown. Nobody reads of a private deal on which they do not work."""
    zone = context.calendar(person).zone
    day = local_day(zone, now)
    lines = _lines(around, person, context, day, now)
    whole = [each for each in (*_own(lines), *_looked_after(around, person, context, lines, now)) if each.total]
    due = [line for line in lines if _is_due(line)]
    return HomeFacts(
        day,
        zone,
        shown,
        tuple(_shown(whole, shown)),
        tuple((Shown(each.part, each.function), each.label, each.total) for each in whole),
        len(due),
        is_first=not around.deals and not whole,
        is_able=context.is_able(person),
        own=_own_time(context, person, day),
    )


def _lines(around: Around, person: UserId, context: Context, day: date, now: datetime) -> list[Line]:
    deals = {deal.id: deal for deal in (*around.deals, *around.stood_in)}.values()
    lines = [line for deal in deals for line in person_lines(deal, person, context, day, also_later=True, now=now)]
    return sorted(lines, key=_place)


def _place(line: Line) -> tuple[bool, int, bool, datetime | None, str]:
    is_later = line.kind not in ORDER
    # What comes later is ordered by its moment alone: whether it waits on somebody makes it no more urgent.
    return is_later, 0 if is_later else ORDER.index(line.kind), line.at is None, line.at, line.deal_name


def _is_due(line: Line) -> bool:
    return line.kind in ORDER and line.kind not in BESIDE


_KINDS: Mapping[str, Part] = {
    **dict.fromkeys(("step_overdue", "step_due", "waiting", "step_later", "waiting_later"), Part.STEPS),
    **dict.fromkeys(("item_overdue", "item_due", LATER), Part.ITEMS),
    **dict.fromkeys(("done_not_accepted", "to_accept"), Part.CHECKS),
}
"""Where a line stands; all others ask for an answer."""


def _own(lines: Sequence[Line]) -> Iterator[Section]:
    due = tuple(_gathered(line for line in lines if _is_due(line)))
    yield Section(Part.DUE, due, len(due))
    by_part: dict[Part, list[Line]] = defaultdict(list)
    for line in lines:
        by_part[_KINDS.get(line.kind, Part.ANSWERS)].append(line)
    for part in (Part.ANSWERS, Part.STEPS, Part.ITEMS, Part.CHECKS):
        entries = tuple(_gathered(by_part[part]))
        yield Section(part, entries, len(entries))


def _gathered(lines: Iterable[Line]) -> Iterator[Entry]:
    """Put items of one title together, where the first of them stands."""
    alike: dict[object, list[Line]] = defaultdict(list)
    for number, line in enumerate(lines):
        alike[line.about if _KINDS.get(line.kind) is Part.ITEMS else number].append(line)
    for same in alike.values():
        # Two of one deal have a form of their own, and their deal is named but once.
        is_several = len({line.deal_id for line in same}) > 1
        yield from [Gathered(same[0].about, tuple(same))] if is_several else same


def _looked_after(
    around: Around, person: UserId, context: Context, lines: Sequence[Line], now: datetime
) -> Iterator[Section]:
    own = [deal for deal in around.deals if person in (deal.owner_id, deal.seller_id) and may_see(deal, person)]
    yield _deals(Part.DEALS, own)
    day, theirs = local_day(context.calendar(person).zone, now), {line.subject for line in lines}
    # A guest sees what is theirs, and looks after nobody else's.
    looks_after = around.deals if context.is_able(person) else ()
    led = {key: deal.label(key) for deal in looks_after for key, lead in deal.leads if lead == person}
    for function, label in sorted(led.items(), key=lambda each: each[1]):
        held = [line for deal in around.deals for line in _of_function(deal, person, function, day, now)]
        found = sorted((line for line in held if line.subject not in theirs), key=_place)
        yield Section(Part.FUNCTION, tuple(found), len(found), function, label)
    yield _deals(Part.STALLED, [d for d in around.stalled if momentum(d) in STOPPED and may_see(d, person)])
    saved = tuple(_saved(deal, recorded) for deal, recorded in around.rescued if may_see(deal, person))
    yield Section(Part.RESCUED, saved, len(saved))


def _of_function(deal: Deal, person: UserId, function: str, day: date, now: datetime) -> Iterator[Line]:
    """Return what others have to do for a function that somebody leads in this deal."""
    if deal.status is not DealStatus.OPEN or deal.lead(function) != person:
        return
    for item in deal.items:
        if item.function == function and item.status is ItemStatus.OPEN and item.holder_id != person:
            at = item.due.at if item.due else None
            yield line_of(deal, item_kind(item, day, now), item.title, subject=str(item.id), at=at, who=item.holder_id)


def _deals(part: Part, deals: Iterable[Deal]) -> Section:
    seen = [AtAGlance(deal, momentum(deal), _next(deal)) for deal in deals]
    ordered = sorted(seen, key=lambda each: (rank(each.momentum), each.deal.facts.name, each.deal.id))
    return Section(part, tuple(ordered), len(ordered))


def _next(deal: Deal) -> Step | None:
    return min(open_steps(deal), key=lambda step: in_force(step).at, default=None)


def _saved(deal: Deal, recorded: Recorded) -> Saved:
    event = recorded.event
    assert isinstance(event, Rescued | Decided)
    return Saved(deal, recorded.actor, event.way if isinstance(event, Rescued) else None, recorded.at)


def _shown(whole: Sequence[Section], shown: Shown) -> Iterator[Section]:
    if shown.part is not Part.ALL:
        yield from (
            _page(each, shown.page) for each in whole if (each.part, each.function) == (shown.part, shown.function)
        )
        return
    functions = 0
    for each in whole:
        functions += each.part is Part.FUNCTION
        if each.part is not Part.DUE and not (each.part is Part.FUNCTION and functions > MOST_FUNCTIONS):
            yield replace(each, entries=each.entries[:FEW])


def _page(section: Section, page: int) -> Section:
    """Return a page; where there are fewer by now, the last one."""
    start = min(page, max(0, len(section.entries) - 1) // PAGE) * PAGE
    return replace(section, entries=section.entries[start : start + PAGE], start=start)


def _own_time(context: Context, person: UserId, day: date) -> OwnTime:
    time_of = context.time_of(person)
    away = sorted((each for each in time_of.absences if each.last >= day), key=lambda each: each.first)
    return OwnTime(
        clock_of(context, person),
        time_of.is_digest_daily,
        time_of.week or context.week,
        time_of.region or context.region,
        away[0] if away else None,
    )
