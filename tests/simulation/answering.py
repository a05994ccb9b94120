"""What people do about what they read: they put questions off, and write what the customer hears."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.model import Due, UserId
from bot.service import customer, snoozing
from tests.simulation import hours
from tests.simulation.database import at
from tests.simulation.hub import Hub
from tests.simulation.inputs import Act, Inputs
from tests.simulation.slack import Message
from tests.simulation.story import DealStory, LineStory, PutOff, Question, Story, Told
from tests.simulation.town import ANA, OMAR, ZONES

TRIES = 3
RECENT = 4
HOUR = 3600.0
Asking = Callable[..., Act]
"""Return an input: of which deal, by whom, what it asks for, with what."""


@dataclass(frozen=True, slots=True)
class Answering:
    """People who read Slack, and press or write something then."""

    hub: Hub
    inputs: Inputs
    story: Story
    asking: Asking

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
