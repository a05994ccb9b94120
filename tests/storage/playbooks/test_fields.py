"""Each field that is wrong is named by its line, with a sentence that says what would work."""

from collections.abc import Callable

import pytest
from pydantic import BaseModel

from storage.playbooks.problems import Problem
from storage.playbooks.schema import (
    EXAMPLES,
    FunctionFields,
    ItemFields,
    PlaybookFields,
    RungFields,
    RungsFields,
)

Problems = Callable[[str], list[Problem]]
Spoil = Callable[[str, str], list[Problem]]

WRONG = [
    # The head of the file
    ("kind: repair-visit", "kind: Repair Visit", 1, "kind", "lower-case words joined by hyphens"),
    ("kind: repair-visit", f"kind: {'a' * 61}", 1, "kind", "lower-case words joined by hyphens"),
    ("kind: repair-visit\n", "", 1, "kind", "This field is missing; write for example kind: site-installation."),
    ("title: Repair visit", "tittle: Repair visit", 2, "tittle", "did you mean title?"),
    ("title: Repair visit", "title: ''", 2, "title", "This is empty; write for example title: Book the kick-off."),
    ("title: Repair visit", "title: '   '", 2, "title", "This is empty"),
    ("title: Repair visit", f"title: {'x' * 121}", 2, "title", "at most 120 characters fit"),
    ("title: Repair visit", 'title: "a\\nb"', 2, "title", "one line"),
    ("title: Repair visit", 'title: "\\e[31m"', 2, "title", "without control characters"),
    ("title: Repair visit", "zzz: 1\ntitle: Repair visit", 2, "zzz", "There is no field zzz here; use one of: archive"),
    ("fix-{account}-{short}", "fix-{account}", 4, "channel_name", "must end in {short}"),
    ("fix-{account}-{short}", "'{short}-fix'", 4, "channel_name", "must end in {short}"),
    ("fix-{account}-{short}", "'{short}-{short}'", 4, "channel_name", "must end in {short}"),
    ("fix-{account}-{short}", "fix-{acount}-{short}", 4, "channel_name", "{acount} is not known here; use {account}"),
    ("fix-{account}-{short}", "Fix-{short}", 4, "channel_name", "a-z, 0-9, - and _"),
    ("fix-{account}-{short}", "fix {short}", 4, "channel_name", "a-z, 0-9, - and _"),
    ("fix-{account}-{short}", "fix-{{account}}-{short}", 4, "channel_name", "a-z, 0-9, - and _"),
    ("fix-{account}-{short}", "x" * 41 + "{short}", 4, "channel_name", "up to 40"),
    ("500000", "0", 5, "channel_above_minor", "the least is 1"),
    ("500000", "5,000", 5, "channel_above_minor", "A whole number must stand here, not 5,000"),
    ("500000", "5000.5", 5, "channel_above_minor", "5000.5 is not a plain number; write only digits"),
    ("500000", "'500000'", 5, "channel_above_minor", "A whole number must stand here"),
    ("is_private: yes", "is_private: maybe", 6, "is_private", "True or false must stand here, not maybe"),
    ("is_private: yes", "is_private: 1", 6, "is_private", "YAML reads 1 as a number, not as true or false"),
    ('"Good: all here"', "x" * 2001, 7, "welcome", "at most 2000 characters fit"),
    # Functions
    ("{label: Sales, usergroup: sales}", "Sales", 9, "functions.sales", "Fields must stand here, not Sales"),
    ("{label: Sales, usergroup: sales}", "{usergroup: sales}", 9, "functions.sales.label", "missing"),
    ("usergroup: sales", "usergroup: '@sales'", 9, "functions.sales.usergroup", "without @"),
    ("usergroup: sales", "group: sales", 9, "functions.sales.group", "did you mean usergroup?"),
    ("kim@example.com", "kim", 10, "functions.field.email", "such as kim@example.com"),
    ("label: Field crew", f"label: {'x' * 41}", 10, "functions.field.label", "at most 40 characters fit"),
    ("usergroup: sales", "usergroup: sales, takes_turns: often", 9, "functions.sales.takes_turns", "True or false"),
    ("usergroup: sales", "usergroup: sales, crm_field: ''", 9, "functions.sales.crm_field", "This is empty"),
    ("usergroup: sales", "usergroup: sales, crm_field: 7", 9, "functions.sales.crm_field", "crm_field: finance_lead"),
    ("is_private: yes", "private_above_minor: 0", 6, "private_above_minor", "the least is 1"),
    # Items
    (
        "title: Repair visit",
        "archive_after_days: 366\ntitle: Repair visit",
        2,
        "archive_after_days",
        "the most is 365",
    ),
    ("title: Repair visit", "archive_after_days: -1\ntitle: Repair visit", 2, "archive_after_days", "the least is 0"),
    ("title: Repair visit", "otherwise: Lead\ntitle: Repair visit", 2, "otherwise", "Write lead, decide, or what"),
    ("title: Repair visit", "otherwise:\ntitle: Repair visit", 2, "otherwise", "Nothing is written"),
    ("key: parts", "key: Spare parts", 25, "items[2].key", "up to 40 of a-z, 0-9 and _"),
    ("key: parts", "key: 1st", 25, "items[2].key", "starting with a letter"),
    ("key: parts", "key: [parts]", 25, "items[2].key", "Words must stand here, not a list"),
    ("    title: Load the spare parts\n", "", 25, "items[2].title", "missing"),
    ("due: won + 1", "due: won + many", 15, "items[0].due", "such as won + 2 or promised - 5"),
    ("due: won + 1", "due: won + 501", 15, "items[0].due", "At most 500 working days"),
    ("due: won + 1", "due: won + 1234", 15, "items[0].due", "such as won + 2"),
    ("due: won + 1", "due: Won + 1", 15, "items[0].due", "such as won + 2"),
    ("evidence: file", "evidence: fil", 16, "items[0].evidence", "fil is not known here; did you mean file?"),
    ("evidence: file", "evidence: photograph", 16, "items[0].evidence", "use one of: count, date, file, form, link"),
    ("evidence: file", "evidence: count\n    at_least: 0", 17, "items[0].at_least", "the least is 1"),
    ("evidence: file", "evidence: count\n    at_least: 1001", 17, "items[0].at_least", "the most is 1000"),
    (
        "evidence: file",
        "evidence: count\n    at_least: four",
        17,
        "items[0].at_least",
        "A whole number must stand here",
    ),
    ("evidence: file", "evidence: file\n    crm_field: ''", 17, "items[0].crm_field", "This is empty"),
    ("evidence: file", "evidence: form\n    parts: Terms", 17, "items[0].parts", "A list must stand here, not Terms"),
    ("evidence: file", "evidence: form\n    parts: ['']", 17, "items[0].parts[0]", "This is empty"),
    ("waits_for: [scope]", "waits_for: scope", 24, "items[1].waits_for", "A list must stand here, not scope"),
    ("waits_for: [scope]", "waits_for: {scope: 1}", 24, "items[1].waits_for", "A list must stand here, not fields"),
    # Ladder
    ("opens_after_hours: 1.5", "opens_after_hours: -1", 31, "ladder.item_due.opens_after_hours", "the least is 0"),
    ("opens_after_hours: 1.5", "opens_after_hours: 1001", 31, "ladder.item_due.opens_after_hours", "the most is 1000"),
    ("opens_after_hours: 1.5", "opens_after_hours: 4h", 31, "ladder.item_due.opens_after_hours", "A number must stand"),
    ("opens_after_hours: 1.5", "opens_after_hours: 10:30", 31, "ladder.item_due.opens_after_hours", "only digits"),
    ("opens_after_hours: 1.5", "opens_after_hours: .inf", 31, "ladder.item_due.opens_after_hours", "only digits"),
    ("opens_after_hours: 1.5", "opens_after_hours: 010", 31, "ladder.item_due.opens_after_hours", "only digits"),
    ("[holder, lead]", "[holdr, lead]", 33, "ladder.item_due.rungs[0].tell[0]", "did you mean holder?"),
    ("[holder, lead]", "[]", 33, "ladder.item_due.rungs[0].tell", "This is empty"),
    ("[holder, lead]", "holder", 33, "ladder.item_due.rungs[0].tell", "A list must stand here, not holder"),
    ("where: private", "where: privately", 34, "ladder.item_due.rungs[0].where", "did you mean private?"),
    ("where: private", "where: no", 34, "ladder.item_due.rungs[0].where", "YAML reads no as true or false"),
    ("after_hours: 2", "after_hour: 2", 35, "ladder.item_due.rungs[0].after_hour", "did you mean after_hours?"),
    ("opens_after_hours: 1.5", "opens: 1.5", 31, "ladder.item_due.opens", "use one of: opens_after_hours, rungs"),
]


@pytest.mark.parametrize(("old", "new", "line", "field", "words"), WRONG)
def test_a_wrong_field_is_named_with_what_would_work(
    spoil: Spoil, old: str, new: str, line: int, field: str, words: str
) -> None:
    found = {(problem.line, problem.field): problem.message for problem in spoil(old, new)}

    assert words in found[line, field]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("no", "true or false"),
        ("On", "true or false"),
        ("2026-12-01", "a date"),
        ("2026", "a number"),
        ("1.0", "a number"),
        ("12:30", "a number"),
    ],
)
def test_a_word_that_yaml_takes_for_something_else_is_explained(spoil: Spoil, written: str, read_as: str) -> None:
    (problem,) = spoil("title: Repair visit", f"title: {written}")

    assert problem.message == (
        f'YAML reads {written} as {read_as}, not as words; put it in quotes ("{written}") '
        "or write title: Book the kick-off."
    )


def test_a_due_rule_without_an_anchor_gets_an_example_instead_of_quotes(spoil: Spoil) -> None:
    (problem,) = spoil("due: won + 1", "due: 3")

    assert problem.message == "YAML reads 3 as a number, not as words; write for example due: won + 2."


@pytest.mark.parametrize("word", ["title", "welcome", "evidence", "ladder", "is_private"])
def test_a_field_with_nothing_in_it_is_refused_even_where_it_is_optional(
    right: str, problems: Problems, word: str
) -> None:
    lines = [f"{word}:" if line.startswith(f"{word}:") else line for line in right.splitlines()]
    text = "\n".join(lines).replace("evidence: file", "evidence:") if word == "evidence" else "\n".join(lines)
    text = text.partition("ladder:")[0] + "ladder:\n" if word == "ladder" else text

    (problem,) = problems(text)

    assert problem.message.startswith("Nothing is written here; write for example")


@pytest.mark.parametrize("items", ["items: []", "items: {}", "items: none", "items:"])
def test_a_playbook_without_items_is_refused(right: str, problems: Problems, items: str) -> None:
    text = right.partition("items:")[0] + items

    (problem,) = problems(text)

    assert (problem.line, problem.field) == (11, "items")
    assert problem.message.count("- {key: contract, function: sales, title: Attach the contract}") == 1


def test_more_items_than_anybody_can_work_off_are_refused(right: str, problems: Problems) -> None:
    items = "".join(f"  - {{key: i{n}, function: field, title: Do it}}\n" for n in range(101))

    (problem,) = problems(right.partition("items:")[0] + "items:\n" + items)

    assert (problem.field, problem.message) == ("items", "There are too many; at most 100 fit.")


def test_a_sentence_quotes_no_more_than_a_line_and_nothing_a_terminal_obeys(spoil: Spoil) -> None:
    (problem,) = spoil("evidence: file", 'evidence: "\\e[2J' + "x" * 500 + '"')

    assert "\x1b" not in problem.message
    assert "\\u001b[2J" in problem.message
    assert len(problem.message) < 200


@pytest.mark.parametrize("fields", [PlaybookFields, FunctionFields, ItemFields, RungsFields, RungFields])
def test_every_field_has_an_example_for_its_sentence(fields: type[BaseModel]) -> None:
    assert set(fields.model_fields) <= set(EXAMPLES)
