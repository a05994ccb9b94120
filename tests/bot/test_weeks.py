"""A working week as people write it, and sentences for one that nobody can work."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Week
from bot.refusals import NoSuchWeek
from bot.weeks import as_typed, read_week

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


@pytest.mark.parametrize(
    ("text", "days", "opens", "closes"),
    [
        ("mon-fri 9-17", {MON, TUE, WED, THU, FRI}, time(9), time(17)),
        ("Mon\u2013Fri 9:00\u201317:30", {MON, TUE, WED, THU, FRI}, time(9), time(17, 30)),
        ("9-17", {MON, TUE, WED, THU, FRI}, time(9), time(17)),
        ("mon-wed, fri 8.30-16", {MON, TUE, WED, FRI}, time(8, 30), time(16)),
        ("monday tuesday and thursday 10-18", {MON, TUE, THU}, time(10), time(18)),
        ("sun-thu 9-17", {SUN, MON, TUE, WED, THU}, time(9), time(17)),
        ("sat 0-23:59", {SAT}, time(0), time(23, 59)),
        ("9am-5pm mon-fri", {MON, TUE, WED, THU, FRI}, time(9), time(17)),
        ("12am to 12pm", {MON, TUE, WED, THU, FRI}, time(0), time(12)),
        ("ma-pe 9-17".replace("ma-pe", "maanantai-perjantai"), {MON, TUE, WED, THU, FRI}, time(9), time(17)),
    ],
)
def test_a_week_is_read_as_it_is_written(text: str, days: set[int], opens: time, closes: time) -> None:
    assert read_week(text) == Week(frozenset(days), opens, closes)


@pytest.mark.parametrize(
    ("week", "text"),
    [
        (Week(), "mon-fri 9-17"),
        (Week(frozenset({MON, WED, FRI, SAT}), time(7, 30), time(16)), "mon wed fri-sat 7:30-16"),
        (Week(frozenset(range(7)), time(0), time(23, 59)), "mon-sun 0-23:59"),
    ],
)
def test_a_week_is_written_as_people_type_it(week: Week, text: str) -> None:
    assert as_typed(week) == text


@given(
    st.frozensets(st.integers(MON, SUN), min_size=1),
    st.lists(
        st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)), min_size=2, max_size=2, unique=True
    ),
)
def test_what_is_written_reads_as_the_same_week(days: frozenset[int], hours: list[time]) -> None:
    week = Week(days, min(hours), max(hours))

    assert read_week(as_typed(week)) == week


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mon-fri 17-9", "Work cannot begin at 17:00 and end at 09:00"),
        ("mon-fri 9-9", "Work cannot begin at 09:00 and end at 09:00"),
        ("mon-fri 9-25", "No clock shows 25:00"),
        ("mon-fri 9-17:60", "No clock shows 17:60"),
        ("mon-fri", "is no working week that I understand"),
        ("never 9-17", "“never 9-17” is no working week"),
        ("mon-fri 9-17 maybe", "is no working week that I understand"),
        ("mon fr- 9-17", "is no working week that I understand"),
        ("", "A working week is missing."),
        ("x" * 5000, "is no working week that I understand"),
    ],
)
def test_a_week_that_cannot_be_meant_is_refused_in_a_sentence(text: str, why: str) -> None:
    with pytest.raises(NoSuchWeek) as refused:
        read_week(text)

    assert why in refused.value.why
    assert len(refused.value.why) < 200
