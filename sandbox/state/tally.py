"""Counts a channel's messages after a moment, for one reader, without going through them."""

from bisect import bisect_right, insort
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Keeps moments only, in order: of what all see, of what each has said, of what is for one person's eyes.

    The page asks for a thousand channels at each drawing, and a channel may hold a hundred thousand messages.
    """

    _shown: list[str] = field(default_factory=list)
    _said: dict[str, list[str]] = field(default_factory=dict)
    _whispered: dict[str, list[str]] = field(default_factory=dict)

    def add(self, ts: str, user: str, ephemeral_to: str = "") -> None:
        for moments in self._lists(user, ephemeral_to):
            # Nearly always the newest, and then as cheap as an append.
            insort(moments, ts)

    def remove(self, ts: str, user: str, ephemeral_to: str = "") -> None:
        for moments in self._lists(user, ephemeral_to):
            at = bisect_right(moments, ts) - 1
            if at >= 0 and moments[at] == ts:
                del moments[at]

    def after(self, since: str, reader: str) -> int:
        """Count what others have said since, as far as this reader sees it."""
        listed = (self._shown, self._whispered.get(reader, []), self._said.get(reader, []))
        shown, whispered, own = (len(moments) - bisect_right(moments, since) for moments in listed)
        return shown + whispered - own

    def _lists(self, user: str, ephemeral_to: str) -> list[list[str]]:
        if ephemeral_to:
            # What somebody whispers to themselves is no news to them.
            return [self._whispered.setdefault(ephemeral_to, [])] if ephemeral_to != user else []
        return [self._shown, self._said.setdefault(user, [])]
