"""Keep secrets out of what is written down: log lines, errors, and what people or other systems tell us by mistake."""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
SHORTEST_SECRET = 4
"""Whatever is shorter stands in every other line by chance; hiding it would hide the log."""

# Slack's own tokens all begin with these letters; shorter ends stand in sentences such as "it starts with xoxb-".
TOKEN = re.compile(r"(?:xox[a-z](?:\.xox[a-z])?|xapp|xwfp)-[A-Za-z0-9-]{8,}", re.IGNORECASE)
# Whoever has the address of an answer may speak in Baton's place for half an hour, without any token.
ANSWER_ADDRESS = re.compile(r"(https?:\\?/\\?/hooks\.slack(?:-gov)?\.com\\?/)[^\s\"'<>]+", re.IGNORECASE)
# Where another server stands in for Slack. Not looked for in what people write: their links may be called the same.
STAND_IN_ADDRESS = re.compile(r"(https?:\\?/\\?/[^\s\"'<>/\\]+\\?/hooks?\\?/)[^\s\"'<>]+", re.IGNORECASE)
CREDENTIALS = re.compile(r"(://[^\s/:@\"']*:)[^\s/@\"']+(?=@)")
BEARER = re.compile(r"\b((?:bearer|authorization[\"']?: *[\"']?basic) +)[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE)
SIGNATURE = re.compile(r"\b(v[01]=)[0-9a-f]{64}\b", re.IGNORECASE)
NAMED = re.compile(
    r"(\b(?:access_token|client_secret|refresh_token|signing_secret|ticket|token)(?:=|[\"']\s*:\s*[\"']))[^&\s\"',}]+",
    re.IGNORECASE,
)


def without_tokens(text: str) -> str:
    """Return what somebody wrote with nothing in it that opens a Slack: it would be shown, and kept for ever."""
    return ANSWER_ADDRESS.sub(rf"\1{HIDDEN}", TOKEN.sub(HIDDEN, text))


class Discretion:
    """Hides what looks like a secret, and the secrets of this very process however they look."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._known: re.Pattern[str] | None = None
        self._secrets: set[str] = set()
        self.learn(secrets)

    def learn(self, secrets: Iterable[str]) -> None:
        """Hide these from now on, as they are and as JSON, Python and web addresses spell them."""
        self._secrets |= {way for secret in secrets if len(secret) >= SHORTEST_SECRET for way in _spellings(secret)}
        if self._secrets:
            # The longest first: one secret may begin with another.
            ordered = sorted(self._secrets, key=len, reverse=True)
            self._known = re.compile("|".join(re.escape(one) for one in ordered))

    def __call__(self, text: str) -> str:
        """Return the text with every secret hidden."""
        if self._known:
            text = self._known.sub(HIDDEN, text)
        text = without_tokens(text)
        for pattern in (STAND_IN_ADDRESS, CREDENTIALS, BEARER, SIGNATURE, NAMED):
            text = pattern.sub(rf"\1{HIDDEN}", text)
        return text


class Discreet(logging.Formatter):
    """Formats as another formatter does, and then hides: also in tracebacks, and whatever fields that one adds."""

    def __init__(self, inner: logging.Formatter, hide: Discretion) -> None:
        super().__init__()
        self._inner = inner
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        """Return the line with every secret hidden."""
        try:
            line = self._inner.format(record)
        except (TypeError, ValueError, KeyError, IndexError) as error:
            # Left to itself, logging would print the arguments as they are.
            line = f"{record.levelname} {record.name}: {record.msg!r} ({type(error).__name__} while it was written)"
        return self._hide(line)


def guard(logger: logging.Logger, hide: Discretion) -> None:
    """Let every handler of a logger write through ``hide``, and what nobody caught reach the log instead of stderr."""
    for handler in logger.handlers:
        if not isinstance(handler.formatter, Discreet):
            handler.setFormatter(Discreet(handler.formatter or logging.Formatter(), hide))

    def uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, SystemExit):
            return
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
        else:
            logger.critical("Incident: nobody caught this", exc_info=(kind, error or kind(), trace))

    # Python prints a traceback by itself, as it is: a frame's message may quote a request with its token.
    sys.excepthook = uncaught
    threading.excepthook = lambda given: uncaught(given.exc_type, given.exc_value, given.exc_traceback)


def _spellings(secret: str) -> set[str]:
    return {
        secret,
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        quote(secret, safe=""),
        quote_plus(secret),
    }
