"""Hear of people as Slack tells of them: who joined, moved, left or came back, and who wants no noise just now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.model import UserId, WorkspaceId
from bot.ports import Clock
from bot.service import own_time
from bot.service.desk import Desk
from messages.delivery.directory import as_person

LONGEST_QUIET = timedelta(days=366)

News = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PeopleNews:
    """Takes in what Slack tells; what it tells of a team that is not ours is let be."""

    desk: Desk
    clock: Clock
    workspace_of: Callable[[str], WorkspaceId | None]
    default_zone: str

    def changed(self, team: str, news: News) -> None:
        """Take over how a person is now. Slack tells of every change, also of those that say nothing about time."""
        workspace_id, member = self.workspace_of(team), news.get("user")
        # Where Slack is terse, the user is an id alone, and the round of all people brings the rest.
        found = as_person(member, self.default_zone, team) if isinstance(member, Mapping) else None
        if workspace_id and found:
            own_time.follow(self.desk, workspace_id, found, now=self.clock.now())

    def hushed(self, team: str, news: News) -> None:
        """Remember until when a person wants no noise, if they want none now; nights are minded by their hours."""
        workspace_id = self.workspace_of(team)
        if workspace_id:
            now = self.clock.now()
            until = _quiet_until(news.get("dnd_status") or {}, now)
            own_time.hush(self.desk, workspace_id, UserId(str(news.get("user"))), until, now=now)


def register(app: App, people: PeopleNews) -> None:
    """Attach the listeners; what they hear is answered after it was saved, or Slack tells it again."""

    def changed(ack: Ack, event: dict[str, Any], context: BoltContext) -> None:
        people.changed(context.team_id or "", event)
        ack()

    def hushed(ack: Ack, event: dict[str, Any], context: BoltContext) -> None:
        people.hushed(context.team_id or "", event)
        ack()

    app.event("user_change")(changed)
    app.event("team_join")(changed)
    app.event("dnd_updated_user")(hushed)


def _quiet_until(status: Mapping[str, Any], now: datetime) -> datetime | None:
    begins, ends = (float(status.get(f"next_dnd_{edge}_ts") or 0) for edge in ("start", "end"))
    moment = now.timestamp()
    if not status.get("dnd_enabled") or not begins <= moment < ends:
        return None
    # An end in centuries, as some clients send it for "for ever", is no moment that a calendar holds.
    return now + timedelta(seconds=min(ends - moment, LONGEST_QUIET.total_seconds()))
