"""What is typed about who owns and leads → a typed request. Pure."""

import re

from bot.model import UserId
from commands.requests import Give, Lead, Owner
from commands.spelling import MENTION, UsageError, cut, unescape, unquoted

_TO = re.compile(r"(?:^|\s)to$", re.IGNORECASE)

ME, WITHDRAW = "me", "withdraw"

EXAMPLES = {"owner": "owner @ana", "lead": "lead delivery @mei", "give": "give site survey to @mei"}


def owner(rest: str) -> Owner:
    """Take one of our words for what it is, anything else for a person."""
    if (word := rest.casefold()) in (ME, WITHDRAW):
        return Owner(None, word)
    return Owner(_person(rest, EXAMPLES["owner"])) if rest else Owner(None)


def lead(rest: str) -> Lead:
    """Take the person from the end; what stands before is a function, by its key or its name."""
    function, person = _ending_in_person(rest)
    return Lead(unquoted(unescape(function)) or None, person)


def give(rest: str) -> Give:
    """Take the person from the end; a "to" before them belongs to nobody's title."""
    what, person = _ending_in_person(rest)
    return Give(unquoted(unescape(_TO.sub("", what) if person else what)), person)


def _ending_in_person(rest: str) -> tuple[str, UserId | None]:
    mention = next((found for found in MENTION.finditer(rest) if found.end() == len(rest)), None)
    return (rest[: mention.start()].strip(), UserId(mention[1])) if mention else (rest, None)


def _person(said: str, example: str) -> UserId:
    mention = MENTION.fullmatch(said)
    if mention is None:
        raise UsageError("not_one_person", example, said=cut(unescape(said)))
    return UserId(mention[1])
