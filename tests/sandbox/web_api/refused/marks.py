"""Errors of bookmarks.*, pins.* and reactions.*."""

from sandbox import limits
from sandbox.state.model import Bookmark, Pin
from tests.sandbox.stage import Json
from tests.sandbox.web_api.answers import Arguments
from tests.sandbox.web_api.refusal import NOT_THERE, Refusal, nowhere, reserved
from tests.sandbox.web_api.scene import Scene


def full_of_bookmarks(scene: Scene) -> Json:
    one = Bookmark("Bk1", "x", "https://example.com", "link", "", 0)
    scene.world.team.channels[scene.channel].bookmarks = [one] * limits.BOOKMARKS
    return linked()(scene)


def full_of_pins(scene: Scene) -> Json:
    scene.world.team.channels[scene.channel].pins = [Pin(NOT_THERE, scene.bot, 0)] * limits.PINS
    return {"channel": scene.channel, "timestamp": scene.post}


def full_of_emoji(scene: Scene) -> Json:
    message = scene.world.team.channels[scene.channel].messages[scene.post]
    message.reactions = {f"e{number}": [scene.ana] for number in range(limits.REACTIONS)}
    return {"channel": scene.channel, "timestamp": scene.post, "name": "one_more"}


def linked(**other: str) -> Arguments:
    fact = {"title": "CRM", "type": "link", "link": "https://example.com"}
    return lambda scene: {"channel_id": scene.channel, **fact, **other}


def relinked(**other: str) -> Arguments:
    return lambda scene: {"channel_id": scene.channel, "bookmark_id": scene.bookmark, **other}


def on(**other: str) -> Arguments:
    return lambda scene: {"channel": scene.channel, "timestamp": scene.post, "name": "eyes", **other}


NOWHERE = ("channel_not_found", "not_in_channel")
IN_BOOKMARKS = ("channel_not_found", "permission_denied")
LINK = {"placed": "channel_id", "title": "CRM", "type": "link", "link": "https://example.com"}
MARKS = [
    *nowhere("bookmarks.add", *IN_BOOKMARKS, **LINK),
    Refusal("bookmarks.add", "invalid_bookmark_type", linked(type="file")),
    Refusal("bookmarks.add", "invalid_emoji", linked(emoji="eyes")),
    Refusal("bookmarks.add", "invalid_link", linked(link="example.com")),
    Refusal("bookmarks.add", "invalid_link", linked(link="")),
    Refusal("bookmarks.add", "invalid_link", linked(link="https://" + "x" * limits.BOOKMARK_LINK)),
    Refusal("bookmarks.add", "too_many_bookmarks", full_of_bookmarks),
    *nowhere("bookmarks.edit", *IN_BOOKMARKS, placed="channel_id", bookmark_id="Bk1"),
    Refusal("bookmarks.edit", "invalid_emoji", relinked(emoji="eyes")),
    Refusal("bookmarks.edit", "invalid_link", relinked(link="ftp://example.com")),
    Refusal("bookmarks.edit", "not_found", relinked(bookmark_id="Bk404")),
    *nowhere("bookmarks.list", "channel_not_found", placed="channel_id"),
    *nowhere("bookmarks.remove", *IN_BOOKMARKS, placed="channel_id", bookmark_id="Bk1"),
    Refusal("bookmarks.remove", "not_found", relinked(bookmark_id="Bk404")),
    *nowhere("pins.add", *NOWHERE, timestamp=NOT_THERE),
    Refusal("pins.add", "already_pinned", lambda s: s.pinned()),
    Refusal("pins.add", "bad_timestamp", on(timestamp="now")),
    Refusal("pins.add", "message_not_found", on(timestamp=NOT_THERE)),
    Refusal("pins.add", "no_item_specified", on(timestamp="")),
    Refusal("pins.add", "not_pinnable", lambda s: {"channel": s.channel, "timestamp": s.note}),
    Refusal("pins.add", "restricted_action", on(), reserved("pin")),
    Refusal("pins.add", "too_many_pins", full_of_pins),
    *nowhere("pins.remove", *NOWHERE, timestamp=NOT_THERE),
    Refusal("pins.remove", "bad_timestamp", on(timestamp="now")),
    Refusal("pins.remove", "message_not_found", on(timestamp=NOT_THERE)),
    Refusal("pins.remove", "no_item_specified", on(timestamp="")),
    Refusal("pins.remove", "no_pin", on()),
    Refusal("pins.remove", "restricted_action", on(), reserved("pin")),
    *nowhere("pins.list", "channel_not_found"),
    *nowhere("reactions.add", *NOWHERE, timestamp=NOT_THERE, name="eyes"),
    Refusal(
        "reactions.add",
        "is_archived",
        lambda s: {"channel": s.channel, "timestamp": s.closed_with_post()["ts"], "name": "eyes"},
    ),
    Refusal("reactions.add", "already_reacted", lambda s: s.reacted()),
    Refusal("reactions.add", "bad_timestamp", on(timestamp="now")),
    Refusal("reactions.add", "invalid_name", on(name="not an emoji")),
    Refusal("reactions.add", "message_not_found", on(timestamp=NOT_THERE)),
    Refusal("reactions.add", "no_item_specified", on(timestamp="")),
    Refusal("reactions.add", "too_many_emoji", full_of_emoji),
    *nowhere("reactions.remove", *NOWHERE, timestamp=NOT_THERE, name="eyes"),
    Refusal("reactions.remove", "bad_timestamp", on(timestamp="now")),
    Refusal("reactions.remove", "file_not_found", lambda _: {"name": "eyes", "file": "F1"}),
    Refusal("reactions.remove", "file_comment_not_found", lambda _: {"name": "eyes", "file_comment": "Fc1"}),
    Refusal("reactions.remove", "invalid_name", on(name="not an emoji")),
    Refusal("reactions.remove", "message_not_found", on(timestamp=NOT_THERE)),
    Refusal("reactions.remove", "no_item_specified", lambda _: {"name": "eyes"}),
    Refusal("reactions.remove", "no_reaction", on()),
]
