"""What is typed about who owns and leads → a typed request. Pure."""

from bot.model import UserId
from commands.requests import Lead, Owner
from commands.spelling import MENTION, UsageError, cut, unescape, unquoted

EXAMPLES = {"owner": "owner @ana", "lead": "lead delivery @mei"}


def owner(rest: str) -> Owner:
    return Owner(_person(rest, EXAMPLES["owner"])) if rest else Owner(None)


def lead(rest: str) -> Lead:
    """Take the person from the end; what stands before is a function, by its key or its name."""
    mention = next((found for found in MENTION.finditer(rest) if found.end() == len(rest)), None)
    function = unquoted(unescape(rest[: mention.start()] if mention else rest))
    return Lead(function or None, UserId(mention[1]) if mention else None)


def _person(said: str, example: str) -> UserId:
    mention = MENTION.fullmatch(said)
    if mention is None:
        problem = f"“{cut(unescape(said))}” is not one person; pick one from the list that Slack shows after an @."
        raise UsageError(problem, example)
    return UserId(mention[1])
