"""Make people's words safe to show: they never mention, link, format or break a line of ours."""

import re
import unicodedata
from typing import TypeVar

ELLIPSIS = "…"
GAP = "\u200b"
"""A zero-width space: unseen, but no sign of Slack's formatting works when one touches it on both sides."""
JOINER = "\u200d"
ISOLATE, END_ISOLATE = "\u2068", "\u2069"

ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))
SIGNS = re.compile(r"`|(?<![^\W_])[*_~]|[*_~](?![^\W_])")
QUOTES = re.compile(r"^(?=[>\uff1e])", re.MULTILINE)
SHOUTS = re.compile(r"@(?=here|channel|everyone|group)", re.IGNORECASE)
SCHEMES = re.compile(r":(?=//)|(?<=mailto):", re.IGNORECASE)
LINE_ENDS = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")
FLAG_LETTERS = re.compile(r"[\U0001f1e6-\U0001f1ff]+\Z")
SKIN_TONES = ("\U0001f3fb", "\U0001f3ff")
TAGS = ("\U000e0020", "\U000e007f")


class Mrkdwn(str):
    """Text that is Slack mrkdwn already. Everything else is escaped before it is shown."""

    __slots__ = ()


Text = TypeVar("Text", bound=str)


def one_line(text: str) -> str:
    """Take out line ends and what cannot be seen but changes what can."""
    return " ".join(lines(text).split())


def lines(text: str) -> str:
    """As ``one_line``, but line ends stay."""
    parted = (encodable(UNSEEN.sub("", line)) for line in LINE_ENDS.split(text))
    return "\n".join(" ".join(line.split()) for line in parted).strip("\n")


def encodable(text: str) -> str:
    """Put a sign in place of each half of a character: no call could carry it, and the whole message would be lost."""
    return LONE_SURROGATES.sub("\ufffd", text)


def isolate(text: str) -> str:
    """Keep writing from right to left in its own place, so that it does not turn the words around it."""
    return "\n".join(f"{ISOLATE}{line}{END_ISOLATE}" if _turns(line) else line for line in text.split("\n"))


def escape(text: object) -> Mrkdwn:
    """Return mrkdwn that shows ``text`` as typed; mrkdwn is left alone."""
    if isinstance(text, Mrkdwn):
        return text
    shown = SIGNS.sub(rf"{GAP}\g<0>{GAP}", str(text))
    shown = QUOTES.sub(GAP, shown)
    shown = SHOUTS.sub(rf"\g<0>{GAP}", shown)
    shown = SCHEMES.sub(rf"{GAP}\g<0>{GAP}", shown)
    return Mrkdwn(isolate(_entities(shown)))


def code(text: str) -> Mrkdwn:
    """Return what can stand between backticks and be copied from there; the backticks in it are taken out."""
    return Mrkdwn(_entities(SHOUTS.sub(rf"\g<0>{GAP}", encodable(text).replace("`", ""))))


def length(text: str) -> int:
    """Count as the strictest reader may: in UTF-16 units, where an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: Text, limit: int) -> Text:
    """Shorten to ``limit`` with an ellipsis, between characters as people see them and never inside a tag or entity."""
    if length(text) <= limit:
        return text
    end = _fitting(text, limit - 1)
    while end > 0 and not _parts(text, end):
        end -= 1
    return type(text)(text[:end].rstrip() + ELLIPSIS)


def _entities(text: str) -> str:
    for character, entity in ENTITIES:
        text = text.replace(character, entity)
    return text


def _fitting(text: str, units: int) -> int:
    for index, character in enumerate(text):
        units -= 2 if character > "\uffff" else 1
        if units < 0:
            return index
    return len(text)


def _parts(text: str, at: int) -> bool:
    """Tell whether the text can be parted before the character at ``at``."""
    return not (_belongs_to_previous(text, at) or (isinstance(text, Mrkdwn) and _is_inside_markup(text, at)))


def _belongs_to_previous(text: str, at: int) -> bool:
    character = text[at]
    extends = (
        unicodedata.category(character).startswith("M")
        or character == JOINER
        or SKIN_TONES[0] <= character <= SKIN_TONES[1]
        or TAGS[0] <= character <= TAGS[1]
    )
    letters = FLAG_LETTERS.search(text, 0, at)
    splits_flag = bool(FLAG_LETTERS.match(character)) and letters is not None and (at - letters.start()) % 2 == 1
    return extends or text[at - 1] == JOINER or splits_flag


def _is_inside_markup(text: str, at: int) -> bool:
    entity = text.rfind("&", 0, at)
    return text.rfind("<", 0, at) > text.rfind(">", 0, at) or (entity >= 0 and ";" not in text[entity:at])


def _turns(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)
