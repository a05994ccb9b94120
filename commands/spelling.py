"""How things are spelled in what is typed: names in quotes, words that part, characters that Slack escaped. Pure."""

import re

from messages.escaping import Mrkdwn
from messages.words import words

SHOWN = 40
"""Characters of what somebody typed that a refusal repeats."""

_QUOTED = re.compile(r"""["“”„«](.+)["“”»]|['\u2018\u2019](.+)['\u2019]""")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_ESCAPED = re.compile(r"<(?P<token>[^<>]*)>|&(?P<entity>amp|lt|gt);")
KEYWORDS = {
    word: re.compile(rf"(?<!\S){word}(?= \S)", re.IGNORECASE) for word in ("by", "else", "because", "until", "on")
}


class Misread(ValueError):  # noqa: N818 named for what happened, as refusals are
    """What was typed cannot be read. ``fault`` names a sentence of ``templates/usage.j2``, and ``about`` is what fills it.

    It carries no sentence: it is raised deep inside, and put into words where it is known in which language.
    """

    def __init__(self, fault: str, example: str, **about: object) -> None:
        self.fault = fault
        self.example = example
        self.about = about
        super().__init__(f"{fault}, {about}")

    @property
    def problem(self) -> Mrkdwn:
        """Say what is wrong, in the language spoken now."""
        return words(f"usage#{self.fault}", **self.about)


class UsageError(Misread):
    """What was typed is no request; ``example`` works after the slash command's name."""


def unescape(text: str, *, keeps_people: bool = False) -> str:
    """Turn what Slack escaped into what the person meant: characters, and names and links in plain words.

    ``keeps_people``: people stay who they are, as ``<@U…>``.
    """

    def plain(escaped: re.Match[str]) -> str:
        person = MENTION.fullmatch(escaped[0]) if keeps_people else None
        return f"<@{person[1]}>" if person else _plain(escaped)

    return _ESCAPED.sub(plain, text)


def parted(text: str, keyword: str) -> tuple[str, str | None]:
    """Part a text at the first ``keyword`` that something follows; None where there is none."""
    found = KEYWORDS[keyword].search(text)
    return (text[: found.start()].strip(), text[found.end() :].strip()) if found else (text.strip(), None)


def unquoted(text: str) -> str:
    quoted = _QUOTED.fullmatch(text.strip())
    return (quoted[1] or quoted[2]).strip() if quoted else text.strip()


def _plain(escaped: re.Match[str]) -> str:
    if escaped["entity"]:
        return {"amp": "&", "lt": "<", "gt": ">"}[escaped["entity"]]
    target, _, label = (unescape(part) for part in escaped["token"].partition("|"))
    match target[:1]:
        case "@" | "#" as sign:
            return sign + (label.removeprefix(sign) or target[1:])
        case "!":
            name = target[1:].partition("^")[0]
            return label or f"@{name}"
    is_link = re.match(r"[a-z][a-z0-9+.-]*:", target)
    return target.removeprefix("mailto:").removeprefix("tel:") if is_link else escaped[0]


def cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
