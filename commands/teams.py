"""The workspaces that are served, each with a client of its own: nothing goes out by another's token."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from slack_bolt.authorization import AuthorizeResult

from bot.model import UserId, WorkspaceId
from bot.ports import Workspace
from messages.delivery.slack import NoSlack, Slack


@dataclass(frozen=True, slots=True)
class Served:
    """A workspace, and who we are there. ``app_id`` is empty where Slack did not say whose app it is.

    ``token_mark`` is another one when the token is.
    """

    workspace: Workspace
    slack: Slack = field(repr=False)
    token: str = field(repr=False)
    bot_id: str = ""
    app_id: str = ""
    token_mark: str = ""

    @property
    def authorized(self) -> AuthorizeResult:
        """Return it as Bolt asks for it."""
        return AuthorizeResult(
            enterprise_id=None,
            team_id=self.workspace.team_id,
            bot_token=self.token,
            bot_id=self.bot_id,
            bot_user_id=self.workspace.bot_user_id,
        )


class Teams:
    """Finds a workspace by Slack's id or by ours. ``look`` is called for a team that is not known: it may be new."""

    def __init__(self, served: Iterable[Served] = ()) -> None:
        self.look: Callable[[], object] = lambda: None
        self._by_id: dict[WorkspaceId, Served] = {}
        self._by_team: dict[str, Served] = {}
        self.replace(served)

    def replace(self, served: Iterable[Served]) -> None:
        """Serve these from now on, and no others."""
        by_id = {each.workspace.id: each for each in served}
        # Each in one step: others read them meanwhile.
        self._by_id, self._by_team = by_id, {each.workspace.team_id: each for each in by_id.values()}

    def all(self) -> Sequence[Served]:
        """Return every workspace that is served now."""
        return tuple(self._by_id.values())

    def find(self, workspace_id: WorkspaceId) -> Served | None:
        """Return a workspace of ours, if it is served."""
        return self._by_id.get(workspace_id)

    def app_id(self) -> str:
        """Return the id of our app, which is the same in all of them; empty while none is known."""
        return next((each.app_id for each in self.all() if each.app_id), "")

    def of_team(self, team_id: str) -> Served | None:
        """Return the workspace of a Slack team, if it is served."""
        if team_id not in self._by_team:
            # Another replica may have let it in a second ago.
            self.look()
        return self._by_team.get(team_id)

    def authorized(self, team_id: str | None) -> AuthorizeResult:
        """Say as whom a team is answered; one that is not served has no token, and is told so by who answers."""
        found = self.of_team(team_id or "")
        return found.authorized if found else AuthorizeResult(enterprise_id=None, team_id=team_id)

    def workspace_of(self, team_id: str) -> WorkspaceId | None:
        """Return our id of a Slack team."""
        found = self.of_team(team_id)
        return found.workspace.id if found else None

    def slack_for(self, workspace_id: WorkspaceId) -> Slack:
        """Return the client that speaks in a workspace; in one that is not served it says so, and nothing is lost."""
        found = self._by_id.get(workspace_id)
        return found.slack if found else NoSlack()

    def author_in(self, workspace_id: WorkspaceId) -> UserId:
        """Return as whom we write there."""
        found = self._by_id.get(workspace_id)
        return found.workspace.bot_user_id if found else UserId("")
