"""Of which lapse a nudge is, where a decision may have begun one anew."""

from dataclasses import replace

import pytest

from tests.soak.effects import NEVER, When
from tests.soak.history import History
from tests.soak.making import DEAL, HOME, ROOMS, at, said, timeline
from tests.soak.nudging import Nudging
from tests.soak.publicly import Publicly
from tests.soak.reading import Told
from tests.soak.spans import Span
from tests.soak.town import CHANNEL, DECISION, PRIVATE, Rung
from tests.soak.verdict import EARLY, LOST, UNCALLED, Verdict

OMAR = {"omar": "UOMAR"}
RUNGS = (Rung(CHANNEL), Rung(CHANNEL, 1), Rung(DECISION, 1))


def span(opens: str, *, may_be: bool = False) -> Span:
    moment = When(at(opens), at(opens))
    return Span(DEAL, "owner_not_accepted", "", "omar", moment, NEVER, RUNGS, may_be=may_be)


def told(clock: str, where: str) -> Told:
    return Told("owner_not_accepted", DEAL, "", OMAR["omar"], where, said(at(clock), where, HOME))


def judge(spans: list[Span], nudges: list[Told], verdict: Verdict) -> None:
    publicly = Publicly(History(ROOMS, []), nudges, spans, {"UOMAR": "omar"})
    Nudging(timeline(calm="23:00"), verdict, at("13:40"), publicly).judge(spans, nudges, OMAR)


@pytest.mark.parametrize(
    ("nudges", "sort"),
    [
        # The decision came while the third rung was on its way, and the question was not asked anew.
        ([("9:00", CHANNEL), ("10:05", CHANNEL), ("11:20", DECISION)], None),
        # It was asked anew, from the first rung on.
        ([("9:00", CHANNEL), ("11:20", CHANNEL), ("12:30", CHANNEL), ("13:35", DECISION)], None),
        # Nobody was asked a first time in either.
        ([("11:20", DECISION)], LOST),
        ([("8:00", CHANNEL)], EARLY),
    ],
)
def test_a_rung_goes_on_with_the_lapse_that_it_is_the_next_of(nudges: list[tuple[str, str]], sort: str | None) -> None:
    verdict = Verdict()
    spans = [span("8:55"), span("11:00", may_be=True)]

    judge(spans, [told(*each) for each in nudges], verdict)

    assert {fault.sort for fault in verdict.faults} == ({sort} if sort else set())


@pytest.mark.parametrize(("others", "sort"), [(2, None), (1, UNCALLED)])
def test_a_public_rung_may_be_said_privately_once_two_were_said_in_public_that_day(
    others: int, sort: str | None
) -> None:
    verdict = Verdict()
    elsewhere = [replace(told(f"8:5{n}", CHANNEL), deal=f"Deal 00{n}") for n in range(2, 2 + others)]
    spared = replace(told("9:00", PRIVATE), said=said(at("9:00"), PRIVATE, "Domar"))
    publicly = Publicly(History(ROOMS, []), [*elsewhere, spared], [span("8:55")], {"UOMAR": "omar"})

    Nudging(timeline(calm="23:00"), verdict, at("9:30"), publicly).judge([span("8:55")], [spared], OMAR)

    assert {fault.sort for fault in verdict.faults} == ({sort} if sort else set())
