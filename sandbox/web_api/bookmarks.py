"""bookmarks.*: links at the head of a channel."""

import re

from sandbox import limits
from sandbox.errors import InvalidArgumentsError, Json, SlackError
from sandbox.state.model import Bookmark, Channel
from sandbox.state.objects import bookmark_object
from sandbox.web_api.call import Call

EMOJI = re.compile(r":[a-z0-9_'+-]{1,100}:(:skin-tone-[2-6]:)?")


def add(call: Call) -> Json:
    channel = _own_channel(call)
    if call.args.text("type") != "link":
        raise SlackError("invalid_bookmark_type")
    if len(channel.bookmarks) >= limits.BOOKMARKS:
        raise SlackError("too_many_bookmarks")
    bookmark = Bookmark(
        id=call.world.ids.make("Bk"),
        title=_title(call.args.text("title")),
        link=_link(call.args.text("link")),
        kind="link",
        emoji=_emoji(call.args.text("emoji")),
        created=call.epoch,
        changed_by=call.bot,
    )
    channel.bookmarks.append(bookmark)
    return {"bookmark": bookmark_object(bookmark, channel, call.world.team)}


def edit(call: Call) -> Json:
    channel = _own_channel(call)
    bookmark = _bookmark(call, channel)
    # All of it is checked before any of it is changed.
    title = _title(call.args.text("title") or bookmark.title)
    link = _link(call.args.text("link") or bookmark.link)
    emoji = _emoji(call.args.text("emoji")) if call.args.has("emoji") else bookmark.emoji
    bookmark.title, bookmark.link, bookmark.emoji = title, link, emoji
    bookmark.updated, bookmark.changed_by = call.epoch, call.bot
    return {"bookmark": bookmark_object(bookmark, channel, call.world.team)}


def list_bookmarks(call: Call) -> Json:
    channel = call.channel("channel_id")
    return {"bookmarks": [bookmark_object(one, channel, call.world.team) for one in channel.bookmarks]}


def remove(call: Call) -> Json:
    channel = _own_channel(call)
    channel.bookmarks.remove(_bookmark(call, channel))
    return {}


def _own_channel(call: Call) -> Channel:
    """Find the channel; these methods have no `not_in_channel`, they speak of permission."""
    channel = call.channel("channel_id")
    if call.bot not in channel.members:
        raise SlackError("permission_denied")
    return channel


def _bookmark(call: Call, channel: Channel) -> Bookmark:
    wanted = call.args.text("bookmark_id")
    for bookmark in channel.bookmarks:
        if bookmark.id == wanted:
            return bookmark
    raise SlackError("not_found")


def _title(title: str) -> str:
    if len(title) > limits.BOOKMARK_TITLE:
        raise InvalidArgumentsError(f"must be less than {limits.BOOKMARK_TITLE + 1} characters [json-pointer:/title]")
    return title


def _link(link: str) -> str:
    if not link.startswith(("http://", "https://")) or len(link) > limits.BOOKMARK_LINK:
        raise SlackError("invalid_link")
    return link


def _emoji(emoji: str) -> str:
    if emoji and not EMOJI.fullmatch(emoji):
        raise SlackError("invalid_emoji")
    return emoji
