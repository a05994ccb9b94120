"""Which workspace a list goes to, and whose the database is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from bot.model import BATON, UserId
from bot.ports import Workspace
from commands.importing.failure import CannotImport
from commands.settings import WrongSettings

UNCLAIMED, NOBODY = "unclaimed", UserId("U000000000")
"""The team and the owner of a list that came before any Slack was connected; the first Slack claims it."""


class Homes(Protocol):
    """The workspaces, as far as an import asks for them."""

    def all(self) -> Sequence[Workspace]:
        """Return every workspace."""
        ...

    def ensure(self, team_id: str, *, bot_user_id: UserId, is_silent: bool) -> Workspace:
        """Return the workspace of a Slack team, made now if it is new; a silent one starts no deal yet."""
        ...

    def claim(self, was: str, team_id: str) -> None:
        """Give a workspace that was made before its Slack was known to this team."""
        ...

    def put(self, changed: Workspace) -> None:
        """Write a workspace's settings."""
        ...


def check_whose(known: Sequence[Workspace], team_id: str) -> None:
    """Raise WrongSettings where another workspace has been served: its messages would be sent with this one's token.

    One that only a list was imported for has no bot yet, and nothing to say.
    """
    others = [each.team_id for each in known if each.bot_user_id != BATON and each.team_id != team_id]
    if others:
        raise WrongSettings(
            f"DATABASE_URL is the database of the workspace {others[0]}, and SLACK_BOT_TOKEN is of {team_id}. "
            "Give each workspace a database of its own."
        )


def find_home(homes: Homes, *, team: str, owner: str, of_token: Callable[[], Workspace] | None) -> Workspace:
    """Return the workspace that is named, the token's, the only one, or one for the first Slack that comes.

    Raise CannotImport when several are known and none is named.
    """
    found = _found(homes, team, of_token)
    if owner:
        found = replace(found, default_owner=UserId(owner))
        homes.put(found)
    return found


def _found(homes: Homes, team: str, of_token: Callable[[], Workspace] | None) -> Workspace:
    if team:
        homes.claim(UNCLAIMED, team)
        return homes.ensure(team, bot_user_id=BATON, is_silent=True)
    if of_token:
        return of_token()
    known = homes.all()
    if len(known) > 1:
        raise CannotImport("Several workspaces are known; say which one with --workspace T….")
    return known[0] if known else homes.ensure(UNCLAIMED, bot_user_id=BATON, is_silent=True)
