"""What no field shows on its own: words that nobody defined, circles, gates without a road."""

from collections.abc import Callable

import pytest

from storage.playbooks.problems import Problem

Problems = Callable[[str], list[Problem]]
Spoil = Callable[[str, str], list[Problem]]

APART = [
    (
        "owner_function: field",
        "owner_function: feild",
        3,
        "owner_function",
        "There is no function feild; did you mean field?",
    ),
    (
        "owner_function: field",
        "owner_function: legal",
        3,
        "owner_function",
        "There is no function legal; use one of: field, sales.",
    ),
    (
        "  sales: {label: Sales, usergroup: sales}",
        "  sales: {label: Sales, usergroup: sales}\n  Back-office: {label: Office}",
        10,
        "functions.Back-office",
        "A function's key is up to 40 of a-z, 0-9 and _, starting with a letter, such as field_crew.",
    ),
    (
        "email: kim@example.com",
        "email: kim@example.com, usergroup: crew",
        10,
        "functions.field.email",
        "The lead comes from usergroup or from email; keep one of them.",
    ),
    (
        "email: kim@example.com",
        "email: kim@example.com, takes_turns: true",
        10,
        "functions.field.takes_turns",
        "Only a group can take turns; give this function a usergroup, or leave the line out.",
    ),
    ("function: sales", "function: sale", 13, "items[0].function", "There is no function sale; did you mean sales?"),
    (
        "accepted_by: field",
        "accepted_by: fields",
        17,
        "items[0].accepted_by",
        "There is no function fields; did you mean field?",
    ),
    (
        "accepted_by: field",
        "accepted_by: sales",
        17,
        "items[0].accepted_by",
        "The function that does this cannot also receive it; name another one, or leave the line out.",
    ),
    (
        "evidence: file",
        "evidence: none\n    may_be_none: true",
        17,
        "items[0].may_be_none",
        "There is no evidence that could be none; write what it is, such as evidence: text.",
    ),
    (
        "evidence: file",
        "evidence: file\n    at_least: 4",
        17,
        "items[0].at_least",
        "This goes with a count only; write evidence: count.",
    ),
    (
        "    due: visit - 1",
        "    due: won\n    crm_field: parts",
        29,
        "items[2].crm_field",
        "There is no evidence to take from the CRM; write what it is, such as evidence: date.",
    ),
    (
        "    evidence: date",
        "    evidence: date\n    crm_field: visit_date",
        24,
        "items[1].crm_field",
        "What waits for other items is ended by people; leave out this line, or the waiting.",
    ),
    (
        "    due: visit - 1",
        "    due: visit + 1\n    evidence: text\n    crm_field: parts",
        30,
        "items[2].crm_field",
        "What waits for other items is ended by people; leave out this line, or the waiting.",
    ),
    (
        "evidence: date",
        "evidence: date\n    parts: [Terms]",
        24,
        "items[1].parts",
        "This goes with a form only; write evidence: form.",
    ),
    (
        "    due: visit - 1",
        "    due: visit - 1\n    at_least: 2",
        29,
        "items[2].at_least",
        "This goes with a count only; write evidence: count.",
    ),
    (
        "items:",
        "facts: [{key: url, label: the link}, {key: url, label: it}]\nitems:",
        11,
        "facts[1].key",
        "facts[0] asks for url already; keep one of them.",
    ),
    (
        "items:",
        "facts: [{key: site, label: the site, function: feild}]\nitems:",
        11,
        "facts[0].function",
        "There is no function feild; did you mean field?",
    ),
    (
        "items:",
        "facts: [{key: site, label: the site, due: visit + 1}]\nitems:",
        11,
        "facts[0].due",
        "A fact is due by a date that is known, such as won + 1.",
    ),
    (
        "items:",
        "facts: [{key: site, label: the site, due: won - 1}]\nitems:",
        11,
        "facts[0].due",
        "This lies before the deal was won; count forward from it, such as won + 1.",
    ),
    (
        "items:",
        "facts: [{key: amount, label: the amount, evidence: text}]\nitems:",
        11,
        "facts[0].evidence",
        "amount has a field of its own in what every CRM says; leave out this line.",
    ),
    ("key: parts", "key: won", 25, "items[2].key", "won is what due rules count from; give the item another key."),
    ("key: parts", "key: visit", 25, "items[2].key", "items[1] has the key visit already; give each item its own."),
    (
        "due: won + 1",
        "due: won - 1",
        15,
        "items[0].due",
        "This lies before the deal was won; count forward from it, such as won + 1.",
    ),
    (
        "due: visit - 1",
        "due: vist - 1",
        28,
        "items[2].due",
        "There is nothing called vist to count from; did you mean visit?",
    ),
    (
        "due: promised - 5",
        "due: promise - 5",
        22,
        "items[1].due",
        "There is nothing called promise to count from; did you mean promised?",
    ),
    (
        "evidence: date",
        "evidence: text",
        28,
        "items[2].due",
        "Only a date can be counted back from; give the item visit the line evidence: date.",
    ),
    (
        "due: visit - 1",
        "waits_for: [vist]",
        28,
        "items[2].waits_for[0]",
        "There is no item vist to wait for; did you mean visit?",
    ),
    (
        "due: visit - 1",
        "waits_for: [visit, visit]",
        28,
        "items[2].waits_for[1]",
        "visit is in this list twice; keep it once.",
    ),
    (
        "due: visit - 1",
        "is_gate: true",
        28,
        "items[2].is_gate",
        "Nothing waits for this gate; add waits_for: [parts] to the item it holds back.",
    ),
    ("  item_due:", "  item_duo:", 30, "ladder.item_duo", "There is no lapse item_duo; did you mean item_due?"),
    (
        "where: private",
        "where: channel",
        34,
        "ladder.item_due.rungs[0].where",
        "The first word about a step or an item is private; write where: private.",
    ),
]


@pytest.mark.parametrize(("old", "new", "line", "field", "message"), APART)
def test_parts_that_disagree_are_named(spoil: Spoil, old: str, new: str, line: int, field: str, message: str) -> None:
    assert spoil(old, new) == [Problem("repair.yaml", line, field, message)]


@pytest.mark.parametrize("kind", ["owner_not_accepted", "nothing_dated", "item_overdue"])
def test_leadership_is_never_the_first_to_hear(spoil: Spoil, right: str, problems: Problems, kind: str) -> None:
    text = right.replace("item_due:", f"{kind}:").replace("where: private", "where: leadership")

    (problem,) = problems(text)

    assert problem.message == "Leadership never hears before the person; start with where: private or channel."


def test_an_overdue_item_may_be_named_in_the_channel_because_its_due_day_was_said_privately(
    right: str, problems: Problems
) -> None:
    assert problems(right.replace("item_due:", "item_overdue:").replace("where: private", "where: channel")) == []


def test_an_item_that_waits_for_itself_is_a_circle(spoil: Spoil) -> None:
    (problem,) = spoil("due: visit - 1", "waits_for: [parts]")

    assert problem.field == "items[2].waits_for"
    assert problem.message == "These items wait for each other: parts → parts; take one of them out."


def test_a_circle_of_waiting_is_shown_as_the_way_around(spoil: Spoil) -> None:
    (problem,) = spoil("due: won + 1", "waits_for: [visit]")

    assert problem.message == "These items wait for each other: scope → visit → scope; take one of them out."


def test_a_circle_of_due_rules_is_shown_as_the_way_around(spoil: Spoil) -> None:
    (problem,) = spoil("due: promised - 5", "due: parts + 5")

    assert problem.message == "These due rules count from each other: visit → parts → visit; take one of them out."


def test_an_item_that_counts_from_one_that_waits_for_it_would_never_get_a_date(spoil: Spoil) -> None:
    (problem,) = spoil("due: won + 1", "due: visit + 1")

    assert (problem.line, problem.field) == (15, "items[0].due")
    assert (
        problem.message
        == "These items wait for and count from each other: scope → visit → scope; take one of them out."
    )


def test_an_owner_by_amount_is_a_function_of_the_file(right: str, problems: Problems) -> None:
    text = f"{right}\nowner_by_amount:\n  - {{above_minor: 5, function: sails}}\n"

    (found,) = problems(text)

    assert found.field == "owner_by_amount[0].function"
    assert found.message == "There is no function sails; did you mean sales?"


def test_a_broken_item_can_still_be_waited_for(spoil: Spoil) -> None:
    found = spoil("title: Attach the signed scope", "titel: Attach the signed scope")

    assert {problem.field for problem in found} == {"items[0].titel", "items[0].title"}


def test_a_missing_table_of_functions_is_the_one_thing_said(right: str, problems: Problems) -> None:
    text = "\n".join(line for line in right.splitlines() if not line.startswith(("functions", "  sales", "  field")))

    (problem,) = problems(text)

    assert (problem.field, problem.message[:21]) == ("functions", "This field is missing")


def test_a_misspelt_kind_of_evidence_is_not_also_blamed_on_who_counts_from_it(spoil: Spoil) -> None:
    (problem,) = spoil("evidence: date", "evidence: dat")

    assert problem.field == "items[1].evidence"


def test_a_misspelt_word_to_wait_for_is_not_also_blamed_on_the_gate(spoil: Spoil) -> None:
    (problem,) = spoil("waits_for: [scope]", "waits_for: [skope]")

    assert problem.message == "There is no item skope to wait for; did you mean scope?"


def test_an_item_cannot_wait_for_the_won_deal(spoil: Spoil) -> None:
    (problem,) = spoil("due: visit - 1", "waits_for: [won]")

    assert problem.message == "There is no item won to wait for; use one of: scope, visit."


def test_a_gate_may_hold_back_several_items(spoil: Spoil) -> None:
    assert spoil("due: visit - 1", "due: visit - 1\n    waits_for: [scope, visit]") == []


def test_counting_forward_needs_no_date_as_evidence(right: str, problems: Problems) -> None:
    assert problems(right.replace("evidence: date", "evidence: text").replace("visit - 1", "visit + 1")) == []
