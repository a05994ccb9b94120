"""What the steps of a deal came to, in words: kept by which date, moved by whose doing, waited on whom."""

from collections.abc import Iterator, Sequence

from bot.figures import AtGates, FirstPass, Ledger, Slips
from bot.model import Deal, WaitingOn
from messages.escaping import Mrkdwn
from messages.words import PARTY, counted, words

HOURS_A_DAY = 8
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
    named = [(each, deal.label(each.giver), deal.label(each.receiver)) for each in pairs]
    lines = [words("ledger#first_pass", pairs=named)] if named else []
    if gates.reopened or gates.started_anyway:
        lines.append(words("ledger#gates", gates=gates))
    return lines


def in_short(figures: Ledger) -> Mrkdwn:
    """Say it in one line of a digest."""
    said = [*_kept(figures), *(Mrkdwn(each[0].lower() + each[1:]) for each in _moved(figures))]
    return Mrkdwn("; ".join(said))


def _kept(figures: Ledger) -> Iterator[Mrkdwn]:
    if figures.kept:
        parts = (
            (figures.as_first_dated, "by the first date"),
            (max(figures.in_time - figures.as_first_dated, 0), "by a new date"),
            (figures.kept - figures.in_time, "too late"),
        )
        yield words("ledger#kept", kept=figures.kept, parts=[(n, how) for n, how in parts if n])


def _moved(figures: Ledger) -> Iterator[Mrkdwn]:
    parties = (
        ("us", figures.ours),
        (PARTY[WaitingOn.CUSTOMER], figures.customers),
        (PARTY[WaitingOn.THIRD_PARTY], figures.third_parties),
    )
    moved = [_slips(whose, slips) for whose, slips in parties if slips.all]
    if moved:
        yield words("ledger#moved", moved=moved)


def _slips(whose: str, slips: Slips) -> Mrkdwn:
    return words("ledger#slips", whose=whose, n=slips.all, late=slips.late)


def _waited(waited: Sequence[tuple[WaitingOn, float]]) -> Iterator[Mrkdwn]:
    if waited:
        yield words("ledger#waited", waited=[(_span(hours), PARTY[on]) for on, hours in waited])


def _span(hours: float) -> str:
    if hours < 1:
        return "less than a working hour"
    if hours <= MOST_IN_HOURS:
        return counted(int(hours), "working hour", "working hours")
    return counted(round(hours / HOURS_A_DAY), "working day", "working days")
