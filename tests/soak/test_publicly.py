"""Nobody is asked in public more than twice on a day, whatever the deals are."""

from dataclasses import replace

import pytest

from tests.soak.effects import NEVER, When
from tests.soak.history import History
from tests.soak.making import DEAL, HOME, ROOMS, at, said
from tests.soak.publicly import Publicly
from tests.soak.reading import Told
from tests.soak.spans import Span
from tests.soak.town import CHANNEL, DECISION, LEADERS, PRIVATE, Rung
from tests.soak.verdict import PESTERED, Verdict

NAMES = {"UOMAR": "omar"}


def asked(clock: str, day: int = 30, *, where: str = CHANNEL, room: str = HOME, kind: str = "step_overdue") -> Told:
    return Told(kind, DEAL, "", "UOMAR", where, said(at(clock, day), clock, room))


def lapse(ends: When, *, who: str = "omar", where: str = CHANNEL) -> Span:
    return Span(DEAL, "step_overdue", "", who, When(at("8:00"), at("8:00")), ends, (Rung(where),))


@pytest.mark.parametrize(
    ("told", "blamed"),
    [
        pytest.param([asked("9:00"), asked("10:00")], 0, id="twice"),
        pytest.param([asked("9:00"), asked("10:00"), asked("11:00")], 1, id="a third time"),
        pytest.param([asked("9:00"), asked("10:00", where=DECISION), asked("11:00")], 1, id="a decision counts"),
        pytest.param([asked("9:00"), asked("10:00"), asked("11:00", room="Domar")], 0, id="in private it does not"),
        pytest.param([asked("9:00"), asked("10:00"), asked("11:00", where=LEADERS)], 0, id="nor among leaders"),
        pytest.param([asked("9:00"), asked("10:00"), asked("11:00", kind="offer")], 0, id="nor what is no nudge"),
        pytest.param([asked(f"{n}:00", 1) for n in (9, 10, 11)], 1, id="the next day"),
        pytest.param([asked("9:00"), *(asked(f"{n}:00", 1) for n in (9, 10, 11))], 0, id="counted in the evening"),
        pytest.param([asked("9:00"), *(asked(f"{n}:00", 1) for n in (9, 10, 11, 12))], 1, id="or once too often"),
    ],
)
def test_a_day_has_two(told: list[Told], blamed: int) -> None:
    verdict = Verdict()

    Publicly(History(ROOMS, []), told, [], NAMES).judge(verdict)

    assert [fault.sort for fault in verdict.faults] == [PESTERED] * blamed


OVER = When(at("9:30"), at("9:31"))


@pytest.mark.parametrize(
    ("public", "lapses", "may"),
    [
        pytest.param([asked("9:00"), asked("10:00")], [], True, id="two were said"),
        pytest.param([asked("9:00")], [], False, id="one was said"),
        pytest.param([asked("9:00")], [lapse(OVER)], True, id="one was said, and one may have been settled"),
        pytest.param([asked("9:00")], [lapse(OVER, who="ana")], False, id="settled for somebody else"),
        pytest.param([asked("9:00")], [lapse(OVER, who="ana", where=DECISION)], True, id="which they might decide"),
        pytest.param([asked("9:00")], [lapse(NEVER)], False, id="not settled"),
        pytest.param([asked("9:00")], [lapse(OVER, where=PRIVATE)], False, id="nothing public about it"),
    ],
)
def test_what_is_asked_in_private_instead_has_a_reason(public: list[Told], lapses: list[Span], may: bool) -> None:
    spared = asked("11:00", where=PRIVATE, room="Domar")

    assert Publicly(History(ROOMS, []), [*public, spared], lapses, NAMES).may_be_spared(spared) is may


def test_what_was_counted_in_the_evening_is_asked_in_private_the_next_morning() -> None:
    evening = [asked("15:00"), asked("16:00")]
    spared = replace(asked("7:30", 1), where=PRIVATE)

    assert Publicly(History(ROOMS, []), evening, [], NAMES).may_be_spared(spared)
