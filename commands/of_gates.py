"""What is typed about gates: a line that is reopened, a line that starts before what it waits for. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from commands.spelling import KEYWORDS, parted, unescape, unquoted


@dataclass(frozen=True, slots=True)
class Reopen:
    """Open a line again; what is None or empty is asked in the form. ``rest`` is the line and, behind "by", the date."""

    rest: str
    because: str | None

    def parts(self) -> tuple[str, str | None]:
        """Return the line and the date: the last "by" splits, since a line's title may have one of its own."""
        by = max(KEYWORDS["by"].finditer(self.rest), key=lambda found: found.start(), default=None)
        if by is None:
            return unquoted(self.rest), None
        return unquoted(self.rest[: by.start()]), self.rest[by.end() :].strip()


@dataclass(frozen=True, slots=True)
class Unlock:
    """Let a waiting line begin; what is None or empty is asked in the form."""

    what: str
    because: str | None


def _reopen(rest: str) -> Reopen:
    return Reopen(*parted(unescape(rest), "because"))


def _unlock(rest: str) -> Unlock:
    what, because = parted(unescape(rest), "because")
    return Unlock(unquoted(what), because)


EXAMPLES: Mapping[str, str] = {
    "reopen": "reopen building permit because it was rejected",
    "unlock": "unlock install because the crew is booked for Monday",
}
READERS: Mapping[str, Callable[[str], Reopen | Unlock]] = {"reopen": _reopen, "unlock": _unlock}
