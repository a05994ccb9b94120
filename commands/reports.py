"""The words after "report" → the span that is meant. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from commands.spelling import UsageError, cut, unescape

EXAMPLE = "report month"


class Span(StrEnum):
    """How far back a report looks from now."""

    WEEK = "week"
    MONTH = "month"


DAYS: Mapping[Span, int] = {Span.WEEK: 7, Span.MONTH: 30}


@dataclass(frozen=True, slots=True)
class ReportOf:
    """Read what the deals came to in a span."""

    span: Span


def read_report(rest: str) -> ReportOf:
    """Return the span that is named, the week where none is. Raises UsageError."""
    words = unescape(rest).strip().casefold()
    if words and words not in tuple(Span):
        raise UsageError("no_report", EXAMPLE, said=cut(words))
    return ReportOf(Span(words or Span.WEEK))
