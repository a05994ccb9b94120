"""The lives that people have beside the deal: they go away, move, change their hours, want quiet, and leave."""

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.events import Change
from bot.model import Absence, PersonalTime, UserId, Week
from tests.bot.making import HELSINKI, LIV, NEW_YORK
from tests.machine.acts import WHO
from tests.machine.closes import Closes

ZONES = (HELSINKI, NEW_YORK, "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")


class Lives(Closes):
    """Everybody's time is their own; the deal is looked at again, as it is whenever that changes."""

    def live(self, who: UserId, **own: object) -> None:
        person = self.context.people[who]
        time_of = replace(person.time or PersonalTime(), **own)  # type: ignore[arg-type]
        self.know(people={**self.context.people, who: replace(person, time=time_of)})

    def be(self, who: UserId, **changes: object) -> None:
        person = replace(self.context.people[who], **changes)  # type: ignore[arg-type]
        self.know(people={**self.context.people, who: person})

    def know(self, **changes: object) -> None:
        self.context = replace(self.context, **changes)  # type: ignore[arg-type]
        self.story.context = self.context
        self.met["changes of people's time"] += 1
        self.do(LIV, Change)

    @rule(who=WHO, stand_in=st.none() | WHO, start=st.integers(-2, 5), days=st.integers(0, 25))
    def go_away(self, who: UserId, stand_in: UserId | None, start: int, days: int) -> None:
        first = self.now.date() + timedelta(days=start)
        known = self.context.time_of(who).absences[-2:]
        self.live(who, absences=(*known, Absence(first, first + timedelta(days=days), who, stand_in)))

    @rule(who=WHO)
    def come_back(self, who: UserId) -> None:
        self.live(who, absences=())

    @rule(who=WHO, days=st.frozensets(st.integers(0, 6), min_size=1), opens=st.integers(0, 20), hours=st.integers(1, 3))
    def change_hours(self, who: UserId, days: frozenset[int], opens: int, hours: int) -> None:
        self.live(who, week=Week(days, time(opens), time(opens + hours)))

    @rule(who=WHO, hours=st.integers(0, 24 * 21))
    def want_to_be_left_alone(self, who: UserId, hours: int) -> None:
        self.live(who, quiet_until=self.now + timedelta(hours=hours))

    @rule(region=st.sampled_from(["", "FI"]), ahead=st.sets(st.integers(0, 30), max_size=5))
    def have_holidays(self, region: str, ahead: set[int]) -> None:
        days_off = frozenset(self.now.date() + timedelta(days=each) for each in ahead)
        self.know(days_off={**self.context.days_off, region: days_off}, region="FI")

    @rule(who=WHO, zone=st.sampled_from(ZONES))
    def travel(self, who: UserId, zone: str) -> None:
        self.be(who, zone=zone)

    @rule(who=WHO.filter(lambda who: who != LIV), is_back=st.booleans())
    def leave_the_company(self, who: UserId, *, is_back: bool) -> None:
        """Whoever is asked by default stays: the workspace would choose another one."""
        if who != self.deal.owner_id:
            self.be(who, is_active=is_back)
