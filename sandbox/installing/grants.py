"""What OAuth hands out on the way to a token: codes that an installer's consent is worth, and refresh tokens."""

from dataclasses import dataclass, field

from sandbox import limits
from sandbox.clock import Clock
from sandbox.errors import SlackError
from sandbox.state.ids import Ids


@dataclass
class Grant:
    """One consent: who let the app into which workspace, and what it may do there."""

    team: str
    installer: str
    scopes: tuple[str, ...]
    redirect_uri: str
    made_at: float
    is_used: bool = False


@dataclass
class Grants:
    ids: Ids
    clock: Clock
    _codes: dict[str, Grant] = field(default_factory=dict)
    _refreshes: dict[str, str] = field(default_factory=dict)

    def allow(self, team: str, installer: str, scopes: tuple[str, ...], redirect_uri: str) -> str:
        """Write down a consent; answers the code that the app may exchange for a token."""
        code = f"{self.ids.client_id()}.{self.ids.hex(64)}"
        self._codes[code] = Grant(team, installer, scopes, redirect_uri, self.clock.epoch())
        return code

    def take(self, code: str, redirect_uri: str) -> Grant:
        """Exchange a code, once, in time and with the redirect URI it was asked with; raises Slack's error otherwise."""
        grant = self._codes.get(code)
        # Slack does not say which of the two it was, and neither would be any use to a thief.
        if grant is None or self.clock.epoch() - grant.made_at > limits.CODE_SECONDS:
            raise SlackError("invalid_code")
        if grant.is_used:
            raise SlackError("code_already_used")
        if grant.redirect_uri != redirect_uri:
            raise SlackError("bad_redirect_uri")
        # Only now: an app that came with the wrong address may come again with the right one.
        grant.is_used = True
        return grant

    def refresh_token(self, team: str) -> str:
        made = f"xoxe-1-{self.ids.hex(48)}"
        self._refreshes[made] = team
        return made

    def renew(self, refresh_token: str) -> str:
        """Name the workspace whose token is renewed; a refresh token works once."""
        # Slack grants a short grace after its use; without one, an app that races with itself is found out.
        team = self._refreshes.pop(refresh_token, None)
        if team is None:
            raise SlackError("invalid_refresh_token")
        return team

    def forget(self, team: str) -> None:
        """Let no refresh token bring an app back that was uninstalled."""
        self._refreshes = {text: one for text, one in self._refreshes.items() if one != team}
