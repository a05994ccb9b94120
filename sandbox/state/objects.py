"""Slack's JSON objects, drawn from the model: user, channel, message, view and their parts."""

import hashlib
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.errors import Json
from sandbox.state.model import Bookmark, Bot, Channel, Message, User, UserGroup, View
from sandbox.state.quiet import quiet_span
from sandbox.state.team import Team

LOCALE = "en-US"
NOTHING_READ = "0000000000.000000"
# Addresses as Slack gives them, for apps that show them; nothing stands behind them here.
PICTURES = "https://avatars.slack-edge.com"
AVATAR_SIZES = (24, 32, 48, 72, 192, 512)
BOT_ICON_SIZES = (36, 48, 72)
TEAM_ICON_SIZES = (34, 44, 68, 88, 102, 132)


def user_object(user: User, team: str, now: datetime, *, with_email: bool = True) -> Json:
    drawn: Json = {
        "id": user.id,
        "team_id": user.team or team,
        "name": user.name,
        "deleted": user.deleted,
        # People of other companies keep their addresses to themselves, whatever the app was granted.
        "profile": _profile(user, user.team or team, with_email=with_email and not user.team),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.deleted:
        return drawn
    if user.team:
        drawn["is_stranger"] = user.is_stranger
    return drawn | {
        "color": "9f69e7",
        "real_name": user.real_name,
        **_time_zone(user.tz, now),
        "is_admin": user.is_admin or user.is_owner,
        "is_owner": user.is_owner,
        "is_primary_owner": False,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_email_confirmed": True,
        "has_2fa": False,
    }


def _profile(user: User, team: str, *, with_email: bool) -> Json:
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": "" if user.is_bot else user.name,
        "display_name_normalized": "" if user.is_bot else user.name,
        "status_text": user.status_text,
        "status_emoji": user.status_emoji,
        "status_expiration": user.status_expiration,
        "team": team,
        **_pictures(user),
    }
    if user.email and with_email:
        profile["email"] = user.email
    if user.bot_id:
        profile |= {"bot_id": user.bot_id, "api_app_id": user.app_id}
    return profile


def _pictures(user: User) -> Json:
    mark = hashlib.sha256(user.id.encode()).hexdigest()[:12]
    return {"avatar_hash": mark} | _icons(mark, AVATAR_SIZES)


def _time_zone(name: str, now: datetime) -> Json:
    """Tell the zone, or nothing for somebody who has none: Slack leaves the keys out then."""
    if not name:
        return {}
    there = now.astimezone(_zone(name))
    offset = there.utcoffset()
    return {"tz": name, "tz_label": there.tzname() or name, "tz_offset": int(offset.total_seconds()) if offset else 0}


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def channel_object(channel: Channel, team: Team, reader: str) -> Json:
    """Draw the conversation as Slack describes it to `reader`, the calling bot."""
    if channel.is_im:
        return _im_object(channel, reader)
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_mpim": channel.is_mpim,
        "is_private": channel.is_private,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.is_archived,
        "is_general": channel.is_general,
        "is_member": reader in channel.members,
        "is_shared": bool(channel.shared_with),
        "is_ext_shared": bool(channel.shared_with),
        "is_org_shared": False,
        "pending_shared": [],
        "is_pending_ext_shared": False,
        "is_frozen": False,
        "is_read_only": False,
        "shared_team_ids": [team.id, *channel.shared_with],
        "pending_connected_team_ids": [],
        "parent_conversation": None,
        "unlinked": 0,
        "updated": channel.created * 1000,
        "context_team_id": team.id,
        "topic": vars(channel.topic).copy(),
        "purpose": vars(channel.purpose).copy(),
        "previous_names": list(channel.previous_names),
        **({"is_open": True} if channel.is_mpim else {}),
    }


def reading_object(channel: Channel, team: Team, bot: Bot) -> Json:
    """Draw how far the bot has read; Slack adds this where a conversation is made or opened, and to direct messages."""
    newest = next((one for one in reversed(channel.messages.values()) if not one.ephemeral_to), None)
    unread = team.unread(bot.user, channel)
    return {
        "last_read": channel.last_read.get(bot.user, NOTHING_READ),
        "latest": message_object(newest, team, bot) if newest else None,
        "unread_count": unread,
        "unread_count_display": unread,
        "priority": 0,
    }


def _im_object(channel: Channel, reader: str) -> Json:
    other = next((one for one in channel.members if one != reader), reader)
    return {
        "id": channel.id,
        "created": channel.created,
        "is_archived": False,
        "is_im": True,
        "is_org_shared": False,
        "user": other,
        "is_user_deleted": False,
        "is_open": True,
        "priority": 0,
    }


def message_object(message: Message, team: Team, bot: Bot, *, with_metadata: bool = False) -> Json:
    """Draw the message as history, events and payloads carry it; empty parts are left out, as in Slack."""
    drawn: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    drawn |= _origin(message, team)
    optional: Json = {
        "subtype": message.subtype,
        "bot_id": message.bot_id,
        "app_id": message.app_id,
        "username": message.username,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "thread_ts": message.thread_ts,
        "edited": message.edited,
    }
    drawn |= {name: value for name, value in optional.items() if value}
    drawn |= message.more
    if message.bot_id == bot.id:
        drawn["bot_profile"] = _bot_profile(bot, team.id)
    if message.metadata and with_metadata:
        drawn["metadata"] = message.metadata
    if message.reactions:
        drawn["reactions"] = reactions_object(message)
    if message.thread_ts and message.thread_ts != message.ts:
        drawn["parent_user_id"] = _writer(message, team)
    else:
        drawn |= _thread_summary(message, team)
    return drawn


def _origin(message: Message, team: Team) -> Json:
    """Say from which company a message comes; where two companies meet, Slack says it three times."""
    writer = team.users.get(message.user)
    home = writer.team if writer and writer.team else team.id
    if not team.channels[message.channel].shared_with:
        return {"team": home}
    return {"team": home, "user_team": home, "source_team": home}


def _writer(reply: Message, team: Team) -> str:
    parent = team.channels[reply.channel].messages.get(reply.thread_ts)
    return parent.user if parent else ""


def _thread_summary(message: Message, team: Team) -> Json:
    channel = team.channels[message.channel]
    replies = [channel.messages[ts] for ts in channel.replies.get(message.ts, [])]
    if not replies:
        return {}
    users = list(dict.fromkeys(one.user for one in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "reply_users": users[:5],
        "latest_reply": replies[-1].ts,
        "is_locked": False,
        "subscribed": False,
    }


def _bot_profile(bot: Bot, team: str) -> Json:
    return {"id": bot.id, "app_id": bot.app_id, "name": bot.name, "team_id": team, "deleted": False, "icons": {}}


def reactions_object(message: Message) -> list[Json]:
    return [{"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()]


def team_object(team: Team) -> Json:
    return {
        "id": team.id,
        "name": team.name,
        "url": f"https://{team.domain}.slack.com/",
        "domain": team.domain,
        "email_domain": "",
        "icon": _icons(team.id, TEAM_ICON_SIZES) | {"image_default": True},
    }


def bot_object(bot: Bot, updated: int) -> Json:
    return {
        "id": bot.id,
        "deleted": not bot.is_installed,
        "name": bot.name,
        "updated": updated,
        "app_id": bot.app_id,
        "user_id": bot.user,
        "icons": _icons(bot.id, BOT_ICON_SIZES),
    }


def _icons(name: str, sizes: tuple[int, ...]) -> Json:
    return {f"image_{size}": f"{PICTURES}/{name}_{size}.png" for size in sizes}


def view_object(view: View, team: Team, bot: Bot) -> Json:
    defaults: Json = {
        "title": None,
        "submit": None,
        "close": None,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "submit_disabled": False,
    }
    kept: dict[str, Any] = {name: view.body.get(name, default) for name, default in defaults.items()}
    return {
        "id": view.id,
        "team_id": team.id,
        "type": view.body["type"],
        "blocks": view.body["blocks"],
        **kept,
        "state": {"values": view.state},
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "app_id": bot.app_id,
        "app_installed_team_id": team.id,
        "bot_id": bot.id,
    }


def bookmark_object(bookmark: Bookmark, channel: Channel, team: Team) -> Json:
    return {
        "id": bookmark.id,
        "channel_id": channel.id,
        "title": bookmark.title,
        "link": bookmark.link,
        "emoji": bookmark.emoji,
        "icon_url": None,
        "type": bookmark.kind,
        "entity_id": None,
        "date_created": bookmark.created,
        "date_updated": bookmark.updated,
        "rank": "g",
        "last_updated_by_user_id": bookmark.changed_by,
        "last_updated_by_team_id": team.id,
        "shortcut_id": None,
        "app_id": None,
    }


def usergroup_object(group: UserGroup, team: str, *, with_users: bool, with_count: bool) -> Json:
    drawn: Json = {
        "id": group.id,
        "team_id": team,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated or group.created,
        "date_delete": group.updated if group.deleted else 0,
        "auto_type": None,
        "created_by": "USLACKBOT",
        "updated_by": "USLACKBOT",
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
    }
    if with_users:
        drawn["users"] = list(group.users)
    if with_count:
        drawn["user_count"] = str(len(group.users))
    return drawn


def dnd_object(user: User, now: datetime) -> Json:
    span = quiet_span(user, now)
    return {"dnd_enabled": span.is_enabled, "next_dnd_start_ts": span.start, "next_dnd_end_ts": span.end}


def permalink(channel: Channel, message: Message, team: Team) -> str:
    link = f"https://{team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return f"{link}?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else link
