"""Holds the nudges of one lapse against its span: each rung once, in turn, in its time, and none missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from tests.simulation.hours import DAY, is_quiet, wall
from tests.soak.days import is_working, spoken_until
from tests.soak.publicly import Publicly
from tests.soak.reading import Told
from tests.soak.spans import Span
from tests.soak.timeline import Timeline
from tests.soak.town import CHANNEL, PRIVATE, Rung
from tests.soak.verdict import DOUBLE, EARLY, LATE, LOST, OVER, QUIET, UNCALLED, WRONG, Verdict

WIRE = 75.0
"""Real seconds from the last look at what is true until Slack has it: a lease, and the longest call."""
BLINK = 1.0
"""Real seconds by which Baton may take the time for later than it is."""
ROUGH, CALM = 600.0, 240.0
"""Real seconds that a word may take: while it is rough a lane is held for ten minutes, in the calm it is settled in four."""
TOLD = 240.0
"""Real seconds after which Baton knows that a word is there, when its answer got lost."""


@dataclass(frozen=True, slots=True)
class Nudging:
    """``end`` is when everything was over."""

    timeline: Timeline
    verdict: Verdict
    end: float
    publicly: Publicly

    def judge(self, spans: Sequence[Span], told: Sequence[Told], ids: dict[str, str]) -> None:
        """Hold all nudges of one kind about one subject against its spans."""
        given: dict[int, list[Told]] = {number: [] for number in range(len(spans))}
        for each in sorted(told, key=lambda one: one.said.at):
            begun = [n for n, span in enumerate(spans) if span.opens.earliest <= self._not_before(each)]
            if not begun:
                self.verdict.blame(EARLY if spans else UNCALLED, _named(each), each.said)
            else:
                given[self._belongs(spans, begun, given, each)].append(each)
        for number, span in enumerate(spans):
            self._chain(span, given[number], ids)

    def _belongs(self, spans: Sequence[Span], begun: Sequence[int], given: dict[int, list[Told]], told: Told) -> int:
        """Return the span that a nudge is of: the newest, unless that one may not be and the nudge goes on with another."""
        newest = max(begun, key=lambda n: spans[n].opens.earliest)
        if not spans[newest].may_be or given[newest] or self._is_there(spans[newest].rungs[0], told):
            return newest
        going_on = (n for n in begun if n != newest and self._comes_next(spans[n], len(given[n]), told))
        return next(going_on, newest)

    def _comes_next(self, span: Span, said: int, told: Told) -> bool:
        return said < len(span.rungs) and self._is_there(span.rungs[said], told)

    def _not_before(self, told: Told) -> float:
        return self.timeline.later(told.said.at, BLINK)

    def _chain(self, span: Span, told: Sequence[Told], ids: dict[str, str]) -> None:
        before: Told | None = None
        rung = 0
        for each in told:
            if rung == len(span.rungs) or not self._is_there(span.rungs[rung], each):
                rung = self._out_of_turn(span, rung, each, before)
                if not rung:
                    return
            else:
                rung += 1
                self._rung(span, rung, each, before)
            if each.who != ids[span.who] and each.where in (PRIVATE, CHANNEL):
                self.verdict.blame(WRONG, f"{_named(each)} names another person", each.said)
            before = each
        if rung < len(span.rungs) and not span.may_be:
            self._missing(span, rung + 1, before)

    def _is_there(self, rung: Rung, told: Told) -> bool:
        """Tell whether a nudge spoke where its rung speaks: what would be once too often in public is said in private."""
        is_spared = rung.where == CHANNEL and told.where == PRIVATE and self.publicly.may_be_spared(told)
        return told.where == rung.where or is_spared

    def _out_of_turn(self, span: Span, rung: int, told: Told, before: Told | None) -> int:
        """Tell a rung that was said twice from one that was left out; return the rung that this is, 0 where none is."""
        beside = (before.said,) if before else ()
        said = [rule.where for rule in span.rungs[:rung]]
        if told.where in said:
            self.verdict.blame(DOUBLE, _named(told), *beside, told.said)
            return rung
        ahead = next((n for n in range(rung, len(span.rungs)) if self._is_there(span.rungs[n], told)), None)
        if ahead is None:
            self.verdict.blame(UNCALLED, _named(told), *beside, told.said)
            return 0
        self.verdict.blame(LOST, f"rung {rung + 1} before {_named(told)}", *beside, told.said)
        return ahead + 1

    def _rung(self, span: Span, rung: int, told: Told, before: Told | None) -> None:
        said, timeline = before.said.ts if before else None, self.timeline
        beside = (before.said,) if before else ()
        name = f"{_named(told)} rung {rung}"
        self.verdict.counts[f"{span.kind} {rung}"] += 1
        if self._not_before(told) < span.ready(rung, said):
            self.verdict.blame(EARLY, name, *beside, told.said)
        if span.ends.latest < inf and told.said.at > timeline.later(span.ends.latest, WIRE):
            self.verdict.blame(OVER, name, *beside, told.said)
        quiet_since = _quiet_since(span.zone, told.said.at)
        if quiet_since and timeline.real(told.said.at) - timeline.real(quiet_since) > WIRE:
            self.verdict.blame(QUIET, name, *beside, told.said)
        due = span.due(rung, said)
        if due < inf and not span.may_be:
            self._late(span, due, told, name)

    def _late(self, span: Span, due: float, told: Told, name: str) -> None:
        if self.timeline.is_served(due, told.said.ts):
            self.verdict.lateness.append(self.timeline.spoken(span.zone, due, told.said.ts))
        if self._is_too_late(span, self._known(due), told.said.ts):
            self.verdict.blame(LATE, name, told.said)

    def _is_too_late(self, span: Span, due: float, at: float) -> bool:
        if at <= due:
            return False
        calm = max(due, self.timeline.there(self.timeline.calm_from))
        spoken = self.timeline.spoken
        return spoken(span.zone, due, at) > ROUGH or (calm < at and spoken(span.zone, calm, at) > CALM)

    def _known(self, said: float) -> float:
        """Return when Baton knew at the latest; in the calm it knows at once."""
        timeline = self.timeline
        return timeline.later(said, TOLD) if timeline.real(said) < timeline.calm_from else timeline.later(said, 10.0)

    def _missing(self, span: Span, rung: int, before: Told | None) -> None:
        if before:
            due = span.due(rung, self._known(before.said.ts))
        else:
            due = span.due(rung, None)
            due = self._known(due) if due < inf else inf
        until = min(span.ends.earliest, self.end)
        if due < until and self._is_too_late(span, due, until):
            what = f"rung {rung} of {span.kind} {span.what} of {span.deal}"
            self.verdict.blame(LOST, what, *((before.said,) if before else ()))


def _quiet_since(zone: str, at: float) -> float | None:
    """Return when the quiet hours began in which a moment lies; None where it lies in none."""
    if not is_quiet(zone, at, margin=0.0):
        return None
    day = wall(zone, at)
    while True:
        ends = spoken_until(zone, day.timestamp())
        if is_working(day.date()) and ends <= at:
            return ends
        day -= DAY


def _named(told: Told) -> str:
    return " ".join(filter(None, (told.where, told.kind, told.what, "of", told.deal)))


def doubles(told: Iterable[Told], verdict: Verdict) -> list[Told]:
    """Blame what stands there twice with one mark, and return the first of each."""
    seen: dict[str, Told] = {}
    for each in told:
        same = seen.setdefault(each.said.mark, each)
        if same is not each:
            verdict.blame(DOUBLE, _named(each), same.said, each.said)
    return list(seen.values())
