"""The lines of the log, for people or for machines: when, how bad, where, what happened, and what it was about."""

import json
import logging
import re
from datetime import UTC, datetime
from enum import StrEnum

from commands.discretion import Discreet, Discretion, guard
from messages.tracing import at_hand

OURS = ("baton", "commands", "messages", "storage")
PLACEHOLDER = re.compile(r"(?<!%)%(?:\(\w+\))?[-+#0]*[\d.*]*[a-zA-Z]")
CONTROLS = {number: f"\\x{number:02x}" for number in (*range(32), 127)} | {10: "\\n", 13: "\\r", 9: "\\t"}


class LogFormat(StrEnum):
    """How the log is written."""

    TEXT = "text"
    JSON = "json"


class TextLines(Discreet):
    """Lines for people; a traceback follows its line."""

    def __init__(self, hide: Discretion) -> None:
        super().__init__(_Text(), hide)


class JsonLines(Discreet):
    """One JSON object a line, in which every string has nothing to hide.

    Each is hidden before it is put between quotation marks: afterwards an address that is cut out would take the
    backslash before a quotation mark along, and the line would be JSON no more.
    """

    def __init__(self, hide: Discretion) -> None:
        super().__init__(_Text(), hide)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": PLACEHOLDER.sub("…", str(record.msg)),
            "text": _message(record),
            **at_hand(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps({name: self._hide(text) for name, text in line.items()}, ensure_ascii=False)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = " ".join(f"{name}={value}" for name, value in at_hand().items())
        # What somebody else wrote may stand in a message; with a line's end in it, it could forge a line of ours.
        said = _message(record).translate(CONTROLS)
        line = f"{_moment(record)} {record.levelname} {record.name}: {said}{f' [{fields}]' if fields else ''}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError, IndexError) as error:
        # Left to itself, logging would print the arguments as they are; and a line is not lost for a slip in it.
        return f"{record.msg!r} ({type(error).__name__} while it was written)"


FORMS = {LogFormat.TEXT: TextLines, LogFormat.JSON: JsonLines}


def begin(logger: logging.Logger, hide: Discretion) -> None:
    """Let a logger write to standard error from now on, in text until the settings are read and say how."""
    logger.addHandler(logging.StreamHandler())
    logger.setLevel(logging.WARNING)
    # The tick is meant to be skipped while one is at work; the readiness page tells when it really stands still.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    for ours in OURS:
        logging.getLogger(ours).setLevel(logging.INFO)
    write_as(logger, LogFormat.TEXT, hide)
    guard(logger, hide)


def write_as(logger: logging.Logger, form: LogFormat, hide: Discretion) -> None:
    """Let every handler of a logger write in this form from now on."""
    for handler in logger.handlers:
        handler.setFormatter(FORMS[form](hide))
