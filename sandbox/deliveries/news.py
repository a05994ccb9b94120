"""What an app hears of besides messages: channels, people, groups, reactions, pins, its Home tab and its own end."""

from collections.abc import Collection
from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.deliveries.events import Events
from sandbox.errors import Json
from sandbox.state.model import Bot, Channel, Message, Pin, User, UserGroup, View
from sandbox.state.objects import (
    channel_object,
    dnd_object,
    message_object,
    permalink,
    user_object,
    usergroup_object,
    view_object,
)
from sandbox.state.team import Team

PROFILE = frozenset({"name", "real_name", "email", "status_text", "status_emoji", "status_expiration"})
STATUS = frozenset({"status_text", "status_emoji", "status_expiration"})
CREATED = (
    "id",
    "is_channel",
    "name",
    "name_normalized",
    "created",
    "creator",
    "is_shared",
    "is_org_shared",
    "context_team_id",
    "is_archived",
    "is_general",
    "is_group",
    "is_private",
    "is_ext_shared",
    "is_im",
    "is_mpim",
    "is_pending_ext_shared",
)


@dataclass(frozen=True)
class News:
    """Tells the app once something has happened, whoever did it; each method names what it was."""

    team: Team
    bot: Bot
    events: Events
    clock: Clock

    def channel_created(self, channel: Channel) -> None:
        """Tell of a new public channel; private ones come into being without a word."""
        if channel.is_private:
            return
        drawn = channel_object(channel, self.team, self.bot.user)
        self._tell("channel_created", {"channel": {key: drawn[key] for key in CREATED} | {"is_frozen": False}}, channel)

    def channel_renamed(self, channel: Channel) -> None:
        drawn = channel_object(channel, self.team, self.bot.user)
        names = ("id", "name", "name_normalized", "created", "is_channel", "is_mpim")
        self._tell_by_kind("rename", {"channel": {key: drawn[key] for key in names}}, channel)

    def channel_archived(self, channel: Channel, user: str) -> None:
        self._tell_by_kind("archive", {"channel": channel.id, "user": user, "is_moved": 0}, channel)

    def channel_unarchived(self, channel: Channel, user: str) -> None:
        # Slack names the person twice in private channels: by the older word and by the one of its newer events.
        actor = {"actor_id": user} if channel.is_private else {}
        self._tell_by_kind("unarchive", {"channel": channel.id, "user": user, **actor}, channel)

    def channel_deleted(self, channel: Channel, user: str) -> None:
        more = {"actor_id": user, "date_deleted": int(self.clock.epoch())} if channel.is_private else {}
        self._tell_by_kind("deleted", {"channel": channel.id, **more}, channel)

    def channel_left(self, channel: Channel, actor: str) -> None:
        """Tell the app that it is not in the channel any more, and who saw to it."""
        self._tell_by_kind("left", {"channel": channel.id, "actor_id": actor}, channel)

    def channel_id_changed(self, channel: Channel, before: str) -> None:
        self._tell("channel_id_changed", {"old_channel_id": before, "new_channel_id": channel.id}, channel)

    def channel_shared(self, channel: Channel, with_team: str) -> None:
        self._tell("channel_shared", {"connected_team_id": with_team, "channel": channel.id}, channel)

    def channel_unshared(self, channel: Channel, with_team: str, *, is_still_shared: bool = False) -> None:
        body = {"previously_connected_team_id": with_team, "channel": channel.id, "is_ext_shared": is_still_shared}
        self._tell("channel_unshared", body, channel)

    def person_joined(self, user: User) -> None:
        self._tell("team_join", self._person(user))

    def person_changed(self, user: User, changed: Collection[str]) -> None:
        """Tell of changes to a person; `changed` holds the names of what became different, as in the model."""
        # Slack tells of one change by several events, each for those who asked for so much and no more.
        facts = set(changed)
        if facts - {"dnd"}:
            self._tell("user_change", self._person(user))
        if facts & PROFILE:
            self._tell("user_profile_changed", self._person(user))
        if facts & STATUS:
            self._tell("user_status_changed", self._person(user))
        if "dnd" in facts:
            self._tell("dnd_updated_user", {"user": user.id, "dnd_status": dnd_object(user, self.clock.now())})

    def group_created(self, group: UserGroup) -> None:
        self._tell("subteam_created", {"subteam": self._group(group)})

    def group_updated(self, group: UserGroup) -> None:
        """Tell of another name or handle, and of being switched off or on."""
        self._tell("subteam_updated", {"subteam": self._group(group)})

    def group_members_changed(self, group: UserGroup, before: Collection[str], previous_update: int) -> None:
        added = [one for one in group.users if one not in before]
        removed = [one for one in before if one not in group.users]
        body = {
            "subteam_id": group.id,
            "team_id": self.team.id,
            "date_previous_update": previous_update,
            "date_update": int(self.clock.epoch()),
            "added_users": added,
            "added_users_count": len(added),
            "removed_users": removed,
            "removed_users_count": len(removed),
        }
        self._tell("subteam_members_changed", body)

    def reaction_added(self, message: Message, user: str, name: str) -> None:
        self._tell_of_reaction("reaction_added", message, user, name)

    def reaction_removed(self, message: Message, user: str, name: str) -> None:
        self._tell_of_reaction("reaction_removed", message, user, name)

    def pin_added(self, message: Message, pin: Pin) -> None:
        channel = self.team.channels[message.channel]
        self._tell("pin_added", self._pinned(channel, message, pin, pin.user), channel)

    def pin_removed(self, message: Message, pin: Pin, user: str) -> None:
        """Tell of a pin that is gone; `user` took it away, whoever had put it there."""
        channel = self.team.channels[message.channel]
        more = {"has_pins": bool(channel.pins)}
        self._tell("pin_removed", self._pinned(channel, message, pin, user) | more, channel)

    def home_opened(self, user: str, channel: Channel, tab: str, view: View | None) -> None:
        body: Json = {"user": user, "channel": channel.id, "tab": tab}
        # At the first opening there is nothing published yet, and Slack leaves the view out altogether.
        if view and tab == "home":
            body["view"] = view_object(view, self.team, self.bot)
        self._tell("app_home_opened", body)

    def uninstalled(self) -> None:
        """Tell of the end of an installation: both events, in an order that nobody may count on."""
        self._tell("app_uninstalled", {})
        self.tokens_revoked(bots=[self.bot.user])

    def tokens_revoked(self, *, bots: Collection[str] = (), people: Collection[str] = ()) -> None:
        """Tell whose tokens are dead; Slack names users here, never the tokens."""
        self._tell("tokens_revoked", {"tokens": {"oauth": list(people), "bot": list(bots)}})

    def _tell(self, kind: str, body: Json, channel: Channel | None = None) -> None:
        self.events.emit(kind, {"type": kind, **body}, channel)

    def _tell_by_kind(self, what: str, body: Json, channel: Channel) -> None:
        self._tell(f"{'group' if channel.is_private else 'channel'}_{what}", body, channel)

    def _person(self, user: User) -> Json:
        now, with_email = self.clock.now(), "users:read.email" in self.bot.scopes
        drawn = user_object(user, self.team.id, now, with_email=with_email)
        # Events carry the locale without being asked, unlike users.info.
        return {"user": drawn | {"locale": user.locale}, "cache_ts": int(now.timestamp())}

    def _group(self, group: UserGroup) -> Json:
        drawn = usergroup_object(group, self.team.id, with_users=True, with_count=False)
        more = {
            "user_count": len(group.users),
            "channel_count": 0,
            "auto_provision": False,
            "enterprise_subteam_id": "",
        }
        return drawn | more

    def _tell_of_reaction(self, kind: str, message: Message, user: str, name: str) -> None:
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        body = {"user": user, "reaction": name, "item": item, "item_user": message.user}
        self._tell(kind, body, self.team.channels[message.channel])

    def _pinned(self, channel: Channel, message: Message, pin: Pin, user: str) -> Json:
        drawn = message_object(message, self.team, self.bot) | {
            "permalink": permalink(channel, message, self.team),
            "pinned_to": [channel.id],
        }
        item = {"type": "message", "channel": channel.id, "created_by": pin.user, "created": pin.created}
        return {
            "user": user,
            "channel_id": channel.id,
            "item": item | {"message": drawn},
            "item_user": message.user,
            "pin_count": str(len(channel.pins)),
            "pinned_info": {"channel": channel.id, "pinned_by": pin.user, "pinned_ts": pin.created},
        }
