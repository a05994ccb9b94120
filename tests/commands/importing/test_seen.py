"""Keys are counted outside the memory."""

from commands.importing.seen import Seen


def test_a_key_is_counted_and_its_first_line_kept() -> None:
    with Seen() as seen:
        assert [seen.note("a", 2), seen.note("b", 3), seen.note("a", 9)] == [(1, 2), (1, 3), (2, 2)]


def test_two_imports_know_nothing_of_each_other() -> None:
    with Seen() as one, Seen() as other:
        one.note("a", 2)

        assert other.note("a", 5) == (1, 5)
