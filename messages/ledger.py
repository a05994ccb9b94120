"""What the steps of a deal came to, in words: kept by which date, moved by whose doing, waited on whom."""

from collections.abc import Iterator, Sequence

from bot.figures import AtGates, FirstPass, Ledger, Slips
from bot.model import Deal, WaitingOn
from messages.escaping import Mrkdwn
from messages.words import conjoined, party, words

HOURS_A_DAY = 8
MOST_PAIRS = 6
"""Pairs of functions in one line; a name may have 200 characters, and a line of Slack ends at 3,000."""
MOST_IN_HOURS = 2 * HOURS_A_DAY
"""More working hours than this are easier to picture in days."""


def in_full(figures: Ledger, waited: Sequence[tuple[WaitingOn, float]], *more: Mrkdwn) -> Mrkdwn | None:
    """Say it under a deal, a line for each kind of figure; None where nothing has come to anything yet."""
    lines = [*in_full_lines(figures, waited), *more]
    return words("ledger#full", lines=lines) if lines else None


def in_full_lines(figures: Ledger, waited: Sequence[tuple[WaitingOn, float]]) -> list[Mrkdwn]:
    """Return the lines of steps, for a place that has a heading of its own."""
    return [*_kept(figures), *_moved(figures), *_waited(waited)]


def handed_over(deal: Deal, pairs: Sequence[FirstPass], gates: AtGates) -> Sequence[Mrkdwn]:
    """Say what was accepted the first time between which functions, and what was reopened or begun out of turn."""
    counts = (("reopened", gates.reopened), ("started_anyway", gates.started_anyway))
    at_gates = [words(f"ledger#{name}", n=n) for name, n in counts if n]
    return [*accepted_first(deal, pairs), *([Mrkdwn("; ".join(at_gates))] if at_gates else [])]


def accepted_first(deal: Deal, pairs: Sequence[FirstPass]) -> Iterator[Mrkdwn]:
    """Say between which functions how much was accepted the first time, the least of it first."""
    least_first = sorted(pairs, key=lambda each: each.first_time / each.accepted)
    named = [
        words("ledger#pair", pair=each, giver=deal.label(each.giver), receiver=deal.label(each.receiver))
        for each in least_first[:MOST_PAIRS]
    ]
    more = [words("ledger#more_pairs", n=len(pairs) - MOST_PAIRS)] if len(pairs) > MOST_PAIRS else []
    if named:
        yield words("ledger#first_pass", pairs=_listed([*named, *more]))


def in_short(figures: Ledger) -> Mrkdwn:
    """Say it in one line of a digest."""
    said = [*_kept(figures), *_moved(figures, "within")]
    return Mrkdwn("; ".join(said))


def _kept(figures: Ledger) -> Iterator[Mrkdwn]:
    if figures.kept:
        parts = (
            ("by_first_date", figures.as_first_dated),
            ("by_new_date", max(figures.in_time - figures.as_first_dated, 0)),
            ("too_late", figures.kept - figures.in_time),
        )
        some = [(name, n) for name, n in parts if n]
        if len(some) == 1:
            yield words(f"ledger#all_{some[0][0]}", n=figures.kept)
        else:
            how = _listed([words(f"ledger#{name}", n=n) for name, n in some])
            yield words("ledger#kept", kept=figures.kept, how=how)


def _moved(figures: Ledger, where: str = "alone") -> Iterator[Mrkdwn]:
    parties = (
        (WaitingOn.US, figures.ours),
        (WaitingOn.CUSTOMER, figures.customers),
        (WaitingOn.THIRD_PARTY, figures.third_parties),
    )
    moved = [_slips(party(whose), slips) for whose, slips in parties if slips.all]
    if moved:
        yield words(f"ledger#moved_{where}", moved=_listed(moved))


def _listed(parts: Sequence[Mrkdwn]) -> Mrkdwn:
    return Mrkdwn(conjoined(parts))


def _slips(whose: str, slips: Slips) -> Mrkdwn:
    return words("ledger#slips", whose=whose, n=slips.all, late=slips.late)


def _waited(waited: Sequence[tuple[WaitingOn, float]]) -> Iterator[Mrkdwn]:
    if waited:
        spans = [words("ledger#span", span=_span(hours), on=party(on)) for on, hours in waited]
        yield words("ledger#waited", spans=_listed(spans))


def _span(hours: float) -> Mrkdwn:
    if hours < 1:
        return words("ledger#short")
    if hours <= MOST_IN_HOURS:
        return words("ledger#hours", n=int(hours))
    return words("ledger#days", n=round(hours / HOURS_A_DAY))
