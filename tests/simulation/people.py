"""The world outside: a CRM that insists, and people who act at random, press twice, and try again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.incoming import Incoming, PersonRef
from bot.model import BATON, DealId, Due, Facts, UserId, WorkspaceId, deal_id
from bot.refusals import AlreadyEnded, NoSuchDeal, Refusal
from bot.service import deals, intake
from bot.service.desk import Asked, Desk, Did, by_id
from bot.service.intake import Origin
from tests.simulation import hours
from tests.simulation.database import at
from tests.simulation.edges import Edge
from tests.simulation.hub import Actor, Hub
from tests.simulation.plan import Plan
from tests.simulation.replica import Replica
from tests.simulation.story import Dated, DealStory, StepStory, Story, Told
from tests.simulation.town import ANA, KIND, OMAR, SECRET, ZONES

PATIENCE = 10.0
LATE = 300.0
"""Seconds that an input may be on its way: whoever sent it has given up long before."""
TRIES = 3
Act = Callable[[Desk, float], Any]


@dataclass(slots=True)
class Reply:
    """What became of one request: no answer yet, or one that may be a refusal."""

    waits: Actor | None = None
    is_there: bool = False
    is_done: bool = False


@dataclass
class World:
    """Everybody outside of Baton in one run."""

    hub: Hub
    plan: Plan
    replicas: list[Replica]
    workspaces: dict[str, WorkspaceId]
    story: Story
    edge: Edge
    count: int = 0

    def crm(self, team: str, number: int) -> None:
        """Win a deal, and let its people begin."""
        self.live(self.win(team, number))

    def win(self, team: str, number: int) -> DealStory:
        """Win a deal, and insist until it is taken."""
        name = f"{team.lower()}{number}"
        deal = DealStory(name, team, ANA, OMAR, Told(self.hub.now), is_private=self.plan.is_private)
        self.story.deals[name] = deal
        occurred_at = at(self.hub.now)
        incoming = Incoming(
            "erp",
            name,
            SECRET if deal.is_private else KIND,
            Facts(name, name, won_at=occurred_at, promised_on=date(2027, 2, 1)),
            occurred_at,
            PersonRef(email="ana@example.com"),
        )
        while not self._sure(deal.won, lambda desk, now: intake.receive(desk, self._origin(team, now), incoming)):
            self.hub.sleep(self.hub.chance.span(1, 300))
        return deal

    def live(self, deal: DealStory) -> None:
        """Let people act about a deal."""
        for _ in range(self.plan.acts):
            self.hub.sleep(self.hub.chance.span(60, self.plan.seconds / 2))
            self.act(deal)

    def _origin(self, team: str, now: float) -> Origin:
        return Origin(self.workspaces[team], BATON, at(now))

    def act(self, deal: DealStory) -> None:
        """Do one of the things that people do."""
        chance = self.hub.chance
        mine = [step for step in deal.steps.values() if step.made.is_certain and step.kept is None]
        choices: list[Callable[[], None]] = [lambda: self._commit(deal), lambda: self._commit(deal)]
        if deal.answer is None:
            choices.append(lambda: self._answer(deal))
        if "contract" not in deal.finished:
            choices.append(lambda: self._item(deal, deal.finished, ANA, deals.finish_item, proof="contract.pdf"))
        elif "contract" not in deal.accepted:
            choices.append(lambda: self._item(deal, deal.accepted, OMAR, deals.accept_item))
        if mine:
            choices += [lambda: self._keep(deal, chance.pick(mine)), lambda: self._move(deal, chance.pick(mine))]
        chance.pick(choices)()

    def _commit(self, deal: DealStory) -> None:
        by = self.hub.chance.pick((ANA, OMAR))
        for _ in range(TRIES):
            self.count += 1
            step = StepStory(f"call {self.count}", by, Told(self.hub.now))
            due = self._due(by)
            step.dates.append(Dated(due, step.made))
            deal.steps[step.what] = step
            if self._sure(step.made, self._asking(deal, by, deals.commit, what=step.what, due=due, consequence=None)):
                return

    def _keep(self, deal: DealStory, step: StepStory) -> None:
        step.kept = step.kept or Told(self.hub.now)
        self._step(deal, step, step.kept, deals.keep)

    def _move(self, deal: DealStory, step: StepStory) -> None:
        told, due = Told(self.hub.now), self._due(step.by)
        if due.at == step.dates[-1].due.at:
            return
        step.dates.append(Dated(due, told))
        self._step(deal, step, told, deals.reschedule, due=due, reason="the permit is late")

    def _step(self, deal: DealStory, step: StepStory, told: Told, use: Callable[..., Did], **given: Any) -> None:
        def act(key: str, desk: Desk, now: float) -> Did:
            with desk.work(self.workspaces[deal.team]) as uow:
                found = uow.deal(self._id(deal))
            step_id = next((each.id for each in found.steps if each.what == step.what), None) if found else None
            if found is None or step_id is None:
                # Only a memory that lost some of its time may not know a step or a deal any more.
                assert deal.is_shaken
                raise NoSuchDeal
            return use(desk, self._asked(deal, step.by, key, now), by_id(found.id), step_id=step_id, **given)

        for _ in range(TRIES):
            if self._sure(told, partial(act, self._key())):
                return

    def _item(self, deal: DealStory, told: dict[str, Told], by: UserId, use: Callable[..., Did], **given: Any) -> None:
        def act(key: str, desk: Desk, now: float) -> Did:
            with desk.work(self.workspaces[deal.team]) as uow:
                found = uow.deal(self._id(deal))
            if found is None:
                assert deal.is_shaken
                raise NoSuchDeal
            item_id = next(each.id for each in found.items if each.key == "contract")
            return use(desk, self._asked(deal, by, key, now), by_id(found.id), item_id=item_id, **given)

        told["contract"] = Told(self.hub.now)
        for _ in range(TRIES):
            if self._sure(told["contract"], partial(act, self._key())):
                return

    def _answer(self, deal: DealStory) -> None:
        deal.answer, deal.accepts = Told(self.hub.now), True
        for _ in range(TRIES):
            if self._sure(deal.answer, self._asking(deal, OMAR, deals.accept_ownership)):
                return

    def _asking(self, deal: DealStory, by: UserId, use: Callable[..., Did], **given: Any) -> Act:
        key = self._key()
        return lambda desk, now: use(desk, self._asked(deal, by, key, now), by_id(self._id(deal)), **given)

    def _asked(self, deal: DealStory, by: UserId, key: str, now: float) -> Asked:
        return Asked(self.workspaces[deal.team], by, key, at(now))

    def _key(self) -> str:
        """Return the key of one press: delivered twice it is the same, pressed twice it is not."""
        self.count += 1
        return f"input:{self.count}"

    def _id(self, deal: DealStory) -> DealId:
        return deal_id(self.workspaces[deal.team], "erp", deal.id)

    def _due(self, by: UserId) -> Due:
        """Return a moment that somebody could mean: a clock time, or a whole day."""
        zone, ahead = ZONES[by], self.hub.chance.span(1, 30)
        moment = self.hub.now + ahead * 3600
        if self.hub.chance.below(2):
            day = hours.wall(zone, moment).date() + timedelta(days=1)
            return Due(at(hours.end_of(zone, day)), zone, day)
        return Due(at(moment // 60 * 60).astimezone(ZoneInfo("UTC")), zone)

    def _sure(self, told: Told, act: Act) -> bool:
        """Send an input, perhaps more than once, and wait for its answer; tell whether it was heard."""
        after = 0.0
        if self.hub.chance.happens(self.plan.hears_late):
            self.hub.counts["input: late"] += 1
            after = self.hub.chance.span(0.0, LATE)
        reply = self._send(self.hub.chance.pick(self.replicas), act, after=after)
        if self.hub.chance.happens(self.plan.hears_twice):
            self.hub.counts["input: again"] += 1
            self._send(self.hub.chance.pick(self.replicas), act, after=self.hub.chance.span(0, 60))
        if not reply.is_there:
            reply.waits = self.hub.current
            self.hub.doze(PATIENCE)
            reply.waits = None
        if reply.is_there and reply.is_done:
            told.answered_at = told.answered_at or self.hub.now
        return reply.is_there

    def _answered(self) -> None:
        if self.hub.current:
            self.hub.current.stage = ""

    def _send(self, replica: Replica, act: Act, *, after: float) -> Reply:
        reply = Reply()

        def answer() -> None:
            try:
                act(replica.desk, self.hub.now + replica.clock.off)
                self.hub.point("answer")
                self._answered()
            except AlreadyEnded:
                # Whoever asked before and was not answered is told now that it is done.
                reply.is_done = True
            except Refusal:
                reply.is_done = False
            else:
                reply.is_done = True
            reply.is_there = True

        def serve() -> None:
            if self.edge(answer) and reply.waits:
                reply.waits.wakes_at = self.hub.now

        if replica.process.is_alive:
            self.hub.spawn("request", serve, replica.process, after=after)
        return reply
