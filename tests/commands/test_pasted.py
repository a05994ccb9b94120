"""What is pasted in parts is one text, and each problem goes back to the field and line it stands on."""

import pytest

from bot.playbook_texts import Fault
from commands.pasted import MOST_FAULTS, pasted


def test_parts_are_joined_as_typed() -> None:
    given = pasted({"part_1": "a: 1\n  b: 2\n", "part_2": "  c: 3\n", "part_3": "", "other": "x"})

    assert given.text == "a: 1\n  b: 2\n  c: 3"


def test_a_part_that_is_left_out_in_between_changes_no_line() -> None:
    given = pasted({"part_1": "a\nb", "part_3": "c"})

    assert given.parts == (("part_1", 1), ("part_3", 3))


@pytest.mark.parametrize(
    ("line", "name", "said"),
    [
        (1, "part_1", "Line 1: x: no"),
        (3, "part_1", "Line 3: x: no"),
        (4, "part_2", "Line 1: x: no"),
        (6, "part_2", "Line 3: x: no"),
    ],
)
def test_a_problem_stands_under_its_field_with_the_line_counted_there(line: int, name: str, said: str) -> None:
    given = pasted({"part_1": "a\r\nb\r\nc", "part_2": "d\ne\nf"})

    assert given.under_fields([Fault(line, "x", "no")]) == {name: said}


def test_what_is_about_all_of_it_stands_under_the_first_field() -> None:
    assert pasted({}).under_fields([Fault(1, "", "This file is empty.")]) == {"part_1": "Line 1: This file is empty."}


def test_no_field_has_more_problems_than_a_phone_shows() -> None:
    faults = [Fault(number, "x", "no") for number in range(1, 10)]
    given = pasted({"part_1": "\n".join("abcdefghi")})

    under = given.under_fields(faults)["part_1"].split("\n")

    assert len(under) == MOST_FAULTS + 1
    assert under[-1] == "and 3 more"
