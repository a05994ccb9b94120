"""Problems are told in order, in a line each, with a word that would have worked."""

import pytest

from storage.playbooks.problems import BadPlaybook, Problem, quotable, suggest


def test_problems_stand_by_file_and_line() -> None:
    bad = BadPlaybook([Problem("b", 1, "", "x"), Problem("a", 10, "", "y"), Problem("a", 9, "", "z")])

    assert [problem.message for problem in bad.problems] == ["z", "y", "x"]


def test_problems_of_one_line_keep_the_order_they_were_found_in() -> None:
    bad = BadPlaybook([Problem("a", 1, "second", "x"), Problem("a", 1, "first", "y")])

    assert [problem.field for problem in bad.problems] == ["second", "first"]


def test_a_problem_of_the_whole_file_names_no_field() -> None:
    assert str(Problem("a.yaml", 1, "", "It is empty.")) == "a.yaml:1: It is empty."


def test_a_file_name_cannot_drive_a_terminal_and_is_never_cut() -> None:
    said = str(Problem("a" * 200 + "\x1b[2J", 1, "", "x"))

    assert said == "a" * 200 + "\\u001b[2J:1: x"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("feild", "did you mean field?"),
        ("FIELD", "did you mean field?"),
        ("zzz", "use one of: field, sales."),
        ("", "use one of: field, sales."),
    ],
)
def test_the_nearest_word_is_suggested_or_all_are_named(word: str, said: str) -> None:
    assert suggest(word, ["sales", "field"]) == said


def test_nothing_is_suggested_where_there_is_nothing() -> None:
    assert suggest("a", []) == "there is none to choose from."


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Käynti 👷", "Käynti 👷"), ("a\tb", "a\\u0009b"), ("\u202egnp", "\\u202egnp"), ("x" * 61, "x" * 60 + "…")],
)
def test_a_quote_is_short_and_harmless(text: str, shown: str) -> None:
    assert quotable(text) == shown
