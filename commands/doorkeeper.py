"""Who is served: lets workspaces in, lets them sleep when Baton is taken out of them, and wakes them."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from bot.installed import Asleep, Installation, Token
from bot.model import UserId, WorkspaceId
from bot.ports import Clock, Workspace
from commands.teams import Served, Teams
from messages.delivery.outcomes import Sent
from messages.delivery.slack import Slack

log = logging.getLogger(__name__)

ASK_AGAIN_AFTER = timedelta(minutes=10)
"""How often Slack is asked whether a token that it took no more is good again."""

Client = Callable[[str, Callable[[], object]], Slack]
"""Return a client for a token; what it is given is called when Slack takes the token no more."""


class Known(Protocol):
    """A workspace that has a token, as it is remembered."""

    @property
    def workspace(self) -> Workspace: ...
    @property
    def app_id(self) -> str: ...
    @property
    def token_mark(self) -> str: ...


class Memory(Protocol):
    """What is remembered of installations. Each method is a transaction of its own."""

    def take_in(self, given: Installation, *, now: datetime) -> WorkspaceId:
        """Find or make the workspace, keep its token, and wake it."""
        ...

    def served(self) -> Sequence[Known]:
        """Return every workspace that is awake and has a token."""
        ...

    def sleep(self, workspace_id: WorkspaceId, why: Asleep, *, now: datetime, told_at: datetime | None = None) -> bool:
        """Let nothing be decided and sent there any more; False where it slept for that already."""
        ...

    def wake(self, workspace_id: WorkspaceId) -> bool:
        """Go on where it stopped."""
        ...

    def asleep(self) -> Sequence[tuple[Workspace, Asleep]]:
        """Return the workspaces that sleep, each with the reason."""
        ...


class Tokens(Protocol):
    """The tokens, sealed where they rest."""

    def get(self, workspace_id: WorkspaceId) -> Token | None:
        """Return a workspace's token, None where it has none."""
        ...

    def forget(self, workspace_id: WorkspaceId) -> None:
        """Drop everything secret of a workspace."""
        ...


@dataclass(slots=True)
class Doorkeeper:
    """Keeps ``teams`` as the memory says. ``furnish`` puts in place what a new workspace needs.

    ``begin`` puts the first steps to whoever let Baton in.
    """

    memory: Memory
    tokens: Tokens
    teams: Teams
    clock: Clock
    client: Client
    furnish: Callable[[WorkspaceId], None]
    begin: Callable[[WorkspaceId, UserId], None]
    _asked_at: datetime | None = field(default=None)

    def __post_init__(self) -> None:
        self.teams.look = self.look

    def let_in(self, given: Installation) -> None:
        """Serve a workspace from now on, or again."""
        workspace_id = self.memory.take_in(given, now=self.clock.now())
        log.info("Baton was let into %s by %s", given.team_id, given.by)
        self.furnish(workspace_id)
        # Served first: whom the first steps are for is read from Slack, which is asked for those who are served.
        self.look()
        self.begin(workspace_id, given.by)

    def leave(self, team_id: str, why: Asleep, *, told_at: datetime) -> None:
        """Stop at once where Baton was taken out; a token that is dead already is forgotten."""
        workspace = next((each for each in self._of(team_id)), None)
        if workspace and self.memory.sleep(workspace.id, why, now=self.clock.now(), told_at=told_at):
            self.tokens.forget(workspace.id)
            log.warning("Baton was taken out of %s (%s): nothing is decided and sent there any more", team_id, why)
            self.look()

    def stop(self, workspace_id: WorkspaceId, why: Asleep) -> None:
        """Let a workspace sleep whose token Slack takes no more; it may be good again."""
        if self.memory.sleep(workspace_id, why, now=self.clock.now()):
            log.error(
                "Slack takes the token of workspace %s no more (%s), so nothing is decided and sent there. "
                "Have Baton installed there again, at /slack/install.",
                workspace_id,
                why,
            )
            self.look()

    def look(self) -> None:
        """Serve what the memory says: other replicas let workspaces in, renew tokens and hear of ends, too."""
        self.teams.replace(tuple(self._served()))

    def run(self) -> None:
        """Look, and ask now and then whether a token is good again that Slack took no more."""
        self.look()
        machine = self.clock.machine()
        if self._asked_at is None or not machine - ASK_AGAIN_AFTER < self._asked_at <= machine:
            self._asked_at = machine
            for workspace, why in self.memory.asleep():
                if why is Asleep.REVOKED and self._is_good(workspace.id):
                    self._wake(workspace)

    def _served(self) -> Iterator[Served]:
        for known in self.memory.served():
            before = self.teams.find(known.workspace.id)
            if before and before.token_mark == known.token_mark:
                yield replace(before, workspace=known.workspace, app_id=known.app_id)
            elif token := self.tokens.get(known.workspace.id):
                stopped = partial(self.stop, known.workspace.id, Asleep.REVOKED)
                slack = self.client(token.bot, stopped)
                yield Served(known.workspace, slack, token.bot, app_id=known.app_id, token_mark=known.token_mark)

    def _of(self, team_id: str) -> Iterator[Workspace]:
        """Find a workspace, also one that sleeps: its token may be revoked first, and the app taken out then."""
        yield from (each.workspace for each in self.memory.served() if each.workspace.team_id == team_id)
        yield from (each for each, _ in self.memory.asleep() if each.team_id == team_id)

    def _is_good(self, workspace_id: WorkspaceId) -> bool:
        token = self.tokens.get(workspace_id)
        return token is not None and isinstance(self.client(token.bot, lambda: None).ask("auth.test", {}), Sent)

    def _wake(self, workspace: Workspace) -> None:
        if self.memory.wake(workspace.id):
            log.info("Slack takes the token of %s again, so Baton goes on there", workspace.team_id)
            self.look()
