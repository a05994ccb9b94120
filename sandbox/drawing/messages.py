"""Draws one message: who, when, what, its reactions, and the thread that hangs on it."""

from collections.abc import Mapping

from markupsafe import Markup

from sandbox.drawing.attachments import draw_attachment
from sandbox.drawing.avatars import avatar
from sandbox.drawing.blocks import draw_blocks
from sandbox.drawing.emoji import emoji_named
from sandbox.drawing.facts import has_fields
from sandbox.drawing.icons import icon
from sandbox.drawing.kept import Drawings
from sandbox.drawing.moments import day_heading, last_heard, moment_of, time_of, wall
from sandbox.drawing.mrkdwn import mrkdwn
from sandbox.drawing.notes import is_note, note_words
from sandbox.drawing.reader import Reader
from sandbox.drawing.sheets import draw, joined, rev_of, tag
from sandbox.drawing.surface import Where
from sandbox.errors import Json

FACES = 3
State = Mapping[str, Mapping[str, Json]]
DRAWINGS = Drawings()


def draw_message(
    message: Json,
    reader: Reader,
    *,
    is_reply: bool = False,
    is_new_day: bool = False,
    follows: bool = False,
    stem: str = "m",
    state: State | None = None,
) -> Markup:
    """Draw a message as the control routes give it.

    `follows`: it goes on where the same author left off, without the name. `is_new_day`: a heading with the day
    stands before it. `stem` begins the ids, for a message that stands on the page twice. `state` is what the reader
    has picked in it.
    """

    def drawn(reader: Reader) -> Markup:
        where = Where(f"{stem}-{message['ts']}")
        return _row(message, reader, where, state, follows=follows, is_reply=is_reply)

    row = DRAWINGS.draw([message, state, stem, follows, is_reply], reader, drawn)
    return _day(message, reader) + row if is_new_day else row


def _row(message: Json, reader: Reader, where: Where, state: State | None, *, follows: bool, is_reply: bool) -> Markup:
    stamp = _stamp(message["ts"], reader)
    if is_note(message):
        body = draw("message", "note", words=note_words(message, reader), stamp=stamp)
    else:
        body = _body(message, reader, stamp, _said(message, reader, where, state), follows=follows, is_reply=is_reply)
    return draw(
        "message",
        "row",
        id=where.stem,
        ts=message["ts"],
        classes=_classes(message, follows=follows),
        rev=rev_of(body),
        body=body,
    )


def _stamp(ts: str, reader: Reader) -> Markup:
    at = wall(float(ts), reader.tz)
    facts = {"class": "stamp", "datetime": at.isoformat(timespec="seconds"), "title": moment_of(at)}
    return tag("time", facts, time_of(at))


def _day(message: Json, reader: Reader) -> Markup:
    at = wall(float(message["ts"]), reader.tz)
    words = day_heading(at, reader.now)
    return draw("message", "day", id=f"day-{at:%Y-%m-%d}", rev=rev_of(words), words=words)


def _classes(message: Json, *, follows: bool) -> str:
    flags = {
        "is-ephemeral": message.get("is_ephemeral"),
        "is-compact": follows,
        "is-note": is_note(message),
        "is-pinned": message.get("pinned"),
    }
    return " ".join(["message", *(name for name, is_so in flags.items() if is_so)])


def _body(message: Json, reader: Reader, stamp: Markup, said: Markup, *, follows: bool, is_reply: bool) -> Markup:
    name = author_of(message, reader)
    is_app = bool(message.get("bot_id"))
    face = message.get("user") or message.get("bot_id") or ""
    return draw(
        "message",
        "body",
        name=name,
        is_app=is_app,
        follows=follows,
        stamp=stamp,
        avatar="" if follows else avatar(face, name, is_app=is_app),
        mark=_mark(message),
        said=said,
        reactions=[_reaction(one, reader) for one in message.get("reactions") or []],
        thread="" if is_reply else _thread(message, reader),
        tools=_tools(message, name, is_reply=is_reply),
    )


def author_of(message: Json, reader: Reader) -> str:
    """Name who wrote it: a name that the app chose for this message goes before its own."""
    # People who were never here, such as another app's bot, are known by what came with the message.
    own = (message.get("bot_profile") or {}).get("name", "")
    user = message.get("user") or ""
    return str(message.get("username") or reader.names.person(user) or own or user or message.get("bot_id") or "")


def _mark(message: Json) -> Markup:
    if message.get("is_ephemeral"):
        return draw("message", "mark", icon=icon("eye"), words="Only visible to you")
    if message.get("pinned"):
        return draw("message", "mark", icon=icon("pin"), words="Pinned")
    if message.get("subtype") == "thread_broadcast":
        return draw("message", "mark", icon=icon("reply"), words="Replied to a thread")
    return Markup("")


def _said(message: Json, reader: Reader, where: Where, state: State | None) -> Markup:
    edited = _edited(message, reader)
    attached = [
        draw_attachment(one, reader, Where(f"{where.stem}-a{index}"))
        for index, one in enumerate(message.get("attachments") or [])
    ]
    # Slack shows a message's table at its end, wherever the app put it.
    blocks = sorted(message.get("blocks") or [], key=lambda one: one.get("type") == "table")
    if blocks:
        drawn = draw_blocks(blocks, reader, surface="message", where=where, state=state)
        said = draw("message", "blocks", drawn=drawn, edited=edited, is_form=has_fields(blocks))
    else:
        text = message.get("text") or ""
        # Slack resolves bare @here and #general here only for those who type, and then marks them.
        drawn = mrkdwn(text, reader, names=False)
        is_quiet = message.get("subtype") == "me_message"
        said = draw("message", "text", drawn=drawn, edited=edited, is_quiet=is_quiet) if text else Markup("")
    return joined([said, *attached])


def _edited(message: Json, reader: Reader) -> str:
    edited = message.get("edited")
    return f"Edited {moment_of(wall(float(edited['ts']), reader.tz))}" if edited else ""


def _reaction(reaction: Json, reader: Reader) -> Markup:
    names = [reader.name(one) for one in reaction["users"]]
    return draw(
        "message",
        "reaction",
        name=reaction["name"],
        drawn=emoji_named(reaction["name"]) or f":{reaction['name']}:",
        count=reaction["count"],
        names=", ".join(names),
        is_mine=reader.user_id in reaction["users"],
    )


def _thread(message: Json, reader: Reader) -> Markup:
    count = message.get("reply_count")
    if not count:
        return Markup("")
    latest = wall(float(message["latest_reply"]), reader.tz)
    faces = [avatar(one, reader.name(one), size="small") for one in message.get("reply_users", [])[:FACES]]
    return draw(
        "message",
        "thread",
        ts=message["ts"],
        href=reader.address(message.get("channel", ""), thread=message["ts"]),
        faces=faces,
        words=f"{count} {'reply' if count == 1 else 'replies'}",
        last=f"Last reply {last_heard(latest, reader.now)}",
    )


def _tools(message: Json, name: str, *, is_reply: bool) -> Markup:
    if message.get("is_ephemeral"):
        return draw("message", "dismiss")
    return draw("message", "tools", name=name, is_reply=is_reply, reply=icon("reply"), more=icon("more"))
