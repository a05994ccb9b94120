"""Hide a person in texts: their id, address and name wherever they stand, and their own words where words stand."""

import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.model import UserId

ERASED = "somebody erased"
WORDS_ERASED = "(erased)"
_WRITTEN = frozenset({"what", "reason", "proof", "consequence", "about", "sent_back", "lessons", "ended", "dropped"})
"""Fields and columns that hold what a person wrote. A word in any other place may be one of the program's own."""
_AUTHORS = ("by", "declined_by")


def digest_of(secret: str, user: UserId) -> str:
    """Return what a person who was erased is known again by, with their workspace's ``secret``.

    Slack's ids are few enough to try them all, and a workspace's own id stands in every row of an export.
    """
    return hmac.new(secret.encode(), user.encode(), "sha256").hexdigest()


@dataclass(frozen=True)
class Hiding:
    """Whom to hide behind which alias. ``texts`` are what they wrote."""

    user: UserId
    alias: UserId
    name: str | None
    email: str | None
    texts: frozenset[str]

    @staticmethod
    def words_of(payload: dict[str, Any], user: UserId, *, actor: str) -> Iterator[str]:
        """Return what an event says in the person's own words: of events they caused, or that name them as the author."""
        if actor == user or any(payload.get(field) == user for field in _AUTHORS):
            for field in _WRITTEN:
                written = payload.get(field)
                words = written.get("text") if isinstance(written, dict) else written
                if isinstance(words, str) and words:
                    yield words

    def hidden(self, field: str, text: str) -> str:
        """Return a column's text, plain or JSON, without the person."""
        if text[:1] in {"{", "["}:
            try:
                value = json.loads(text)
            except ValueError:
                pass
            else:
                changed = self._walk(field, value)
                return text if changed == value else json.dumps(changed, ensure_ascii=False, separators=(",", ":"))
        return self._plain(field, text)

    def _walk(self, field: str, value: Any) -> Any:
        if isinstance(value, dict):
            # What stands inside of something written was written as well.
            return {key: self._walk(field if field in _WRITTEN else key, each) for key, each in value.items()}
        if isinstance(value, list):
            return [self._walk(field, each) for each in value]
        return self._plain(field, value) if isinstance(value, str) else value

    def _plain(self, field: str, text: str) -> str:
        if field in _WRITTEN and text in self.texts:
            return WORDS_ERASED
        for pattern, instead in self._patterns:
            text = pattern.sub(instead, text)
        return text

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        found = [(re.compile(rf"(?<![A-Z0-9]){re.escape(self.user)}(?![A-Z0-9])"), str(self.alias))]
        if self.email:
            found.append((re.compile(rf"(?<![\w.+-]){re.escape(self.email)}(?![\w-])", re.IGNORECASE), ERASED))
        # A single name is too often a word of its own: Will, Mark, Iris.
        if self.name and " " in self.name.strip():
            found.append((re.compile(rf"(?<!\w){re.escape(self.name.strip())}(?!\w)", re.IGNORECASE), ERASED))
        return found
