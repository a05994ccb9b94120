"""The door of a Baton that serves one workspace by a token of its own: it sleeps while that token is good for nothing."""

import logging
from dataclasses import dataclass, field
from datetime import datetime

from bot.installed import Asleep
from bot.ports import Clock
from commands.doorkeeper import ASK_AGAIN_AFTER, Memory
from commands.teams import Served
from messages.delivery.outcomes import Sent

log = logging.getLogger(__name__)


@dataclass(slots=True)
class OneDoor:
    """Knows the one workspace; a new token comes with a new start, and nobody is let in otherwise."""

    memory: Memory
    served: Served
    clock: Clock
    _asked_at: datetime | None = field(default=None)

    def leave(self, team_id: str, why: Asleep, *, told_at: datetime) -> None:
        """Stop at once where Baton was taken out."""
        here = self.served.workspace
        if team_id != here.team_id or not self.memory.sleep(here.id, why, now=self.clock.now(), told_at=told_at):
            return
        # From now on: the token may be good again at once, as where an admin changed their mind.
        self._asked_at = self.clock.machine()
        log.error(
            "Baton was taken out of %s (%s): nothing is decided and sent any more. "
            "Install the app there again, put its Bot User OAuth Token into SLACK_BOT_TOKEN, and start Baton anew.",
            team_id,
            why,
        )

    def run(self) -> None:
        """Ask now and then whether the token is good again, while the workspace sleeps."""
        machine = self.clock.machine()
        if self._asked_at and machine - ASK_AGAIN_AFTER < self._asked_at <= machine:
            return
        self._asked_at = machine
        if self.memory.asleep() and isinstance(self.served.slack.ask("auth.test", {}), Sent):
            self.memory.wake(self.served.workspace.id)
            log.info("Slack takes the token of %s again, so Baton goes on", self.served.workspace.team_id)
