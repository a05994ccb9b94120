"""Who is needed when: what a digest has to show, from the course of each deal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from math import inf

from tests.simulation.hours import DAY, wall, worked_by
from tests.soak.days import at_wall, is_working
from tests.soak.effects import NEVER, Effect
from tests.soak.reading import Told
from tests.soak.spans import Course, held, line_due
from tests.soak.town import DECISION, DELIVERY, LADDERS, LEADER, LEADERSHIP, LINES, TEAM, ZONES

TEAM_AT = time(10)


@dataclass(frozen=True, slots=True)
class Need:
    """Somebody is needed: perhaps from ``begins`` on and surely from ``is_sure_from`` on, and likewise to its end.

    ``who`` is a person's name, or the channel that reads of it.
    """

    who: str
    begins: float
    is_sure_from: float
    is_sure_until: float
    ends: float


def needs(way: Course, told: Sequence[Told], ids: dict[str, str], found: Sequence[Effect]) -> Iterator[Need]:
    """Yield all that a deal needs people for."""
    offer = way.answered
    yield Need(way.deal.offered, way.opened.earliest, way.opened.latest, offer.earliest, offer.latest)
    for step in way.steps:
        for dated, following in zip(step.dates, [*step.dates[1:], None], strict=True):
            since = _morning(step.by, dated.due)
            ends = min(following.since if following else NEVER, step.ends, key=lambda each: each.earliest)
            yield Need(
                step.by, max(since, dated.since.earliest), max(since, dated.since.latest), ends.earliest, ends.latest
            )
    yield from _lines(way)
    yield from _gaps(way)
    yield from _cards(way, told, ids)
    for each in found:
        if each.input.act in ("keep", "move", "decide", "take"):
            shown = _next_shown(each.when.latest) if each.when.latest < inf else inf
            yield Need(TEAM, each.when.earliest, each.when.latest, shown + 6 * 3600, shown + 14 * 3600)


def _lines(way: Course) -> Iterator[Need]:
    for key, line in LINES.items():
        since = way.taken if line.waits_for else way.opened
        if since.earliest == inf:
            continue
        done = way.finished.get(key, NEVER)
        for holder, got, ends in held(way, key, min(done, way.ends, key=lambda each: each.earliest)):
            begins = max(_morning(holder, line_due(way, key)), since.earliest, got.earliest)
            yield Need(holder, begins, max(begins, since.latest, got.latest), ends.earliest, ends.latest)
        if line.receiver and done.earliest < inf:
            ends = min(way.taken, way.ends, key=lambda each: each.earliest)
            yield Need(DELIVERY, done.earliest, done.latest, ends.earliest, ends.latest)


def _gaps(way: Course) -> Iterator[Need]:
    """Yield where the owner may be needed for a next step; it is never sure, since it hangs on two moments."""
    hours = LADDERS[way.deal.kind]["nothing_dated"].opens_after
    for since in [way.answered, *(step.ends for step in way.steps)]:
        if since.earliest < inf:
            after = [step.made.latest for step in way.steps if step.made.latest > since.earliest]
            begins = worked_by(ZONES[way.owner], since.earliest, hours)
            yield Need(way.owner, begins, inf, begins, min([*after, way.ends.latest]))


def _cards(way: Course, told: Sequence[Told], ids: dict[str, str]) -> Iterator[Need]:
    """Yield what is to be decided: from a little before its card is there until an act that may have ended it."""
    names = {user: name for name, user in ids.items()}
    for each in told:
        if each.deal == way.deal.name and each.where == DECISION:
            ends = _card_ends(way, each)
            # What somebody was asked in private is not read out in public.
            is_theirs = each.kind == "slipped_twice"
            for who in (names[each.who], TEAM, LEADERSHIP):
                since = inf if is_theirs and who in (TEAM, LEADERSHIP) else each.said.ts
                yield Need(who, each.said.at - 43_200, since, ends, inf)


def _card_ends(way: Course, card: Told) -> float:
    """Return the first moment from which on nobody may have to decide it any more."""
    over = [way.answered, way.decided, way.ends]
    over += [way.taken] if card.kind == "done_not_accepted" else []
    for step in way.steps:
        over += [step.made, step.ends, *(each.since for each in step.dates)]
    return min((each.earliest for each in over if each.latest > card.said.at), default=inf)


def _next_shown(at: float) -> float:
    """Return when the team reads next of what happened; of the same it is told once."""
    day = wall(ZONES[LEADER], at).date()
    while not is_working(day) or at_wall(ZONES[LEADER], day, TEAM_AT) < at:
        day += DAY
    return at_wall(ZONES[LEADER], day, TEAM_AT)


def _morning(who: str, due: float) -> float:
    """Return when the day begins on which something is due."""
    zone = ZONES[who]
    return at_wall(zone, wall(zone, due).date(), time(0))
