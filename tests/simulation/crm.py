"""A CRM that insists: it wins deals, corrects what it said, and tells old news after newer, as often as it likes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.incoming import Incoming, PersonRef
from bot.model import BATON, Facts, WorkspaceId
from bot.service import intake
from bot.service.desk import Desk
from bot.service.intake import Origin
from tests.simulation.database import at
from tests.simulation.hub import Hub
from tests.simulation.inputs import Act, Inputs
from tests.simulation.story import DealStory, News, Story, Told
from tests.simulation.town import ANA, KIND, OMAR, SECRET

PROMISED = date(2027, 2, 1)
Use = Callable[[Desk, Origin, Incoming], Any]


@dataclass(frozen=True, slots=True)
class Crm:
    """Every message of it is a new one: nothing but the deal's own id and the moment tells two apart."""

    hub: Hub
    inputs: Inputs
    workspaces: Mapping[str, WorkspaceId]
    story: Story

    def win(self, team: str, number: int, *, is_private: bool) -> DealStory:
        """Win a deal, and insist until it is taken; now and then it is corrected before it was won."""
        name = f"{team.lower()}{number}"
        deal = DealStory(name, team, ANA, OMAR, Told(self.hub.now), is_private=is_private)
        self.story.deals[name] = deal
        won = self._incoming(deal, self.hub.now, PROMISED)
        if self.hub.chance.below(8) == 1:
            self.hub.counts["crm: corrected before it was won"] += 1
            self.inputs.sure(Told(self.hub.now), self._telling(deal, intake.correct, won))
        while not self.inputs.sure(deal.won, self._telling(deal, intake.receive, won)):
            self.hub.sleep(self.hub.chance.span(1, 300))
        return deal

    def tell_news(self, deal: DealStory) -> None:
        """Move the promised date twice, and tell of it in any order, as a correction or as if it were won again."""
        chance, now = self.hub.chance, self.hub.now
        news = [self._news(deal, now + n) for n in (1.0, 2.0)]
        if chance.below(2):
            self.hub.counts["crm: older news after newer"] += 1
            news.reverse()
        for each in news:
            use = chance.pick((intake.correct, intake.receive))
            self.hub.counts["crm: won again"] += use is intake.receive
            incoming = self._incoming(deal, each.occurred_at, date.fromisoformat(each.promised))
            self.inputs.sure(each.told, self._telling(deal, use, incoming))

    def _news(self, deal: DealStory, occurred_at: float) -> News:
        promised = PROMISED + timedelta(days=1 + len(deal.news))
        news = News(occurred_at, promised.isoformat(), Told(self.hub.now))
        deal.news.append(news)
        return news

    def _incoming(self, deal: DealStory, occurred_at: float, promised: date) -> Incoming:
        moment = at(occurred_at)
        facts = Facts(deal.id, deal.id, won_at=at(deal.won.sent_at), promised_on=promised)
        kind = SECRET if deal.is_private else KIND
        return Incoming("erp", deal.id, kind, facts, moment, PersonRef(email="ana@example.com"))

    def _telling(self, deal: DealStory, use: Use, incoming: Incoming) -> Act:
        return lambda desk, now: use(desk, Origin(self.workspaces[deal.team], BATON, at(now)), incoming)
