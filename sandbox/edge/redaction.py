"""Takes out of what is written down whatever would let its reader act as the app."""

import math
import re
from typing import Any

HIDDEN = "[redacted]"
SECRET_NAMES = frozenset({"token", "access_token", "refresh_token", "client_secret", "signing_secret"})
# No word boundary in front: a token that somebody glued to another word is still a token.
TOKEN = re.compile(r"(?:xox[a-z]|xapp)[-.][A-Za-z0-9-]+")
# A response URL and a socket's ticket work for whoever has them; where they lead may be read.
ADDRESS = re.compile(r"(/hooks/\w+/\w+/\w+/|[?&]ticket=)\w+")
# Bodies may be megabytes, and the log keeps tens of thousands of them.
LONGEST_TEXT = 50_000


def redacted(value: Any) -> Any:
    """Make a copy of the value in which no token can be read and no text is endless, and which is sure to be JSON."""
    if isinstance(value, dict):
        return {_text(str(key)): _under(key, inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return _text(value) if isinstance(value, str) else value


def _under(name: object, value: Any) -> Any:
    return HIDDEN if name in SECRET_NAMES and value else redacted(value)


def _text(text: str) -> str:
    # Nearly no text holds a secret, and searching for a word is much cheaper than running a pattern.
    if "xox" in text or "xapp" in text:
        text = TOKEN.sub(HIDDEN, text)
    if "/hooks/" in text or "ticket=" in text:
        text = ADDRESS.sub(rf"\g<1>{HIDDEN}", text)
    if not text.isascii():
        # An app's answer may hold half a character, which JSON can say and UTF-8 cannot.
        text = text.encode("utf-8", "replace").decode()
    if len(text) > LONGEST_TEXT:
        return f"{text[:LONGEST_TEXT]}… and {len(text) - LONGEST_TEXT} characters more"
    return text
