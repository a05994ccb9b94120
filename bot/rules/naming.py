"""Names of channels, in Slack's alphabet."""

import re
import unicodedata

LONGEST = 80
"""Slack's limit for a channel's name."""

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "Ł": "l"})


def slug(text: str) -> str:
    """Return the text in lower-case ASCII letters, digits and single hyphens; empty if none of it can be written so."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def channel_name(template: str, *, account: str, name: str, kind: str, short: str) -> str:
    """Fill a playbook's template; the result is at most 80 characters and ends in the deal's short id."""
    words = {"account": slug(account), "name": slug(name), "kind": slug(kind), "short": ""}
    filled = slug(re.sub(r"\{(\w+)\}", lambda match: f"-{words.get(match[1], '')}-", template)) or "deal"
    room = LONGEST - len(short) - 1
    return f"{filled[:room].rstrip('-')}-{short}"


def next_name(name: str, short: str, attempt: int) -> str:
    """Return the name to try when a stranger's channel has this one; it still ends in the short id."""
    head = name.removesuffix(short).rstrip("-")
    suffix = f"-{attempt}-{short}"
    return f"{head[: LONGEST - len(suffix)].rstrip('-')}{suffix}"
