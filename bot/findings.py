"""What a look at an installation finds: one line each, with what to do where something is wrong."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How it stands: as it should, worth a thought, or in the way of the work."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``words`` say how it is, ``remedy`` what to do; neither holds a secret."""

    about: str
    verdict: Verdict
    words: str
    remedy: str = ""


def fine(about: str, words: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(about, Verdict.OK, words)


def doubtful(about: str, words: str, remedy: str) -> Finding:
    """Return that Baton works, and not as it could."""
    return Finding(about, Verdict.WARNING, words, remedy)


def wrong(about: str, words: str, remedy: str) -> Finding:
    """Return that something keeps Baton from its work."""
    return Finding(about, Verdict.PROBLEM, words, remedy)
