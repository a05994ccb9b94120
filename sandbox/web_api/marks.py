"""pins.*, bookmarks.* and reactions.*: what is attached to channels and messages."""

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.model import Bookmark, Channel, Message, Pin
from sandbox.objects import bookmark_object, message_object, permalink
from sandbox.web_api.call import Call, Method


def add_pin(call: Call) -> Json:
    channel = call.own_channel()
    message = _message(call, channel)
    if any(pin.ts == message.ts for pin in channel.pins):
        raise SlackError("already_pinned")
    if len(channel.pins) >= limits.PINS:
        raise SlackError("too_many_pins")
    pin = Pin(message.ts, call.bot, call.epoch)
    channel.pins.append(pin)
    call.world.news.pin_added(message, pin)
    return {}


def remove_pin(call: Call) -> Json:
    channel = call.own_channel()
    message = _message(call, channel)
    pin = next((one for one in channel.pins if one.ts == message.ts), None)
    if pin is None:
        raise SlackError("no_pin")
    channel.pins.remove(pin)
    call.world.news.pin_removed(message, pin, call.bot)
    return {}


def list_pins(call: Call) -> Json:
    channel, world = call.channel(), call.world
    items = []
    for pin in reversed(channel.pins):
        message = channel.messages[pin.ts]
        drawn = message_object(message, world.team, world.bot) | {
            "permalink": permalink(channel, message, world.team),
            "pinned_to": [channel.id],
        }
        item = {"type": "message", "channel": channel.id, "created": pin.created, "created_by": pin.user}
        items.append(item | {"message": drawn})
    return {"items": items}


def _message(call: Call, channel: Channel) -> Message:
    if not call.args.has("timestamp"):
        raise SlackError("no_item_specified")
    return call.message(channel, "timestamp")


def add_bookmark(call: Call) -> Json:
    channel = call.own_channel("channel_id")
    title, kind = call.args.needed("title"), call.args.needed("type")
    if kind != "link":
        raise SlackError("invalid_bookmark_type")
    if len(channel.bookmarks) >= limits.BOOKMARKS:
        raise SlackError("too_many_bookmarks")
    link = _link(call.args.text("link"))
    bookmark = Bookmark(
        call.world.ids.make("Bk"), _title(title), link, kind, call.args.text("emoji"), call.epoch, changed_by=call.bot
    )
    channel.bookmarks.append(bookmark)
    return {"bookmark": bookmark_object(bookmark, channel, call.world.team)}


def edit_bookmark(call: Call) -> Json:
    channel = call.own_channel("channel_id")
    bookmark = _bookmark(call, channel)
    if call.args.has("title"):
        bookmark.title = _title(call.args.needed("title"))
    if call.args.has("link"):
        bookmark.link = _link(call.args.text("link"))
    if call.args.has("emoji"):
        bookmark.emoji = call.args.text("emoji")
    bookmark.updated, bookmark.changed_by = call.epoch, call.bot
    return {"bookmark": bookmark_object(bookmark, channel, call.world.team)}


def list_bookmarks(call: Call) -> Json:
    channel = call.channel("channel_id")
    return {"bookmarks": [bookmark_object(one, channel, call.world.team) for one in channel.bookmarks]}


def remove_bookmark(call: Call) -> Json:
    channel = call.own_channel("channel_id")
    channel.bookmarks.remove(_bookmark(call, channel))
    return {}


def _bookmark(call: Call, channel: Channel) -> Bookmark:
    wanted = call.args.needed("bookmark_id")
    for bookmark in channel.bookmarks:
        if bookmark.id == wanted:
            return bookmark
    raise SlackError("not_found")


def _title(title: str) -> str:
    if len(title) > limits.BOOKMARK_TITLE:
        raise SlackError("invalid_arguments")
    return title


def _link(link: str) -> str:
    if not link.startswith(("http://", "https://")) or len(link) > limits.BOOKMARK_LINK:
        raise SlackError("invalid_link")
    return link


def add_reaction(call: Call) -> Json:
    channel, message, name = _reaction(call)
    if channel.is_archived:
        raise SlackError("is_archived")
    users = message.reactions.setdefault(name, [])
    if call.bot in users:
        raise SlackError("already_reacted")
    if len(message.reactions) > limits.REACTIONS:
        del message.reactions[name]
        raise SlackError("too_many_emoji")
    users.append(call.bot)
    call.world.news.reaction_added(message, call.bot, name)
    call.world.changes.touch()
    return {}


def remove_reaction(call: Call) -> Json:
    _, message, name = _reaction(call)
    users = message.reactions.get(name, [])
    if call.bot not in users:
        raise SlackError("no_reaction")
    users.remove(call.bot)
    if not users:
        del message.reactions[name]
    call.world.news.reaction_removed(message, call.bot, name)
    call.world.changes.touch()
    return {}


def _reaction(call: Call) -> tuple[Channel, Message, str]:
    channel = call.own_channel()
    name = call.args.needed("name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise SlackError("invalid_name")
    return channel, _message(call, channel), name


PIN, MARK, REACT = ("pins:write",), ("bookmarks:write",), ("reactions:write",)
METHODS = (
    Method("pins.add", add_pin, limits.TIER_2, PIN),
    Method("pins.remove", remove_pin, limits.TIER_2, PIN),
    Method("pins.list", list_pins, limits.TIER_2, ("pins:read",), takes_json=False),
    Method("bookmarks.add", add_bookmark, limits.TIER_2, MARK),
    Method("bookmarks.edit", edit_bookmark, limits.TIER_2, MARK),
    Method("bookmarks.list", list_bookmarks, limits.TIER_3, ("bookmarks:read",)),
    Method("bookmarks.remove", remove_bookmark, limits.TIER_2, MARK),
    Method("reactions.add", add_reaction, limits.TIER_3, REACT),
    Method("reactions.remove", remove_reaction, limits.TIER_2, REACT),
)
