"""The vocabulary of the rules: each check says what is wrong, where, and what was expected."""

from typing import Any

import pytest

from sandbox.block_kit.checks import (
    Check,
    Report,
    Shape,
    anything,
    by_type,
    flag,
    many,
    number,
    one_of,
    or_null,
    positive,
    string,
    whole,
    written_as,
)
from sandbox.block_kit.rules import as_number, at_least_one, exactly_one, in_order, never_with, only_with

SHOUTED = written_as("capitals", str.isupper, 3)


def told(check: Check, value: Any) -> list[tuple[str, str, Any]]:
    report = Report()
    check(value, "/here", report)
    return [(fault.message, fault.constraint, fault.expected) for fault in report.faults]


@pytest.mark.parametrize(
    ("check", "value"),
    [
        (anything, object()),
        (string(), ""),
        (string(3, 1), "abc"),
        (SHOUTED, "ABC"),
        (flag, False),
        (number, -1.5),
        (positive, 0.1),
        (whole(0), 10**20),
        (whole(1, 3), 3),
        (one_of("a", "b"), "b"),
        (many(flag, 2), [True, False]),
        (many(flag, least=0), []),
        (or_null(flag), None),
        (or_null(flag), True),
    ],
)
def test_what_fits_is_not_mentioned(check: Check, value: Any) -> None:
    assert told(check, value) == []


@pytest.mark.parametrize(
    ("check", "value", "fault"),
    [
        (string(), 7, ("must provide a string", "type", "string")),
        (string(3), "abcd", ("must be less than 4 characters", "maxLength", 3)),
        (string(least=1), "", ("must be more than 0 characters", "minLength", 1)),
        (SHOUTED, "abc", ("must match format: capitals", "format", "capitals")),
        (SHOUTED, "ABCD", ("must be less than 4 characters", "maxLength", 3)),
        (SHOUTED, None, ("must provide a string", "type", "string")),
        (flag, 1, ("must provide a boolean", "type", "boolean")),
        (number, "1", ("must provide a number", "type", "number")),
        (number, True, ("must provide a number", "type", "number")),
        (positive, 0, ("must be more than 0", "exclusiveMinimum", 0)),
        (positive, "1", ("must provide a number", "type", "number")),
        (whole(0), 1.0, ("must provide an integer", "type", "integer")),
        (whole(0), True, ("must provide an integer", "type", "integer")),
        (whole(1, 3), 0, ("must be more than 0", "minimum", 1)),
        (whole(1, 3), 4, ("must be less than 4", "maximum", 3)),
        (one_of("a"), "b", ("must be a valid enum value", "enum", ["a"])),
        (one_of("a"), ["a"], ("must be a valid enum value", "enum", ["a"])),
        (many(flag), {}, ("must provide an array", "type", "array")),
        (many(flag, 1), [True, True], ("no more than 1 items allowed", "maxItems", 1)),
        (many(flag), [], ("no fewer than 1 items allowed", "minItems", 1)),
        (or_null(flag), 0, ("must provide a boolean", "type", "boolean")),
        (Shape({}), [], ("must provide an object", "type", "object")),
        (Shape({"a": flag}, ("a",)), {}, ("missing required field: a", "required", ["a"])),
        (Shape({"a": flag}), {"b": 1}, ("invalid additional property: b", "additionalProperties", ["a"])),
        (by_type({}), "x", ("must provide an object", "type", "object")),
        (by_type({"a": anything}), {}, ("missing required field: type", "required", ["type"])),
        (by_type({"a": anything, "b": anything}, ("b",)), {"type": "a"}, ("unsupported type: a", "enum", ["b"])),
        (by_type({"a": anything}), {"type": {}}, ("unsupported type: {}", "enum", ["a"])),
    ],
)
def test_what_does_not_fit_is_told_with_what_was_expected(
    check: Check, value: Any, fault: tuple[str, str, Any]
) -> None:
    assert told(check, value) == [fault]


def test_each_item_and_field_has_a_pointer_of_its_own() -> None:
    report = Report()

    Shape({"rows": many(many(flag)), "name": string()})({"name": 1, "rows": [[True], [1, True, 2]]}, "", report)

    assert [fault.pointer for fault in report.faults] == ["/name", "/rows/1/0", "/rows/1/2"]


def test_a_report_is_read_along_the_payload_and_keeps_the_order_of_one_place() -> None:
    report = Report()
    for path in ("/b/10", "/a", "", "/b/2", "/b"):
        report.add(path, f"at {path}", "type")
    report.add("/a", "again", "type")

    report.put_in_order({"b": list(range(11)), "a": 1})

    assert [fault.message for fault in report.faults] == ["at ", "at /b", "at /b/2", "at /b/10", "at /a", "again"]


@pytest.mark.parametrize(
    ("rule", "fits", "fails", "pointer"),
    [
        (exactly_one("a", "b"), [{"a": 1}, {"b": 0, "a": None}], [{}, {"a": 1, "b": 2}], ""),
        (at_least_one("a", "b"), [{"a": 1}, {"a": 1, "b": 2}, {"b": False}], [{}, {"a": [], "b": None}], ""),
        (in_order("a", "b"), [{"a": 1, "b": 1}, {"a": 9}, {"a": "x", "b": 0}, {}], [{"a": "2", "b": "1.5"}], "/a"),
        (only_with("a", "b"), [{}, {"a": False}, {"a": True, "b": True}], [{"a": True}, {"a": 1, "b": False}], "/a"),
        (never_with("a", "b"), [{}, {"a": True}, {"a": True, "b": False}], [{"a": True, "b": True}], "/a"),
    ],
)
def test_a_rule_holds_between_fields(rule: Check, fits: list[Any], fails: list[Any], pointer: str) -> None:
    for value in (*fits, *fails):
        report = Report()
        rule(value, "/here", report)
        assert [fault.pointer for fault in report.faults] == ([f"/here{pointer}"] if value in fails else [])


@pytest.mark.parametrize(
    ("value", "read"),
    [(1, "1"), ("0.10", "0.10"), (-2.5, "-2.5"), ("x", None), (True, None), (None, None), ("NaN", None), ([1], None)],
)
def test_a_number_is_read_as_it_was_written(value: Any, read: str | None) -> None:
    found = as_number(value)

    assert (None if found is None else str(found)) == read
