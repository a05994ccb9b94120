"""What people have not read yet: counts for the sidebar, marks on the switch between people."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sandbox.state.model import Channel, Message
from sandbox.state.team import Team, seen

# Both bound the work in a workspace with very many messages; people are shown "99+" and no exact number anyway.
MOST = 100
LOOKED_BACK = 30
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
TO_ALL = re.compile(r"<!(?:here|channel|everyone)")
State = tuple[int | str | bool, ...]


@dataclass(frozen=True)
class Unread:
    """`count` is how much there is, MOST at most; `is_personal` when Slack would ring for it."""

    count: int = 0
    is_personal: bool = False

    @property
    def shown(self) -> str:
        return "99+" if self.count >= MOST else str(self.count)


class Tally:
    """Counts, and remembers what it counted for as long as nothing came, went or was read.

    A page is drawn anew with every change of the workspace, and most channels have not changed since.
    """

    def __init__(self) -> None:
        self._counted: dict[tuple[str, str], tuple[State, Unread]] = {}
        self._called: dict[str, tuple[State, dict[str, str]]] = {}

    def unread(self, channel: Channel, user: str) -> Unread:
        """Tell what this member has not read."""
        # What can change a count without changing these is an edit that adds a mention, which Slack does not count either.
        state = (*_state(channel), channel.last_read.get(user, ""), user in channel.members)
        known = self._counted.get((channel.id, user))
        if known is None or known[0] != state:
            known = self._counted[channel.id, user] = (state, count(channel, user))
        return known[1]

    def calls(self, team: Team) -> Counter[str]:
        """Count for each person the conversations in which something unread calls for them by name."""
        counted: Counter[str] = Counter()
        for channel in team.channels.values():
            if channel.is_im or channel.is_mpim:
                counted.update(one for one in channel.members if self.unread(channel, one).count)
            elif channel.messages and not channel.is_archived:
                called = self._called_in(channel).items()
                counted.update(user for user, ts in called if ts > channel.last_read.get(user, ""))
        return counted

    def _called_in(self, channel: Channel) -> dict[str, str]:
        state, known = _state(channel), self._called.get(channel.id)
        if known is None or known[0] != state:
            known = self._called[channel.id] = (state, called_in(channel))
        return known[1]


def _state(channel: Channel) -> State:
    return len(channel.messages), next(reversed(channel.messages), "")


def count(channel: Channel, user: str) -> Unread:
    """Count the news for this member, newest first, and stop where reading has got to."""
    if user not in channel.members:
        return Unread()
    found = list(islice(news(channel, user), MOST))
    return Unread(len(found), any(concerns(channel, one, user) for one in found))


def news(channel: Channel, user: str) -> Iterator[Message]:
    """Go through the unread messages that are for this person, newest first."""
    # Newest first: whoever reads everything costs one look, however long the channel is.
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
    return f"<@{user}" in message.text or bool(TO_ALL.search(message.text))


def called_in(channel: Channel) -> dict[str, str]:
    """Find the members whom the newest messages call by name, each with the ts of the last that does."""
    found: dict[str, str] = {}
    for message in islice(reversed(channel.messages.values()), LOOKED_BACK):
        # What only one person sees calls for that person, whatever it says.
        named = [message.ephemeral_to] if message.ephemeral_to else MENTION.findall(message.text)
        if not _is_note(message):
            found |= {one: message.ts for one in named if one not in found and one != message.user}
    return {one: ts for one, ts in found.items() if one in channel.members}


def _counts(channel: Channel, message: Message, user: str) -> bool:
    """Leave out one's own words, Slack's notes about comings and goings, and threads one has no part in."""
    if message.user == user or _is_note(message) or not seen(message, user):
        return False
    is_reply = message.thread_ts not in ("", message.ts) and not message.is_broadcast
    return not is_reply or _takes_part(channel, message.thread_ts, user) or f"<@{user}" in message.text


# Slack lets people follow threads; whoever wrote in one follows it unless they say otherwise.
def _takes_part(channel: Channel, thread_ts: str, user: str) -> bool:
    thread = (thread_ts, *channel.replies.get(thread_ts, []))
    return any(channel.messages[ts].user == user for ts in thread if ts in channel.messages)


def _is_note(message: Message) -> bool:
    return message.subtype.startswith(("channel_", "group_"))
