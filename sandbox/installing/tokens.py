"""The bot tokens that were given out: where each speaks, and what Slack answers to one that no longer does."""

from dataclasses import dataclass, field

from sandbox import limits
from sandbox.errors import SlackError

UNINSTALLED, REVOKED, EXPIRED = "account_inactive", "token_revoked", "token_expired"


@dataclass
class Token:
    """`expires_at` is None for a token that lasts; `ended` holds the error that answers its use once it is over."""

    team: str
    expires_at: float | None = None
    ended: str = ""


@dataclass
class Tokens:
    _given: dict[str, Token] = field(default_factory=dict)

    def give(self, text: str, team: str, expires_at: float | None = None) -> None:
        """Let this token speak for a workspace; of those that expire, only the newest two go on working."""
        self._given[text] = Token(team, expires_at)
        if expires_at is None:
            return
        # Two, so that calls under way during a renewal are not cut off.
        rotating = [one for one in self._given.values() if one.team == team and one.expires_at and not one.ended]
        for old in rotating[: -limits.LIVE_TOKENS]:
            old.ended = REVOKED

    def team_of(self, text: str, epoch: float) -> str | None:
        """Name the workspace that a token speaks for, None if there was never such a token; raises the error of one that is over."""
        token = self._given.get(text)
        if token is None:
            return None
        if token.ended:
            raise SlackError(token.ended)
        if token.expires_at is not None and epoch >= token.expires_at:
            raise SlackError(EXPIRED)
        return token.team

    def end(self, text: str, code: str) -> None:
        self._given[text].ended = code

    def end_all(self, team: str, code: str) -> None:
        for token in self._given.values():
            if token.team == team:
                # How it ended first is how it stays: a revoked token of an app that goes later is still revoked.
                token.ended = token.ended or code

    def has_live(self, team: str, epoch: float) -> bool:
        return any(
            one.team == team and not one.ended and (one.expires_at is None or epoch < one.expires_at)
            for one in self._given.values()
        )
