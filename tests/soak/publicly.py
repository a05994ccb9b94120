"""Who was asked where colleagues read it: never more than twice on a day, and what is over that is asked privately."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf

from tests.simulation.hours import DAY, wall
from tests.soak.days import is_working
from tests.soak.history import History
from tests.soak.reading import NUDGES, Told
from tests.soak.spans import Span
from tests.soak.town import CHANNEL, DECISION, ZONES
from tests.soak.verdict import PESTERED, Verdict

A_DAY = 2


@dataclass(frozen=True, slots=True)
class Publicly:
    """``spans`` are those of all deals; ``names`` tells who has a user id."""

    history: History
    told: Sequence[Told]
    spans: Sequence[Span]
    names: Mapping[str, str]

    def judge(self, verdict: Verdict) -> None:
        """Blame what was once too often; what was counted on one day may be read on the next, so days are added up."""
        for who in sorted({each.who for each in self.told} & self.names.keys()):
            begins = min(self._day(who, each.said.at) for each in self.told)
            asked = sorted(self._asked(who), key=lambda each: each.said.at)
            for number, each in enumerate(asked, start=1):
                day = self._day(who, each.said.at)
                days = sum(is_working(begins + DAY * n) for n in range((day - begins).days + 1))
                if number > A_DAY * days:
                    verdict.blame(PESTERED, f"{self.names[who]} in public on {day}", each.said)

    def may_be_spared(self, told: Told) -> bool:
        """Tell whether what was asked in private may have been once too often for the public.

        What was counted, held up and settled meanwhile, nobody saw: each lapse that ended that day may have been that.
        """
        day = self._day(told.who, told.said.at)
        asked = sum(self._is_counted(day, self._day(told.who, each.said.at)) for each in self._asked(told.who))
        ended = [each.ends.earliest for each in self.spans if self._may_ask(each, self.names[told.who])]
        settled = sum(self._is_counted(day, self._day(told.who, at)) for at in ended if at < inf)
        return asked + settled >= A_DAY

    def _asked(self, who: str) -> Iterator[Told]:
        for each in self.told:
            is_asked = each.who == who and each.kind in NUDGES and each.where in (CHANNEL, DECISION)
            if is_asked and not self.history.room(each.said).person:
                yield each

    @staticmethod
    def _may_ask(span: Span, name: str) -> bool:
        """Tell whether a lapse has a word in public for somebody; any of them may come to be who decides."""
        return any(rung.where == DECISION or (rung.where == CHANNEL and span.who == name) for rung in span.rungs)

    @staticmethod
    def _is_counted(day: date, on: date) -> bool:
        """Tell whether what came on a day may have used up another one: that one, or the evening before it."""
        before = day - DAY
        while not is_working(before):
            before -= DAY
        return before <= on <= day

    def _day(self, who: str, at: float) -> date:
        return wall(ZONES[self.names[who]], at).date()
