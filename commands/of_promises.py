"""The subcommands about promises, as they are typed."""

from collections.abc import Callable, Mapping

from commands.requests import Promises, Request, TellPromise
from commands.spelling import KEYWORDS, unescape, unquoted

EXAMPLES: Mapping[str, str] = {
    "promise": "promise training for twelve people by 1.4.",
    "promises": "promises",
}

NONE = ("none", "nothing", "no promises")
"""How people say that nothing was promised."""


def _promise(rest: str) -> TellPromise:
    """Take the last "by" for the date: there may be one in what was promised."""
    text = unescape(rest)
    if text.strip(" .").lower() in NONE:
        return TellPromise("", None, is_none=True)
    by = max(KEYWORDS["by"].finditer(text), key=lambda found: found.start(), default=None)
    if by is None:
        return TellPromise(unquoted(text), None)
    return TellPromise(unquoted(text[: by.start()]), text[by.end() :].strip())


READERS: Mapping[str, Callable[[str], Request]] = {"promise": _promise, "promises": lambda _: Promises()}
