"""What people do about what they read: they put questions off, and write what the customer hears."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.model import Due, UserId
from bot.service import customer, own_time, snoozing
from bot.service.desk import Asked, Desk
from tests.simulation import hours
from tests.simulation.database import at
from tests.simulation.hub import Hub
from tests.simulation.inputs import Act, Inputs
from tests.simulation.slack import Message
from tests.simulation.story import AwayStory, DealStory, LineStory, PutOff, Question, Story, Told
from tests.simulation.town import ANA, FAYE, OMAR, ZONES

TRIES = 3
RECENT = 4
HOUR = 3600.0
AskedAs = Callable[[str, UserId, str, float], Asked]
Asking = Callable[..., Act]
"""Return an input: of which deal, by whom, what it asks for, with what."""


@dataclass(frozen=True, slots=True)
class Answering:
    """People who read Slack, and press or write something then."""

    hub: Hub
    inputs: Inputs
    story: Story
    asking: Asking
    key: Callable[[], str]

    def read(self, said: Message) -> None:
        """Remember what asks somebody something; a decision cannot be put off, and nobody tries."""
        if '"kind": "nudge"' not in said.text:
            return
        facts = json.loads(said.text)
        deal, event = self.story.deals.get(facts["deal"]), facts["event"]
        if deal and not event["decider_id"]:
            about = Question(event["lapse_id"], event["kind"], event["about"], UserId(event["who"]), said.at)
            deal.asked.append(about)

    def put_off(self, deal: DealStory) -> None:
        """Be asked again in an hour, tomorrow, next Monday or on a day: three of them by a day's name."""
        hub = self.hub
        question = hub.chance.pick(deal.asked[-RECENT:])
        until, moment = self._until(ZONES[question.who])
        told = Told(hub.now)
        deal.put_off.append(PutOff(question, moment, told))
        given = {"until": until, "reason": "the crane is late", "lapse_id": UUID(question.lapse)}
        for _ in range(TRIES):
            if self.inputs.sure(told, self.asking(deal, question.who, snoozing.snooze, **given)):
                break
        hub.counts["input: put off"] += told.is_certain

    def write(self, deal: DealStory, number: int) -> None:
        """Write what the customer hears."""
        line = LineStory(f"line {number}", Told(self.hub.now))
        deal.lines.append(line)
        by = self.hub.chance.pick((ANA, OMAR))
        for _ in range(TRIES):
            if self.inputs.sure(line.told, self.asking(deal, by, customer.write, what=line.what)):
                break
        self.hub.counts["input: customer line"] += line.told.is_certain

    def leave(self, team: str, asked: AskedAs) -> None:
        """Be away from today or tomorrow on, for a day or some, with somebody to stand in or without."""
        chance, who = self.hub.chance, self.hub.chance.pick((ANA, OMAR))
        first = hours.wall(ZONES[who], self.hub.now).date() + timedelta(days=chance.below(2))
        last = first + timedelta(days=chance.below(3))
        stand_in = chance.pick((None, FAYE, OMAR if who == ANA else ANA))
        away = AwayStory(team, who, first, last, Told(self.hub.now))
        self.story.absences.append(away)

        def act(key: str, desk: Desk, now: float) -> object:
            return own_time.away(desk, asked(team, who, key, now), who, first=first, last=last, stand_in=stand_in)

        for _ in range(TRIES):
            if self.inputs.sure(away.told, partial(act, self.key())):
                break
        self.hub.counts["input: away"] += away.told.is_certain

    def _until(self, zone: str) -> tuple[Due, float]:
        """Return what is asked for, and the moment that it means at the earliest."""
        now, chosen = self.hub.now, self.hub.chance.below(4)
        if chosen == 0:
            moment = at(now + HOUR)
            return Due(moment.astimezone(ZoneInfo("UTC")), zone), now + HOUR
        day = hours.next_working_day(zone, now)
        if chosen == 1:
            while day.weekday() != 0:
                day = hours.next_working_day(zone, hours.end_of(zone, day))
        elif chosen == 2:
            day = hours.next_working_day(zone, hours.end_of(zone, day))
        return Due(at(hours.end_of(zone, day)), zone, day), hours.begin_of(zone, day)
