"""Which of a channel's messages are shown: the newest, and further back when asked."""

from dataclasses import dataclass

from sandbox.state.model import Channel, Message
from sandbox.state.team import seen

AT_ONCE = 100
MOST = 400


@dataclass(frozen=True)
class Window:
    """The messages shown, oldest first, and whether there are others on either side."""

    messages: list[Message]
    has_older: bool = False
    has_newer: bool = False


def window(channel: Channel, user: str, *, before: str = "", goal: str = "") -> Window:
    """Choose the newest hundred; with `before` or a `goal`, everything from a hundred before that on.

    Never more than MOST: whoever goes far back loses sight of the newest instead.
    """
    found: list[Message] = []
    # Digits sort before "~": without a wish, every message counts towards the hundred.
    counted_from, counted = min(filter(None, (before, goal)), default="~"), 0
    for message in reversed(channel.messages.values()):
        if not seen(message, user) or is_hidden_reply(channel, message):
            continue
        if counted == AT_ONCE:
            return _bounded(found, has_older=True)
        found.append(message)
        counted += message.ts < counted_from
    return _bounded(found, has_older=False)


def is_hidden_reply(channel: Channel, message: Message) -> bool:
    """Tell whether it stands in a thread alone; a reply whose thread is gone, or sent to the channel too, does not."""
    is_reply = message.thread_ts not in ("", message.ts) and message.thread_ts in channel.messages
    return is_reply and not message.is_broadcast


def _bounded(newest_first: list[Message], *, has_older: bool) -> Window:
    kept = newest_first[-MOST:]
    return Window(kept[::-1], has_older, has_newer=len(kept) < len(newest_first))
