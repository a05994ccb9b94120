"""What an app can subscribe to, the scopes that each event asks for, and who may hear of what."""

from collections.abc import Collection

from sandbox.state.model import Bot, Channel

CHANNEL_READ = {"public_channel": "channels:read", "private_channel": "groups:read", "mpim": "mpim:read"}
MESSAGE_EVENT = {
    "public_channel": "message.channels",
    "private_channel": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
CHANNEL_TYPE = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}

PEOPLE, GROUPS, REACTIONS, PINS = ("users:read",), ("usergroups:read",), ("reactions:read",), ("pins:read",)
PUBLIC, PRIVATE = ("channels:read",), ("groups:read",)
EITHER = PUBLIC + PRIVATE
SCOPES: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "tokens_revoked": (),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "member_joined_channel": (*EITHER, "mpim:read"),
    "member_left_channel": EITHER,
    "channel_created": PUBLIC,
    "channel_rename": PUBLIC,
    "channel_archive": PUBLIC,
    "channel_unarchive": PUBLIC,
    "channel_deleted": PUBLIC,
    "channel_left": PUBLIC,
    "channel_id_changed": (),
    "channel_shared": EITHER,
    "channel_unshared": EITHER,
    "group_rename": PRIVATE,
    "group_archive": PRIVATE,
    "group_unarchive": PRIVATE,
    "group_deleted": PRIVATE,
    "group_left": PRIVATE,
    "team_join": PEOPLE,
    "user_change": PEOPLE,
    "user_profile_changed": PEOPLE,
    "user_status_changed": PEOPLE,
    "dnd_updated_user": ("dnd:read",),
    "subteam_created": GROUPS,
    "subteam_updated": GROUPS,
    "subteam_members_changed": GROUPS,
    "reaction_added": REACTIONS,
    "reaction_removed": REACTIONS,
    "pin_added": PINS,
    "pin_removed": PINS,
}
# In Slack an app hears only what it asked for. These are what nearly every app asks for.
USUAL = ("app_home_opened", "message.channels", "message.groups", "message.im", "member_joined_channel")
# What becomes of a public channel is no secret in its workspace; and who was put out is no member any more.
WITHOUT_MEMBERSHIP = frozenset(
    {"channel_created", "channel_rename", "channel_archive", "channel_unarchive", "channel_deleted"}
    | {"channel_left", "group_left"}
)
# The last that an app hears of a workspace comes when its bot is out already.
FAREWELLS = frozenset({"app_uninstalled", "tokens_revoked"})


def may_hear(bot: Bot, subscription: str, channel: Channel | None) -> bool:
    """Tell whether the app may hear of this in the channel, if it is in one, by its scopes and its memberships."""
    if subscription in FAREWELLS:
        return True
    if channel and bot.user not in channel.members and subscription not in WITHOUT_MEMBERSHIP:
        return False
    return bot.is_installed and _is_allowed(bot.scopes, SCOPES[subscription], channel)


def _is_allowed(held: Collection[str], asked: tuple[str, ...], channel: Channel | None) -> bool:
    # Where an event names several scopes, each stands for one type of conversation: public does not open private.
    if channel and len(asked) > 1:
        asked = tuple(one for one in asked if one == CHANNEL_READ.get(channel.kind))
        return any(one in held for one in asked)
    return not asked or any(one in held for one in asked)
