"""Private stays private: a private deal is spoken of in its own channel and to its people, and nowhere else."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.judges.broken import Broken
from tests.simulation.judges.trail import Entry
from tests.simulation.slack import BOT, Channel
from tests.simulation.story import DealStory, Story
from tests.simulation.town import LEADS

INVARIANT = "a private deal is shown to its people only"


@dataclass
class Privacy:
    """Who was asked to decide something is one of a deal's people from then on."""

    story: Story
    _deciders: dict[str, set[str]] = field(default_factory=dict)

    def posted(self, channel: Channel, facts: dict[str, Any]) -> Iterator[Broken]:
        """See a message, or a digest with all the deals in it."""
        decider = (facts.get("event") or {}).get("decider_id")
        if decider and facts.get("deal"):
            self._deciders.setdefault(facts["deal"], set()).add(decider)
        named = [facts.get("deal"), *(facts.get("digest") or {}).get("deals", ())]
        for deal in filter(None, map(self.story.deals.get, filter(None, named))):
            if deal.is_private and not self._may_read(deal, channel):
                yield Broken(INVARIANT, f"{facts['key']} in {channel.name}")

    def decided(self, entries: Sequence[Entry]) -> None:
        """See who was asked to decide, though the word may not have reached Slack: they are brought in ahead of it."""
        for each in entries:
            decider = json.loads(each.payload).get("decider_id") if each.name == "Nudged" else None
            if decider:
                self._deciders.setdefault(each.deal, set()).add(decider)

    def members(self, deal: DealStory) -> set[str]:
        """Return everybody who works on a deal, as the world knows it."""
        doing = {step.by for step in deal.steps.values()}
        return {deal.seller, deal.offered, *LEADS, *doing, *self._deciders.get(deal.id, ())}

    def home(self, deal: DealStory, home: Channel) -> Iterator[Broken]:
        """Look at a private deal's channel: nobody may have found it or been brought in who is not of the deal."""
        if not deal.is_private:
            return
        if not home.is_private:
            yield Broken(INVARIANT, f"{home.name} is open to everybody")
        strangers = home.members - self.members(deal) - {BOT}
        if strangers:
            yield Broken(INVARIANT, f"{', '.join(sorted(strangers))} in {home.name}")

    def _may_read(self, deal: DealStory, channel: Channel) -> bool:
        if channel.person:
            return channel.person in self.members(deal)
        return f"-{deal.id}-" in channel.born and channel.is_private
