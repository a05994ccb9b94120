"""Lines can be given back, and neither a line nor a record grows without end."""

import io

import pytest

from commands.importing.lines import LONGEST_RECORD, PATIENCE, Lines, RecordTooLong


def test_lines_come_one_at_a_time_with_the_number_of_their_records_first() -> None:
    lines = Lines(io.StringIO("a\nb\nc\n"))
    assert [next(lines), next(lines)] == ["a\n", "b\n"]
    assert lines.first == 1

    lines.begin()
    assert next(lines) == "c\n"
    assert (lines.first, lines.taken) == (3, ["c\n"])


def test_a_line_can_be_looked_at_before_it_is_taken() -> None:
    lines = Lines(io.StringIO("a\nb"))

    assert [lines.peek(), lines.peek(), *lines] == ["a\n", "a\n", "a\n", "b"]
    assert Lines(io.StringIO("")).peek() == ""


def test_all_lines_but_the_first_can_be_given_back() -> None:
    lines = Lines(io.StringIO("a\nb\nc\n"))
    assert len(list(lines)) == 3
    lines.give_back()
    lines.begin()

    assert (lines.first, list(lines)) == (2, ["b\n", "c\n"])


def test_a_record_of_many_lines_ends_at_the_limit() -> None:
    lines = Lines(io.StringIO("x" * 999 + "\n" + ("y" * 999 + "\n") * 2_000))

    with pytest.raises(RecordTooLong):
        list(lines)
    assert sum(map(len, lines.taken)) <= LONGEST_RECORD + 1_000


def test_the_rest_of_a_line_that_is_too_long_is_skipped() -> None:
    lines = Lines(io.StringIO("x" * (2 * LONGEST_RECORD + 7) + "\nb\n"))

    with pytest.raises(RecordTooLong):
        next(lines)
    lines.begin()
    assert (lines.first, list(lines)) == (2, ["b\n"])


def test_patience_with_reading_again_comes_to_an_end() -> None:
    half = "y" * (LONGEST_RECORD // 2) + "\n"
    lines = Lines(io.StringIO("x\n" + half))

    times = 0
    while True:
        assert list(lines)[-1] == half
        lines.give_back()
        if len(lines.taken) > 1:
            break
        lines.taken, lines._size = ["x\n"], len("x\n")
        times += 1
    assert PATIENCE // len(half) <= times <= PATIENCE // len(half) + 1
