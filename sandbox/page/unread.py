"""What people have not read yet: counts for the sidebar, marks on the switch between people."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.model import Channel, Message
from sandbox.team import Team, seen

# Both bound the work in a workspace with very many messages; people are shown "99+" and no exact number anyway.
MOST = 100
LOOKED_BACK = 30
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
TO_ALL = re.compile(r"<!(?:here|channel|everyone)")


@dataclass(frozen=True)
class Unread:
    """`count` is how much there is, MOST at most; `is_personal` when Slack would ring for it."""

    count: int = 0
    is_personal: bool = False

    @property
    def shown(self) -> str:
        return "99+" if self.count >= MOST else str(self.count)


def unread(channel: Channel, user: str) -> Unread:
    """Count what this member has not read, newest first, and stop where reading has got to."""
    if user not in channel.members:
        return Unread()
    count, is_personal = 0, False
    for message in news(channel, user):
        count += 1
        is_personal = is_personal or concerns(channel, message, user)
        if count == MOST:
            break
    return Unread(count, is_personal)


def news(channel: Channel, user: str) -> Iterator[Message]:
    """Go through the unread messages that are for this person, newest first."""
    since = channel.last_read.get(user, "")
    for message in reversed(channel.messages.values()):
        if message.ts <= since:
            return
        if _counts(channel, message, user):
            yield message


def concerns(channel: Channel, message: Message, user: str) -> bool:
    """Tell whether Slack would notify this person: direct messages, mentions, what is only for their eyes."""
    if channel.is_im or channel.is_mpim or message.ephemeral_to == user:
        return True
    return user in MENTION.findall(message.text) or bool(TO_ALL.search(message.text))


def calls(team: Team) -> Counter[str]:
    """Count for each person the conversations in which something unread calls for them by name."""
    counted: Counter[str] = Counter()
    for channel in team.channels.values():
        if channel.is_archived or not channel.messages:
            continue
        if channel.is_im or channel.is_mpim:
            counted.update(one for one in channel.members if next(news(channel, one), None))
        else:
            counted.update(_called(channel))
    return counted


def _called(channel: Channel) -> set[str]:
    called: set[str] = set()
    for message, _ in zip(reversed(channel.messages.values()), range(LOOKED_BACK), strict=False):
        named = MENTION.findall(message.text) if "<@" in message.text else []
        if message.ephemeral_to:
            named.append(message.ephemeral_to)
        if not _is_note(message):
            called.update(one for one in named if one in channel.members and _is_new(channel, message, one))
    return called


def _is_new(channel: Channel, message: Message, user: str) -> bool:
    return message.ts > channel.last_read.get(user, "") and message.user != user and seen(message, user)


def _counts(channel: Channel, message: Message, user: str) -> bool:
    """Leave out one's own words, Slack's notes about comings and goings, and threads one has no part in."""
    if message.user == user or _is_note(message) or not seen(message, user):
        return False
    is_reply = message.thread_ts not in ("", message.ts) and not message.is_broadcast
    return not is_reply or _takes_part(channel, message.thread_ts, user) or user in MENTION.findall(message.text)


def _takes_part(channel: Channel, thread_ts: str, user: str) -> bool:
    thread = (thread_ts, *channel.replies.get(thread_ts, []))
    return any(channel.messages[ts].user == user for ts in thread if ts in channel.messages)


def _is_note(message: Message) -> bool:
    return message.subtype.startswith(("channel_", "group_"))
