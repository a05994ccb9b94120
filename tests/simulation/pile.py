"""A pile: one workspace has messages for an hour waiting and a slow Slack, and another one has a deal to be opened."""

from dataclasses import dataclass

from bot.outgoing import Kind, Outgoing
from storage.engine import Database
from storage.work import work_in
from tests.simulation.database import at
from tests.simulation.people import World
from tests.simulation.setting import Setting
from tests.simulation.slack import Spell
from tests.simulation.town import PEOPLE, TEAMS

HEIGHT, LOW = 240, 40
"""Messages, each in a lane of its own: all of them are due at once, and any number of couriers has minutes of work.

A low pile is enough to meet Slack's limits, and each time that a message is put off costs time.
"""
SOON = 120.0


@dataclass(frozen=True, slots=True)
class Pile:
    """Puts it into the memory, as a morning of nudges or a digest to everybody does."""

    setting: Setting

    def begin(self, *, is_slow: bool) -> None:
        """Let the pile be there, and a deal of the other workspace be won while it is worked off."""
        hub, world = self.setting.hub, self.setting.world
        busy = hub.chance.below(len(TEAMS))
        hub.counts["pile: put"] += 1
        self._put(TEAMS[busy], HEIGHT if is_slow else LOW)
        if is_slow:
            # Time passes in calls and nowhere else: without it a pile is worked off in no time, and nobody waits.
            self.setting.slacks[TEAMS[busy]].spell = Spell("slow")
        hub.spawn("crm", lambda: _win(world, TEAMS[1 - busy]), after=hub.chance.span(0.0, SOON))

    def _put(self, team: str, height: int) -> None:
        memory, people = self.setting.memory, [person.id for person in PEOPLE]
        rows = [
            Outgoing(f"pile:{n}", Kind.TELL, f"pile:{n}", to_user=people[n % len(people)], detail="pile")
            for n in range(height)
        ]
        with work_in(Database(memory.engine))(self.setting.workspaces[team]) as uow:
            uow.send(rows, now=at(self.setting.hub.now))


def _win(world: World, team: str) -> None:
    world.win(team, 1)
