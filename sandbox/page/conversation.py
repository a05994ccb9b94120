"""The part of the page that shows a place: the messages of a channel, or the app's Home tab."""

from markupsafe import Markup

from sandbox.drawing.mrkdwn import fallback
from sandbox.drawing.reader import Reader
from sandbox.drawing.views import draw_home
from sandbox.page.heading import title_of
from sandbox.page.rows import Row, channel_rows
from sandbox.page.sheets import sheet
from sandbox.page.visit import Visit
from sandbox.page.window import Window, window
from sandbox.state.model import Message
from sandbox.state.objects import view_object

# A screen reader that reads out a whole board cannot be stopped from the page.
SPOKEN = 200


def draw_place(visit: Visit) -> Markup:
    if visit.person is None:
        return sheet("nobody.j2", visit=visit)
    return _home(visit) if visit.is_home else _channel(visit)


def _home(visit: Visit) -> Markup:
    assert visit.person
    view = visit.world.team.homes.get(visit.person.id)
    drawn = draw_home(view_object(view, visit.world.team, visit.world.bot), visit.reader()) if view else None
    return sheet("home.j2", visit=visit, drawn=drawn)


def _channel(visit: Visit) -> Markup:
    reader, channel, asked = visit.reader(), visit.channel, visit.asked
    shown, rows = Window([]), list[Row]()
    if channel:
        shown = window(channel, reader.user_id, before=asked.get("before", ""), goal=asked.get("ts", ""))
        rows = channel_rows(visit.world, channel, shown.messages, reader, asked.get("since", ""))
    return sheet(
        "conversation.j2",
        visit=visit,
        title=title_of(visit),
        example=next(iter(visit.world.app.commands), ""),
        rows=rows,
        shown=shown,
        newest=_newest(shown.messages, reader),
    )


def _newest(messages: list[Message], reader: Reader) -> dict[str, str]:
    """Say what a screen reader reads out when it arrives; nothing for one's own words."""
    if not messages:
        return {"ts": "", "words": ""}
    last = messages[-1]
    # One's own words are not read out: whoever wrote them knows them.
    said = f"{last.username or reader.name(last.user)}: {fallback(last.text, reader)[:SPOKEN]}"
    return {"ts": last.ts, "words": "" if last.user == reader.user_id else said}


def mark_read(visit: Visit) -> None:
    """Whoever has a place in front of them has read what is in it."""
    if visit.channel and visit.person and visit.channel.messages:
        # No change of the workspace is announced: reading would else draw every open page anew.
        visit.channel.last_read[visit.person.id] = next(reversed(visit.channel.messages))


def unread_since(visit: Visit) -> str:
    """Tell after which message the unread ones begin; empty when there are none, or when nothing was read before."""
    if not visit.channel or not visit.person or not visit.channel.messages:
        return ""
    since = visit.channel.last_read.get(visit.person.id, "")
    # Nothing read at all means that the person is new here: then everything is new, and no line helps.
    return since if since < next(reversed(visit.channel.messages)) else ""
