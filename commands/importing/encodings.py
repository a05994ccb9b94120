"""Which encoding a file is in: what its first bytes say, what was asked for, else UTF-8."""

import codecs
import re

from commands.importing.facts import quoted
from commands.importing.failure import CannotImport

MARKS = (
    # UTF-32 first: its little-endian mark begins with the one of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNREADABLE = re.compile("[\x00\ud800-\udfff]")
UNREADABLE_WIDE = re.compile("[\x00\ud800-\udfff\ufffd]")


def choose(head: bytes, asked: str) -> str:
    """Return the encoding to read with; raise CannotImport for a name that is none or a file that is no text."""
    marked = next((name for mark, name in MARKS if head.startswith(mark)), "")
    if asked:
        name = _known(asked)
        return marked if marked and codecs.lookup(marked).name.startswith(name) else name
    if not marked and b"\x00" in head:
        raise CannotImport(
            "This is no text in UTF-8: it holds NUL bytes. If it is a list, save it as “CSV UTF-8”, "
            "or say its encoding: --encoding utf-16-le."
        )
    return marked or "utf-8"


def is_wide(encoding: str) -> bool:
    """Tell whether a character is always more than one byte: broken ones cannot be kept as bytes then."""
    return encoding.startswith(("utf-16", "utf-32"))


def unreadable(encoding: str) -> re.Pattern[str]:
    """Return what finds a character that stands for bytes which are not text in this encoding."""
    return UNREADABLE_WIDE if is_wide(encoding) else UNREADABLE


def _known(asked: str) -> str:
    try:
        "".encode(asked)
        return codecs.lookup(asked).name
    except (LookupError, UnicodeError, ValueError) as error:
        raise CannotImport(f"{quoted(asked)} is not an encoding; utf-8, cp1252 and utf-16 are.") from error
