"""Tell why: a deal with what was said about it, what was not, and what comes."""

from dataclasses import dataclass

from bot.rules.explaining import Explained, explain
from bot.service.desk import Asked, Desk, Find
from bot.service.reading import Seen, history


@dataclass(frozen=True, slots=True)
class Reasons:
    """A deal and its people, with the explanation as of one moment."""

    seen: Seen
    explained: Explained


def why(desk: Desk, asked: Asked, find: Find) -> Reasons:
    """Explain one deal."""
    seen, recorded = history(desk, asked, find)
    return Reasons(seen, explain(seen.deal, recorded, seen.context, now=asked.now))
