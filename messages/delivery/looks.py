"""Looks at what stands in a channel: one serves every row in doubt there, and goes on where it stopped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Protocol

from bot.model import ChannelId, UserId, WorkspaceId
from messages.delivery.history_pace import HistoryPace
from messages.delivery.marks import read, read_lines
from messages.delivery.outcomes import Failure, Outcome, Refused, Sent, Unsure
from messages.delivery.rates import HISTORY

PAGES_AT_ONCE = 10
MOST_LOOKS = 200
SET_BACK = timedelta(seconds=1)
"""Readings of several threads part by less; a clock that is behind by more than this was set back."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was read of a channel's history, newest first, since ``began_at`` (machine time).

    ``oldest`` is the moment that it goes back to, in Slack's seconds; ``copies`` has the timestamps of each mark's
    messages by our bot, ``lines`` that of the message which one became a line of. Only a complete look proves that
    something is not there.
    """

    oldest: float
    began_at: datetime
    copies: Mapping[str, frozenset[str]] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    cursor: str = ""
    is_complete: bool = False

    def first(self, marked: str) -> str | None:
        """Return the earliest message that carries a mark."""
        return next(iter(self.standing(marked)), None)

    def standing(self, marked: str) -> Sequence[str]:
        """Return where a mark stands, first the message that it is a line of: others' words stand there too."""
        line = self.lines.get(marked)
        return [*([line] if line else []), *sorted(self.copies.get(marked, ()))]


class Asking(Protocol):
    """Whoever may call Slack for one workspace."""

    def ask(self, method: str, arguments: Mapping[str, Any]) -> Outcome: ...
    def machine(self) -> datetime: ...


class Looks:
    """The looks of this process; shared between threads.

    History is Slack's scarcest call, for some apps one a minute with 15 messages. So no look is thrown away that
    another row can use, and one that ran out of calls goes on from its cursor instead of beginning anew.
    """

    def __init__(self, pace: HistoryPace | None = None) -> None:
        self.pace = pace or HistoryPace()
        self._looks: dict[tuple[WorkspaceId, ChannelId], Look] = {}
        self._latest: datetime | None = None
        self._lock = Lock()

    def look(
        self,
        where: tuple[WorkspaceId, ChannelId],
        asking: Asking,
        *,
        author: UserId,
        oldest: float,
        not_before: datetime,
    ) -> Look | Failure:
        """Return a complete look back to ``oldest`` that began no earlier than ``not_before``, or why there is none.

        It may be one that was made for another row.
        """
        machine = asking.machine()
        self._forget_if_set_back(machine)
        look = self._begun(where, oldest, not_before) or Look(oldest, machine)
        for _ in range(PAGES_AT_ONCE):
            if look.is_complete:
                return look
            said = self._page(where, asking, look)
            if not isinstance(said, Sent):
                return self._without(where, said)
            look = _further(look, said, author)
            if not look.is_complete and not look.cursor:
                return self._without(where, Refused("Slack keeps back a part of the channel"))
            self._keep(where, look)
        return look if look.is_complete else Unsure("there is more of the channel to look through")

    def _forget_if_set_back(self, machine: datetime) -> None:
        """Forget all looks when the clock was set back: they would pass for younger than calls made since."""
        with self._lock:
            if self._latest is not None and self._latest - machine > SET_BACK:
                self._looks.clear()
            self._latest = machine

    def _page(self, where: tuple[WorkspaceId, ChannelId], asking: Asking, look: Look) -> Outcome:
        window = {
            "channel": where[1],
            "oldest": f"{look.oldest:.6f}",
            "include_all_metadata": True,
            "limit": self.pace.page(where[0], machine=asking.machine()),
        }
        return asking.ask(HISTORY, window | ({"cursor": look.cursor} if look.cursor else {}))

    def _begun(self, where: tuple[WorkspaceId, ChannelId], oldest: float, not_before: datetime) -> Look | None:
        with self._lock:
            look = self._looks.get(where)
        return look if look and look.oldest <= oldest and look.began_at >= not_before else None

    def _keep(self, where: tuple[WorkspaceId, ChannelId], look: Look) -> None:
        with self._lock:
            self._looks.pop(where, None)
            self._looks[where] = look
            if len(self._looks) > MOST_LOOKS:
                del self._looks[next(iter(self._looks))]

    def _without(self, where: tuple[WorkspaceId, ChannelId], said: Failure) -> Failure:
        """Forget a look that cannot go on: Slack may have forgotten its cursor."""
        if isinstance(said, Refused):
            with self._lock:
                self._looks.pop(where, None)
        return said


def _further(look: Look, said: Sent, author: UserId) -> Look:
    messages: Sequence[Mapping[str, Any]] = said.answer.get("messages") or []
    copies, lines = dict(look.copies), dict(look.lines)
    for message in messages:
        marked = read(message)
        # Anybody may copy metadata; nobody else can write as our bot.
        if marked and message.get("user") == author:
            copies[marked] = copies.get(marked, frozenset()) | {str(message["ts"])}
            lines |= dict.fromkeys(read_lines(message), str(message["ts"]))
    cursor = said.next_cursor
    is_complete = not cursor and not said.answer.get("has_more")
    return replace(look, copies=copies, lines=lines, cursor=cursor, is_complete=is_complete)
