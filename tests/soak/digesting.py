"""Holds the digests against who was needed: one a working day for whoever is, on that day, and none for nobody."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from tests.simulation.hours import DAY, wall
from tests.soak.days import at_wall, is_working, spoken_until
from tests.soak.history import History, Said
from tests.soak.needing import TEAM_AT, Need
from tests.soak.nudging import BLINK
from tests.soak.reading import Told
from tests.soak.timeline import Timeline
from tests.soak.town import LEADER, LEADERS, LEADERSHIP, TEAM, ZONES
from tests.soak.verdict import DOUBLE, EARLY, LOST, UNCALLED, Verdict

PERSON_AT = time(8, 30)
BEFORE = 60.0
MADE, SERVED = 45.0, 20.0
"""Real seconds in which somebody has looked who is needed, once its hour has come, and how many of them were served."""


@dataclass(frozen=True, slots=True)
class Digests:
    """``unrested`` are evenings that ended before all was said: what was not said by then is yesterday's."""

    history: History
    timeline: Timeline
    unrested: Sequence[float]
    ids: Mapping[str, str]
    verdict: Verdict

    def judge(self, told: Sequence[Told], needs: Sequence[Need], *, end: float) -> None:
        """Hold every digest of a run against the needs."""
        needed: dict[str, list[Need]] = defaultdict(list)
        for need in needs:
            needed[need.who].append(need)
        for who, said in self._by_reader(told).items():
            for day in _days(ZONES.get(who, ZONES[LEADER]), self.timeline.marks[0][1], end):
                self._day(who, day, said.pop(day, []), needed[who], end)
            for left in said.values():
                self.verdict.blame(UNCALLED, f"a digest for {who} on a day off", *(each.said for each in left))

    def _by_reader(self, told: Sequence[Told]) -> dict[str, dict[date, list[Told]]]:
        names = {user: name for name, user in self.ids.items()}
        found: dict[str, dict[date, list[Told]]] = {who: defaultdict(list) for who in (*ZONES, TEAM, LEADERSHIP)}
        for each in told:
            person = self.history.room(each.said).person
            who = names[person] if person else {LEADERS: LEADERSHIP}.get(each.where, each.where)
            found[who][wall(ZONES.get(who, ZONES[LEADER]), each.said.at).date()].append(each)
        return found

    def _day(self, who: str, day: date, told: Sequence[Told], needs: Sequence[Need], end: float) -> None:
        zone = ZONES.get(who, ZONES[LEADER])
        at = at_wall(zone, day, PERSON_AT if who in ZONES else TEAM_AT)
        over = at_wall(zone, day + DAY, time(0))
        said = [each.said for each in told]
        self.verdict.counts["digest"] += len(said)
        is_whole = self.timeline.marks[0][1] < at and over < end
        if said:
            self._said(f"digest for {who} on {day}", said, needs, at)
        elif is_whole and self._is_needed(needs, at, spoken_until(zone, at)) and not self._is_excused(who, at, over):
            self.verdict.blame(LOST, f"digest for {who} on {day}")

    def _said(self, name: str, said: Sequence[Said], needs: Sequence[Need], at: float) -> None:
        if len(said) > 1:
            self.verdict.blame(DOUBLE, name, *said)
        if self.timeline.later(said[0].at, BLINK) < at:
            self.verdict.blame(EARLY, name, said[0])
        if not any(need.begins <= said[0].at and need.ends >= at for need in needs):
            self.verdict.blame(UNCALLED, name, said[0])

    def _is_needed(self, needs: Sequence[Need], at: float, quiet: float) -> bool:
        """Tell whether somebody is surely needed from before the hour until long after who is was looked up."""
        made = max(self.timeline.later(at, MADE), self.timeline.served(at, SERVED))
        # Of a day on which nobody served nobody is told: in the evening it is too late, and yesterday's list helps nobody.
        return made < quiet and any(need.is_sure_from <= at - BEFORE and need.is_sure_until >= made for need in needs)

    def _is_excused(self, who: str, at: float, over: float) -> bool:
        """Tell whether Slack's own log says why: a word to the same reader was in doubt, or the night came too soon."""
        channel = self._channel(who)
        failed = any(at - 7200 <= when <= over for where, when in self.history.failed if where == channel)
        is_excused = failed or any(at <= evening <= over for evening in self.unrested)
        self.verdict.counts["digest excused"] += is_excused
        return is_excused

    def _channel(self, who: str) -> str:
        person = self.ids.get(who)
        rooms = self.history.rooms
        return next((room.id for room in rooms if (room.person == person if person else room.name == who)), "")


def _days(zone: str, since: float, until: float) -> Iterator[date]:
    day = wall(zone, since).date()
    while day <= wall(zone, until).date():
        if is_working(day):
            yield day
        day += DAY
