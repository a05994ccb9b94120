"""Slack's JSON objects, drawn from the model: user, channel, message, view and their parts."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.errors import Json
from sandbox.model import Bookmark, Bot, Channel, Message, User, UserGroup, View
from sandbox.team import Team


def user_object(user: User, team: str, now: datetime, *, with_email: bool = True) -> Json:
    drawn: Json = {
        "id": user.id,
        "team_id": team,
        "name": user.name,
        "deleted": user.deleted,
        "profile": _profile(user, team, with_email=with_email),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.deleted:
        return drawn
    zone = _zone(user.tz)
    offset = now.astimezone(zone).utcoffset()
    return drawn | {
        "color": "9f69e7",
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": now.astimezone(zone).tzname() or user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted or user.is_ultra_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_email_confirmed": True,
    }


def _profile(user: User, team: str, *, with_email: bool) -> Json:
    profile: Json = {
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": "" if user.is_bot else user.name,
        "display_name_normalized": "" if user.is_bot else user.name,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "team": team,
    }
    if user.email and with_email:
        profile["email"] = user.email
    if user.bot_id:
        profile |= {"bot_id": user.bot_id, "api_app_id": user.app_id}
    return profile


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
        "is_group": channel.is_private and not channel.is_mpim,
        "is_im": False,
        "is_mpim": channel.is_mpim,
        "is_private": channel.is_private,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.is_archived,
        "is_general": channel.is_general,
        "is_member": reader in channel.members,
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
        "pending_shared": [],
        "is_pending_ext_shared": False,
        "unlinked": 0,
        "context_team_id": team.id,
        "topic": vars(channel.topic).copy(),
        "purpose": vars(channel.purpose).copy(),
        "previous_names": list(channel.previous_names),
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
        "priority": 0,
    }


def message_object(message: Message, team: Team, bot: Bot, *, with_metadata: bool = False) -> Json:
    """Draw the message as history, events and payloads carry it; empty parts are left out, as in Slack."""
    drawn: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    drawn["team"] = team.id
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
    if message.thread_ts == message.ts or not message.thread_ts:
        drawn |= _thread_summary(message, team)
    return drawn


def _thread_summary(message: Message, team: Team) -> Json:
    channel = team.channels[message.channel]
    replies = [channel.messages[ts] for ts in channel.replies.get(message.ts, [])]
    if not replies:
        return {}
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(one.user for one in replies)),
        "latest_reply": replies[-1].ts,
    }


def _bot_profile(bot: Bot, team: str) -> Json:
    return {"id": bot.id, "app_id": bot.app_id, "name": bot.name, "team_id": team, "deleted": False, "icons": {}}


def reactions_object(message: Message) -> list[Json]:
    return [{"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()]


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
        "date_update": group.created,
        "date_delete": group.created if group.deleted else 0,
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


def dnd_object(user: User) -> Json:
    """Slack's shape; someone without quiet hours has a span of one second long ago."""
    if user.dnd is None:
        return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    return {
        "dnd_enabled": user.dnd.is_enabled,
        "next_dnd_start_ts": user.dnd.start,
        "next_dnd_end_ts": user.dnd.end,
    }


def permalink(channel: Channel, message: Message, team: Team) -> str:
    link = f"https://{team.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return f"{link}?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else link
