"""What arrived elsewhere while someone looks at one place: said in passing, with a link that leads there."""

from textwrap import shorten

from sandbox.drawing.mrkdwn import fallback
from sandbox.drawing.reader import Reader
from sandbox.page.unread import concerns, news
from sandbox.page.visit import APP, Visit
from sandbox.state.model import Channel, Message

# Ten notices at once are read by nobody, and the sidebar counts the rest.
MOST = 3
WORDS = 120


def heard_of(visit: Visit) -> str:
    """Mark this moment in the manner of a ts, to tell later what is new since."""
    return f"{visit.world.clock.epoch():.6f}"


def news_of(visit: Visit) -> list[dict[str, str]]:
    """List the newest messages that Slack would ring for, newer than what the browser has heard of."""
    heard, person = visit.asked.get("heard", ""), visit.person
    if not heard or not person:
        return []
    reader = visit.reader()
    found = [
        _said(visit, channel, message, reader)
        for channel in visit.world.team.channels.values()
        # The newest message settles most channels without looking at who is in them.
        if channel is not visit.channel and _newest(channel) > heard and person.id in channel.members
        for message in news(channel, person.id)
        if message.ts > heard and concerns(channel, message, person.id)
    ]
    return sorted(found, key=lambda one: one["ts"])[-MOST:]


def _newest(channel: Channel) -> str:
    return next(reversed(channel.messages), "")


def _said(visit: Visit, channel: Channel, message: Message, reader: Reader) -> dict[str, str]:
    # The page knows the conversation with the app by its own name.
    is_app = channel.is_im and visit.world.bot.user in channel.members
    where = "" if channel.is_im else f" in #{channel.name}"
    thread = message.thread_ts if message.thread_ts in channel.messages else ""
    said = shorten(fallback(message.text, reader), WORDS, placeholder="…")
    return {
        "ts": message.ts,
        "href": visit.link(channel=APP if is_app else channel.id, thread=thread),
        "words": f"{message.username or reader.name(message.user)}{where}: {said}",
    }
