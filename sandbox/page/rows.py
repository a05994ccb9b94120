"""Messages as rows of the page: drawn for one reader, with days between them and joins gathered."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from sandbox.control.seeing import message_as_seen
from sandbox.drawing.messages import draw_message
from sandbox.drawing.moments import wall
from sandbox.drawing.notes import is_note
from sandbox.drawing.reader import Reader
from sandbox.errors import Json
from sandbox.state.model import Channel, Message
from sandbox.world import World

# About what Slack's clients do; no figure is documented.
SAME_BREATH = 300.0
JOIN = "channel_join"


@dataclass(frozen=True)
class Row:
    """One drawn message, with the line that parts what was read from what was not before it, if it is the first."""

    ts: str
    html: Markup
    is_first_unread: bool = False


def rev_of(html: str) -> str:
    # A checksum and no digest: it guards against needless drawing, not against anybody, and a page has megabytes of it.
    return f"{zlib.crc32(html.encode(errors='surrogatepass')):08x}"


def channel_rows(world: World, channel: Channel, messages: Iterable[Message], reader: Reader, since: str) -> list[Row]:
    """Draw what stands in a channel; a line marks the first message after `since`, if that is not empty."""
    drawn = gathered([_shown(world, channel, one) for one in messages], reader.tz)
    unread = next((one["ts"] for one in drawn if since and one["ts"] > since and one["user"] != reader.user_id), "")
    rows: list[Row] = []
    before: Json | None = None
    for one in drawn:
        is_first_unread = one["ts"] == unread
        is_new_day = before is None or day_of(one, reader.tz) != day_of(before, reader.tz)
        # A name stands again wherever a line parts the list, or nobody would see whose words come after it.
        goes_on = before is not None and not is_new_day and not is_first_unread and follows(before, one)
        state = _picked(channel.messages[one["ts"]], reader)
        html = draw_message(one, reader, is_new_day=is_new_day, follows=goes_on, state=state)
        rows.append(Row(one["ts"], html, is_first_unread))
        before = one
    return rows


def thread_rows(world: World, channel: Channel, messages: Iterable[Message], reader: Reader) -> list[Row]:
    """Draw a thread; its messages may stand in the channel too, so their ids begin differently."""
    return [
        Row(
            one.ts,
            draw_message(_shown(world, channel, one), reader, is_reply=True, stem="t", state=_picked(one, reader)),
        )
        for one in messages
    ]


def _shown(world: World, channel: Channel, message: Message) -> Json:
    return message_as_seen(world, channel, message) | {"channel": channel.id}


def _picked(message: Message, reader: Reader) -> dict[str, Json] | None:
    return message.choices.get(reader.user_id)


def gathered(messages: list[Json], tz: str) -> list[Json]:
    """Let people who join one after another share a line."""
    result: list[Json] = []
    for message in messages:
        before = result[-1] if result else None
        if before and message["subtype"] == before["subtype"] == JOIN and day_of(message, tz) == day_of(before, tz):
            result[-1] = before | {"also": [*before.get("also", []), message["user"]]}
        else:
            result.append(message)
    return result


def follows(before: Json, message: Json) -> bool:
    """Tell whether it goes on where the same author left off a moment ago, and needs no name again."""
    is_same = (before["user"], before.get("username")) == (message["user"], message.get("username"))
    is_soon = float(message["ts"]) - float(before["ts"]) < SAME_BREATH
    return is_same and is_soon and _is_plain(before) and _is_plain(message)


def _is_plain(message: Json) -> bool:
    marked = message["is_ephemeral"] or message["pinned"] or message.get("reply_count")
    return not marked and not is_note(message)


def day_of(message: Json, tz: str) -> str:
    return wall(float(message["ts"]), tz).date().isoformat()
