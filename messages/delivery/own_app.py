"""What Baton asks of Slack as an app, before it has a bot's token or when that is over: a token for a code, or the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.installed import Installation, Token
from bot.model import UserId
from messages.delivery.outcomes import Failure, Refused, Sent
from messages.delivery.slack import Slack

METHOD = "oauth.v2.access"
NOT_ALL = "an answer that lacks a part of what an installation is"


@dataclass(frozen=True, slots=True)
class OwnApp:
    """Our app, by its client id and secret. ``slack`` has no token."""

    slack: Slack = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)

    def exchange(self, code: str, redirect_uri: str, *, now: datetime) -> Installation | Failure:
        """Exchange the code of somebody's consent. It works once, so it is not tried again whatever happens."""
        said = self.slack.send(METHOD, self._signed({"code": code, "redirect_uri": redirect_uri}))
        if not isinstance(said, Sent):
            return said
        if said.answer.get("is_enterprise_install"):
            return Refused("an installation for a whole enterprise, which is not served", permanent=True)
        return _installation(said.answer, now) or Refused(NOT_ALL, permanent=True)

    def renew(self, token: Token, *, now: datetime) -> Token | Failure:
        """Exchange what renews a token for the next one. It works once as well."""
        given = {"grant_type": "refresh_token", "refresh_token": token.refresh or ""}
        said = self.slack.send(METHOD, self._signed(given))
        if not isinstance(said, Sent):
            return said
        return _token(said.answer, now) or Refused(NOT_ALL, permanent=True)

    def _signed(self, given: dict[str, str]) -> dict[str, str]:
        return given | {"client_id": self.client_id, "client_secret": self.client_secret}


def _installation(answer: Mapping[str, Any], now: datetime) -> Installation | None:
    token = _token(answer, now)
    team, by, bot = answer.get("team") or {}, answer.get("authed_user") or {}, answer.get("bot_user_id")
    if not (token and bot and team.get("id") and by.get("id")):
        return None
    return Installation(
        team_id=str(team["id"]),
        bot_user_id=UserId(str(bot)),
        token=token,
        by=UserId(str(by["id"])),
        enterprise_id=(answer.get("enterprise") or {}).get("id"),
        team_name=str(team.get("name") or team["id"]),
        app_id=str(answer.get("app_id") or ""),
        scopes=tuple(filter(None, str(answer.get("scope") or "").split(","))),
    )


def _token(answer: Mapping[str, Any], now: datetime) -> Token | None:
    text, seconds = answer.get("access_token"), answer.get("expires_in")
    if not text:
        return None
    expires_at = now + timedelta(seconds=float(seconds)) if seconds else None
    return Token(str(text), answer.get("refresh_token") or None, expires_at)
