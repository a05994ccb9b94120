"""Spells: for minutes or hours every call of one workspace, or of one method there, meets one and the same fate."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import partial

from tests.simulation.hub import Hub
from tests.simulation.slack import Spell, VirtualSlack

EVERY, SOME = "", ("chat.postMessage", "chat.update", "conversations.setTopic", "conversations.invite", "pins.add")
READS = ("conversations.history", "conversations.open", "users.conversations")
LENGTHS = (1200.0, 3600.0, 3 * 3600.0, 16 * 3600.0)
"""Seconds: long enough for a rung to come due meanwhile, for people's hours to end, for a day to be over."""
LONGEST_REFUSAL = 1200.0
"""Seconds in which a message is refused seven times at most: after eight it is given up, and that is no fault."""


@dataclass(slots=True)
class Spells:
    """Which of these befall a run: 1 for yes.

    ``limited``: asked to wait. ``unreachable``: no connection. ``refused``: a plain no with a code that nobody knows.
    ``slow``: done and answered, but late.
    """

    limited: float = 0.0
    unreachable: float = 0.0
    refused: float = 0.0
    slow: float = 0.0


@dataclass(frozen=True, slots=True)
class Spellbook:
    """Lets them come over one workspace of a run, and end before the calm at the latest."""

    hub: Hub
    slacks: Mapping[str, VirtualSlack]

    def begin(self, spells: Spells, seconds: float) -> None:
        """Let each of them begin at some moment before the calm."""
        for each in fields(spells):
            if getattr(spells, each.name):
                # Runs begin where something is about to happen: a spell that comes later finds little to do.
                after = self.hub.chance.pick((0.0, 0.0, 0.3, 0.8)) * self.hub.chance.span(0.0, seconds)
                self.hub.spawn(f"spell: {each.name}", partial(self._cast, each.name), after=after)

    def _cast(self, fate: str) -> None:
        hub = self.hub
        slack = hub.chance.pick(list(self.slacks.values()))
        spell = slack.spell = Spell(fate, hub.chance.pick((EVERY, EVERY, *SOME, *READS)))
        hub.steps.append((hub.now, "the world", f"{slack.team}: {spell.method or 'everything'} is {fate} from now on"))
        longest = LONGEST_REFUSAL if fate == "refused" else hub.chance.pick(LENGTHS)
        ends = min(hub.now + hub.chance.span(longest / 4, longest), hub.calm_from)
        hub.sleep(max(0.0, ends - hub.now))
        # Another one may have come over it meanwhile, and goes on.
        if slack.spell is spell:
            slack.spell = None
