"""An installation: what Slack gives when somebody lets Baton into a workspace, and what there is of it afterwards."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.identity import UserId


@dataclass(frozen=True, slots=True)
class Token:
    """What Slack gave a workspace. ``refresh`` and ``expires_at`` where Slack rotates it."""

    # Hidden, because a value ends up in the text of an error sooner or later.
    bot: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """One consent: who let Baton in, where, and what it may do there. ``scopes``: as granted, which may be fewer."""

    team_id: str
    bot_user_id: UserId
    token: Token
    by: UserId
    enterprise_id: str | None = None
    team_name: str = ""
    app_id: str = ""
    scopes: tuple[str, ...] = ()


class Asleep(StrEnum):
    """Why nothing is decided and sent in a workspace. It sleeps until Baton is let in again."""

    UNINSTALLED = "uninstalled"
    REVOKED = "revoked"
    """Slack takes the token no more, and did not say why: it may come back."""
    NOT_RENEWED = "not renewed"
