"""The workspaces that are served, each with a client of its own: nothing goes out by another's token."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from slack_bolt.authorization import AuthorizeResult

from bot.model import UserId, WorkspaceId
from bot.ports import Workspace
from messages.delivery.slack import Slack


@dataclass(frozen=True, slots=True)
class Served:
    """A workspace, and who we are there. ``app_id`` is empty where Slack did not say whose app it is."""

    workspace: Workspace
    slack: Slack = field(repr=False)
    token: str = field(repr=False)
    bot_id: str
    app_id: str

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
    """Finds a workspace by Slack's id or by ours."""

    def __init__(self, served: Iterable[Served]) -> None:
        self._by_id = {each.workspace.id: each for each in served}
        self._by_team = {each.workspace.team_id: each for each in self._by_id.values()}

    def all(self) -> Sequence[Served]:
        """Return every workspace that is served now."""
        return tuple(self._by_id.values())

    def app_id(self) -> str:
        """Return the id of our app, which is the same in all of them; empty while none is known."""
        return next((each.app_id for each in self.all() if each.app_id), "")

    def of_team(self, team_id: str) -> Served | None:
        """Return the workspace of a Slack team, if it is served."""
        return self._by_team.get(team_id)

    def workspace_of(self, team_id: str) -> WorkspaceId | None:
        """Return our id of a Slack team."""
        found = self.of_team(team_id)
        return found.workspace.id if found else None

    def slack_for(self, workspace_id: WorkspaceId) -> Slack:
        """Return the client that speaks in a workspace."""
        return self._by_id[workspace_id].slack

    def author_in(self, workspace_id: WorkspaceId) -> UserId:
        """Return as whom we write there."""
        return self._by_id[workspace_id].workspace.bot_user_id
