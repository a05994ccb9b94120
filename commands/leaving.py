"""Hear that Baton was taken out of a workspace, or that its token was revoked there."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.installed import Asleep

Left = Callable[[str, Asleep, datetime], object]
"""Take in that Baton was taken out of a Slack team, and when."""


def register(app: App, left: Left) -> None:
    """Attach the listeners. Slack sends both when an app is uninstalled, in any order, and again when it is unsure."""

    def uninstalled(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        left(context.team_id or "", Asleep.UNINSTALLED, _moment(body))
        ack()

    def revoked(ack: Ack, body: dict[str, Any], event: dict[str, Any], context: BoltContext) -> None:
        # It is sent of people's tokens, too, of which Baton has none.
        if (event.get("tokens") or {}).get("bot"):
            left(context.team_id or "", Asleep.REVOKED, _moment(body))
        ack()

    app.event("app_uninstalled")(uninstalled)
    app.event("tokens_revoked")(revoked)


def _moment(body: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(float(body.get("event_time") or 0), UTC)
