"""YAML that bites: each surprise is a sentence with its line, and nothing grows without bound."""

from collections.abc import Callable

import pytest

from storage.playbooks.problems import Problem
from storage.playbooks.tree import MAX_DEPTH, MAX_NODES

Problems = Callable[[str], list[Problem]]

BROKEN = [
    ("", 1, "This file is empty"),
    ("\n\n# only words\n", 1, "This file is empty"),
    ("---\n", 1, "This file is empty"),
    ("just words", 1, "A playbook consists of fields"),
    ("\n- a\n- b\n", 2, "A playbook consists of fields"),
    ("no", 1, "A playbook consists of fields"),
    ("kind: a\n\ttitle: b\n", 2, "A tab stands here"),
    ("kind: a\nitems:\n\t- key: b\n", 3, "A tab stands here"),
    ("kind: a\ntitle: Kick-off: held\n", 2, "A colon is read as the start of a field"),
    ("kind: a\ntitle\nitems: []\n", 3, "A field needs a colon"),
    ('kind: a\ntitle: "Kick-off held\n', 3, "A quote that was opened is never closed"),
    ("kind: a\ntitle: 'Kick-off held\n", 3, "A quote that was opened is never closed"),
    ('kind: a\ntitle: "a\\qb"\n', 2, "use single quotes"),
    ("kind: a\n---\nkind: b\n", 2, "A second document starts here"),
    ("items:\n  - key: a\n    title: b\n   due: won\n", 4, "The indentation does not match"),
    ("kind: a\nfunctions: {sales: {label: Sales}\nitems: []\n", 3, "Fields in braces"),
    ("kind: a\nitems: [a, b\ntitle: c\n", 3, "A list in brackets"),
    ("kind: a\ntitle: @field\n", 2, "This character has a meaning in YAML"),
    ("kind: a\ntitle: `b`\n", 2, "This character has a meaning in YAML"),
    ("kind: a\ntitle: *b\n", 2, "Aliases (*name) are not understood"),
    ("kind: a\ntitle: & b\n", 2, "A name must follow & or *"),
    ("kind: a\ntitle: b\x07c\n", 2, "a character here that cannot be printed"),
    ("kind: a\ntitle: b\x00\n", 2, "a character here that cannot be printed"),
    ("%FOO\nkind: a\n", 2, "This is not YAML"),
]


@pytest.mark.parametrize(("text", "line", "words"), BROKEN)
def test_broken_yaml_is_explained_with_its_line(problems: Problems, text: str, line: int, words: str) -> None:
    (problem,) = problems(text)

    assert words in problem.message
    assert (problem.line, problem.field) == (line, "")


def test_a_field_written_twice_is_refused_with_both_lines(right: str, problems: Problems) -> None:
    (problem,) = problems(right + "kind: another\n")

    assert (problem.line, problem.field) == (37, "kind")
    assert problem.message == "kind is written twice here, first on line 1; keep one of them."


def test_a_field_written_twice_inside_an_item_is_refused(right: str, problems: Problems) -> None:
    (problem,) = problems(right.replace("    due: won + 1\n", "    due: won + 1\n    due: won + 2\n"))

    assert (problem.line, problem.field) == (16, "items[0].due")


def test_a_page_of_aliases_does_not_grow(problems: Problems) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]

    (problem,) = problems("\n".join(rows))

    assert problem.message == "Aliases (*name) are not understood here; write the words out."


def test_a_list_that_holds_itself_is_refused(problems: Problems) -> None:
    (problem,) = problems("items: &all\n  - *all\n")

    assert problem.line == 2


def test_merging_fields_is_refused_where_it_stands(right: str, problems: Problems) -> None:
    (problem,) = problems(right.replace("    due: won + 1\n", "    <<: {due: won + 1}\n"))

    assert (problem.line, problem.field) == (15, "items[0]")
    assert problem.message == "Merging (<<) is not understood here; write the fields out."


@pytest.mark.parametrize("name", ["[a, b]", "{a: b}"])
def test_the_name_of_a_field_must_be_a_word(right: str, problems: Problems, name: str) -> None:
    (problem,) = problems(right + f"? {name}\n: value\n")

    assert (problem.line, problem.message[:42]) == (37, "The name of a field must be one word, not ")


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.getcwd []", "!!python/name:os.getcwd ''", "!secret x"])
def test_a_tag_builds_nothing_and_is_refused(right: str, problems: Problems, tag: str) -> None:
    (problem,) = problems(right.replace("title: Repair visit", f"title: {tag}"))

    assert problem.field == "title"
    assert "not as words" in problem.message


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_is_bounded(problems: Problems, opening: str) -> None:
    (problem,) = problems(opening * 50_000)

    assert problem.message == f"This is nested more than {MAX_DEPTH} levels deep; a playbook needs 6 at most."


def test_the_number_of_values_is_bounded(problems: Problems) -> None:
    (problem,) = problems("items:\n" + "- a\n" * (MAX_NODES + 1))

    assert problem.message.startswith("This file holds more than 20,000 values")
    assert problem.line > MAX_NODES - 5


def test_a_text_above_one_mebibyte_is_refused_unread(problems: Problems) -> None:
    (problem,) = problems("#" * (1024 * 1024 + 1))

    assert "larger than 1 MiB" in problem.message


def test_a_number_of_five_thousand_digits_is_refused(right: str, problems: Problems) -> None:
    (problem,) = problems(right.replace("500000", "9" * 5000))

    assert problem.field == "channel_above_minor"
    assert "not a plain number" in problem.message


def test_words_in_quotes_are_words_whatever_they_look_like(right: str, problems: Problems) -> None:
    for word in ("no", "2026-12-01", "1", "~", "=", "<<"):
        assert problems(right.replace("title: Repair visit", f"title: '{word}'")) == []


def test_a_text_folded_over_lines_is_one_paragraph(right: str, problems: Problems) -> None:
    assert problems(right.replace('"Good: all here"', ">-\n  Good: all\n  here")) == []


def test_windows_line_ends_keep_the_count_of_lines(right: str, problems: Problems) -> None:
    (problem,) = problems(right.replace("due: won + 1", "due: soon + 1").replace("\n", "\r\n"))

    assert problem.line == 15
