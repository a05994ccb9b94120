"""Digests are held against who was needed: one a day, not before its hour, none for nobody."""

from dataclasses import replace
from math import inf

import pytest

from tests.soak.digesting import Digests
from tests.soak.history import History, Said
from tests.soak.making import IDS, ROOMS, at, said, timeline
from tests.soak.needing import Need
from tests.soak.reading import Told, understood
from tests.soak.town import TEAM
from tests.soak.verdict import Verdict

MORNING = said(at("7:31", 1), "1 thing needs you, Tue 1 Dec 2026", "Dana")
FOR_THE_TEAM = said(at("8:01", 1), "What needs somebody, Tue 1 Dec 2026", "C2")
ALWAYS = Need("ana", at("9:00"), at("9:00"), inf, inf)
PERHAPS = Need("ana", at("9:00"), inf, at("9:00"), inf)


def read(one: Said) -> Told:
    return understood(one, next(room for room in ROOMS if room.id == one.channel), {}, {})


def faults(
    *given: Said | Need, unrested: tuple[float, ...] = (), failed: tuple[tuple[str, float], ...] = ()
) -> list[str]:
    """Judge these digests and needs; return what is wrong, in two words each."""
    digests = [each for each in given if isinstance(each, Said)]
    verdict = Verdict()
    history = History(ROOMS, digests, failed=failed)
    judge = Digests(history, timeline(), unrested, IDS, verdict)
    needs = [each for each in given if isinstance(each, Need)]
    judge.judge([read(each) for each in digests], needs, end=at("23:30", 1))
    return [f"{each.sort} {each.what}" for each in verdict.faults]


@pytest.mark.parametrize("need", [ALWAYS, PERHAPS])
def test_one_for_somebody_who_is_needed_is_right(need: Need) -> None:
    assert faults(MORNING, need) == []


def test_none_is_right_where_nobody_is_surely_needed() -> None:
    assert faults() == faults(PERHAPS) == []


@pytest.mark.parametrize(
    "need",
    [
        pytest.param(replace(ALWAYS, is_sure_from=at("7:40", 1)), id="needed only after its hour"),
        pytest.param(replace(ALWAYS, is_sure_until=at("7:35", 1)), id="not needed any more when it is made"),
    ],
)
def test_none_is_right_where_the_need_and_the_hour_may_have_missed_each_other(need: Need) -> None:
    assert faults(need) == []


def test_one_that_is_missing_is_lost() -> None:
    assert faults(ALWAYS) == ["lost digest for ana on 2026-12-01"]


def test_the_team_is_told_of_its_own() -> None:
    team = replace(ALWAYS, who=TEAM)

    assert faults(FOR_THE_TEAM, team) == []
    assert faults(team) == ["lost digest for delivery-team on 2026-12-01"]


def test_one_that_is_missing_is_excused_where_slack_was_in_doubt_about_a_word_to_the_same_reader() -> None:
    assert faults(ALWAYS, failed=(("Dana", at("7:32", 1)),)) == []
    assert faults(ALWAYS, failed=(("Domar", at("7:32", 1)),)) != []
    assert faults(ALWAYS, failed=(("Dana", at("12:00")),)) != []


def test_one_that_is_missing_is_excused_where_the_night_came_before_all_was_said() -> None:
    assert faults(ALWAYS, unrested=(at("18:30", 1),)) == []
    assert faults(ALWAYS, unrested=(at("18:30"),)) != []


def test_two_on_one_day_are_double() -> None:
    again = replace(MORNING, ts=at("9:00", 1), at=at("9:00", 1), mark="another")

    assert faults(MORNING, again, ALWAYS) == ["double digest for ana on 2026-12-01"]


def test_one_for_somebody_whom_nothing_needs_is_uncalled_for() -> None:
    over = replace(ALWAYS, is_sure_until=at("10:00"), ends=at("10:00"))

    assert faults(MORNING) == faults(MORNING, over) == ["uncalled digest for ana on 2026-12-01"]


def test_one_before_its_hour_is_early() -> None:
    assert faults(replace(MORNING, at=at("7:10", 1)), ALWAYS) == ["early digest for ana on 2026-12-01"]


def test_one_on_a_day_off_is_uncalled_for() -> None:
    saturday = replace(MORNING, ts=MORNING.ts + 4 * 86_400, at=MORNING.at + 4 * 86_400)

    assert faults(saturday, MORNING, ALWAYS) == ["uncalled a digest for ana on a day off"]


def test_one_that_is_missing_on_a_day_on_which_nobody_served_is_not_lost() -> None:
    away = timeline()
    away.lives = [(0.0, 1), (away.real(at("18:00")), 0), (away.real(at("19:00", 1)), 1)]
    verdict = Verdict()

    Digests(History(ROOMS, []), away, (), IDS, verdict).judge([], [ALWAYS], end=at("23:30", 1))

    assert verdict.faults == []
