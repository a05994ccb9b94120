"""People who act at random about their deals, and try again where nobody answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.model import Deal, DealId, Due, UserId, WorkspaceId, deal_id
from bot.refusals import NoSuchDeal
from bot.rules.evidence import Proof
from bot.service import deals
from bot.service.desk import Asked, Desk, Did, by_id
from tests.simulation import hours
from tests.simulation.answering import Answering
from tests.simulation.crm import Crm
from tests.simulation.database import at
from tests.simulation.edges import Edge
from tests.simulation.handing import Handing, Pick, the_contract
from tests.simulation.hub import Hub
from tests.simulation.inputs import Act, Inputs
from tests.simulation.plan import Plan
from tests.simulation.replica import Replica
from tests.simulation.story import Dated, DealStory, StepStory, Story, Told
from tests.simulation.town import ANA, OMAR, ZONES

TRIES = 3


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
    inputs: Inputs = field(init=False)
    erp: Crm = field(init=False)
    answering: Answering = field(init=False)
    handing: Handing = field(init=False)

    def __post_init__(self) -> None:
        self.inputs = Inputs(self.hub, self.plan, self.replicas, self.edge)
        self.erp = Crm(self.hub, self.inputs, self.workspaces, self.story)
        self.answering = Answering(self.hub, self.inputs, self.story, self._asking, self._key)
        self.handing = Handing(self.hub, self.inputs, self.story, self._asking, self._looking)

    def crm(self, team: str, number: int) -> None:
        """Win a deal, and let its people begin."""
        self.live(self.win(team, number))

    def win(self, team: str, number: int) -> DealStory:
        """Win a deal, and insist until it is taken."""
        return self.erp.win(team, number, is_private=self.plan.is_private)

    def live(self, deal: DealStory) -> None:
        """Let people act about a deal."""
        for _ in range(self.plan.acts):
            self.hub.sleep(self.hub.chance.span(60, self.plan.seconds / 2))
            self.act(deal)

    def act(self, deal: DealStory) -> None:
        """Do one of the things that people do."""
        chance = self.hub.chance
        mine = [step for step in deal.steps.values() if step.made.is_certain and step.kept is None]
        choices: list[Callable[[], None]] = [lambda: self._commit(deal), lambda: self._commit(deal)]
        choices.append(lambda: self.erp.tell_news(deal))
        choices += self.handing.choices(deal, self._numbered)
        if deal.answer is None and not deal.taken:
            choices.append(lambda: self._answer(deal))
        if "contract" not in deal.finished:
            choices.append(lambda: self._item(deal, deal.finished, ANA, deals.finish_item, proof=Proof("contract.pdf")))
        elif "contract" not in deal.accepted:
            choices.append(lambda: self._item(deal, deal.accepted, OMAR, deals.accept_item))
        choices.append(lambda: self.answering.write(deal, self._numbered()))
        choices.append(lambda: self.answering.leave(deal.team, self.asked_in))
        if deal.asked:
            choices.append(lambda: self.answering.put_off(deal))
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
            if self.inputs.sure(
                step.made, self._asking(deal, by, deals.commit, what=step.what, due=due, consequence=None)
            ):
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
        def pick(found: Deal) -> Mapping[str, Any] | None:
            return next(({"step_id": each.id} for each in found.steps if each.what == step.what), None)

        for _ in range(TRIES):
            if self.inputs.sure(told, self._looking(deal, step.by, use, pick, **given)):
                return

    def _is_not_known(self, deal: DealStory) -> None:
        """Blame a memory that does not know what people were told of, unless this run took some of its time away."""
        if not deal.is_shaken:
            self.edge.blame("nothing is lost", f"{deal.id}: people act on what is not there")

    def _item(self, deal: DealStory, told: dict[str, Told], by: UserId, use: Callable[..., Did], **given: Any) -> None:
        told["contract"] = Told(self.hub.now)
        for _ in range(TRIES):
            if self.inputs.sure(told["contract"], self._looking(deal, by, use, the_contract, **given)):
                return

    def _answer(self, deal: DealStory) -> None:
        deal.answer, deal.accepts = Told(self.hub.now), True
        for _ in range(TRIES):
            if self.inputs.sure(deal.answer, self._asking(deal, OMAR, deals.accept_ownership)):
                return

    def _looking(self, deal: DealStory, by: UserId, use: Callable[..., Did], pick: Pick, **given: Any) -> Act:
        """Return an input about something in a deal, which is looked up as it stands when the input arrives."""

        def act(key: str, desk: Desk, now: float) -> Did:
            with desk.work(self.workspaces[deal.team]) as uow:
                found = uow.deal(self._id(deal))
            about = pick(found) if found else None
            if found is None or about is None:
                self._is_not_known(deal)
                raise NoSuchDeal
            return use(desk, self._asked(deal, by, key, now), by_id(found.id), **about, **given)

        return partial(act, self._key())

    def _asking(self, deal: DealStory, by: UserId, use: Callable[..., Did], **given: Any) -> Act:
        key = self._key()
        return lambda desk, now: use(desk, self._asked(deal, by, key, now), by_id(self._id(deal)), **given)

    def _asked(self, deal: DealStory, by: UserId, key: str, now: float) -> Asked:
        return self.asked_in(deal.team, by, key, now)

    def asked_in(self, team: str, by: UserId, key: str, now: float) -> Asked:
        return Asked(self.workspaces[team], by, key, at(now))

    def _key(self) -> str:
        """Return the key of one press: delivered twice it is the same, pressed twice it is not."""
        return f"input:{self._numbered()}"

    def _numbered(self) -> int:
        self.count += 1
        return self.count

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
