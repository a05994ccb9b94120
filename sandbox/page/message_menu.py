"""The menu of one message: reply, copy, whether it is pinned, and the app's shortcuts for messages."""

from html import unescape

from markupsafe import Markup

from sandbox.drawing.moments import moment_of, wall
from sandbox.drawing.mrkdwn import fallback
from sandbox.errors import Refused
from sandbox.page.sheets import sheet
from sandbox.page.shortcuts import shortcuts_of
from sandbox.page.visit import Visit
from sandbox.state.model import Channel, Message
from sandbox.state.objects import permalink
from sandbox.state.team import seen


def draw_message_menu(visit: Visit, ts: str) -> Markup:
    channel, message = _found(visit, ts)
    pin = next((one for one in channel.pins if one.ts == ts), None)
    reader = visit.reader()
    # Empty where it is not pinned, which the sheet takes as "it can be".
    pinned = f"Pinned by {reader.name(pin.user)}, {moment_of(wall(pin.created, reader.tz))}" if pin else ""
    return sheet(
        "message_menu.j2",
        visit=visit,
        ts=ts,
        thread=message.thread_ts or ts,
        pinned=pinned,
        text=fallback(message.text, reader),
        permalink=permalink(channel, message, visit.world.team),
        shortcuts=shortcuts_of(visit.world, "message"),
        app=visit.world.bot.name,
        is_own=message.user == reader.user_id,
        # As it was typed: what is kept is escaped, and would be escaped once more.
        typed=unescape(message.text),
        query=visit.query,
    )


def _found(visit: Visit, ts: str) -> tuple[Channel, Message]:
    message = visit.channel.messages.get(ts) if visit.channel else None
    # The menu is fetched when it is opened, and the message may have gone since it was drawn.
    if visit.channel is None or message is None or not seen(message, visit.person.id if visit.person else None):
        raise Refused("This message is gone.", 404)
    return visit.channel, message
