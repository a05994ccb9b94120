"""The figures of a year as three tables, one column a company."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from bot.model import DealId, DealStatus, UserId
from tests.year.play import Played
from tests.year.tally import PersonDay, percentile, working_days

Row = tuple[str, Callable[[Played], str]]


def report(years: Sequence[Played]) -> str:
    """Return the three tables as Markdown."""
    return "\n\n".join(
        (
            table("a person's working day", _days(), years),
            table("a deal", _deals(), years),
            table("nudges told, for each 100 deals", _kinds(years), years),
        )
    )


def table(about: str, rows: Iterable[Row], years: Sequence[Played]) -> str:
    lines = [
        f"| {about} | {' | '.join(f'{each.mix} people' for each in years)} |",
        "|---|" + "---|" * len(years),
        *(f"| {name} | {' | '.join(figure(each) for each in years)} |" for name, figure in rows),
    ]
    return "\n".join(lines)


def spread(numbers: Sequence[float]) -> str:
    """Return median, 95th percentile and maximum."""
    return " / ".join(f"{percentile(numbers, share):g}" for share in (0.5, 0.95, 1.0))


def _days() -> Iterable[Row]:
    yield "nudges: p50 / p95 / max", lambda year: spread(_by_day(year, year.tally.nudges))
    yield "of these, public", lambda year: spread(_by_day(year, year.tally.public))
    yield "messages, with what joins another as one of them", lambda year: spread(_by_day(year, year.tally.messages))
    yield (
        "days without any nudge",
        lambda year: _share(sum(not n for n in _by_day(year, year.tally.nudges)), _length(year)),
    )
    yield "nudges of the one who is asked most, on average", _busiest
    yield "days with a digest", lambda year: _share(sum(map(bool, year.tally.digests.values())), _length(year))
    yield (
        "lines of a digest: p50 / p95 / max",
        lambda year: spread([each for each in year.tally.digests.values() if each]),
    )
    yield "digests that leave lines out", _cut_short
    yield "team's digest: lines", lambda year: spread(year.tally.channel_digests["team"])
    yield "leadership's digest: lines", lambda year: spread(year.tally.channel_digests["leadership"])


def _deals() -> Iterable[Row]:
    yield "deals, of which delivered by the end of the year", _delivered
    yield "stopped; on hold", _ended
    yield (
        "days a done line waits to be received: p50 / p95 / max",
        lambda year: spread(list(map(round, year.tally.waited))),
    )
    yield "nudges", lambda year: _each(year, year.tally.nudges.total())
    yield "escalations: p50 / p95 / max", lambda year: _by_deal(year, year.tally.escalations)
    yield "decisions asked for: p50 / p95 / max", lambda year: _by_deal(year, year.tally.asked)
    yield "decisions taken: p50 / p95 / max", lambda year: _by_deal(year, year.tally.decided)
    yield "nudges said in private as the day had two public ones", lambda year: _each(year, year.tally.spared)
    yield "rescues by leadership", lambda year: _each(year, year.tally.rescues)
    yield "steps kept", lambda year: _each(year, year.tally.happened["StepKept"])
    yield "kept by the date in force", lambda year: _share(year.tally.on_time, year.tally.happened["StepKept"])
    yield "kept as first dated", lambda year: _share(year.tally.as_first_dated, year.tally.happened["StepKept"])
    yield "nudges that were settled before they could be told", lambda year: _each(year, year.tally.skipped.total())


def _kinds(years: Sequence[Played]) -> Iterable[Row]:
    for kind, rung in sorted({each for year in years for each in year.tally.by_kind}):
        yield f"`{kind}` {rung}", lambda year, key=(kind, rung): f"{_per_hundred(year, year.tally.by_kind[key]):.0f}"  # type: ignore[misc]


def _length(year: Played) -> int:
    return len(working_days(year.company, year.first, year.last))


def _by_day(year: Played, counts: Counter[PersonDay]) -> list[float]:
    # Days off on which nobody may be spoken to would make every figure look better.
    return [counts[each] for each in working_days(year.company, year.first, year.last)]


def _by_deal(year: Played, counts: Counter[DealId]) -> str:
    return spread([counts[each] for each in year.tally.stands])


def _busiest(year: Played) -> str:
    days = Counter(who for who, _ in working_days(year.company, year.first, year.last))
    asked: Counter[UserId] = Counter()
    for (who, _), count in year.tally.nudges.items():
        asked[who] += count
    return f"{max(asked[who] / length for who, length in days.items()):.1f}"


def _delivered(year: Played) -> str:
    return f"{len(year.tally.stands)}, {year.tally.standing(DealStatus.CLOSED)}"


def _ended(year: Played) -> str:
    return f"{year.tally.standing(DealStatus.STOPPED)}; {year.tally.standing(DealStatus.HELD)}"


def _cut_short(year: Played) -> str:
    return _share(sum(map(bool, year.tally.beyond.values())), sum(map(bool, year.tally.digests.values())))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"


def _each(year: Played, count: int) -> str:
    return f"{_per_hundred(year, count) / 100:.1f}"


def _per_hundred(year: Played, count: int) -> float:
    return 100 * count / len(year.tally.stands)
