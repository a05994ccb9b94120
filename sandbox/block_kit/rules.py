"""What holds between the fields of one object and cannot be said of any field alone."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.block_kit.checks import Check, Report
from sandbox.errors import Json


def exactly_one(*names: str) -> Check:
    def rule(value: Json, path: str, report: Report) -> None:
        if sum(value.get(name) is not None for name in names) != 1:
            report.add(path, f"must have exactly one of {', '.join(names)}", "oneOf", list(names))

    return rule


def at_least_one(*names: str) -> Check:
    def rule(value: Json, path: str, report: Report) -> None:
        # An empty list shows nothing, so it is as good as none.
        if all(value.get(name) in (None, []) for name in names):
            report.add(path, f"missing required field: one of {', '.join(names)}", "anyOf", list(names))

    return rule


def in_order(low: str, high: str) -> Check:
    """Keep the number under `low` from being above the one under `high`; numbers may be written as strings."""

    def rule(value: Json, path: str, report: Report) -> None:
        least, most = as_number(value.get(low)), as_number(value.get(high))
        if least is not None and most is not None and least > most:
            report.add(f"{path}/{low}", f"must not be more than {high}", "maximum", value[high])

    return rule


def only_with(name: str, other: str) -> Check:
    def rule(value: Json, path: str, report: Report) -> None:
        if value.get(name) and not value.get(other):
            report.add(f"{path}/{name}", f"must be used together with {other}", "dependentRequired", [other])

    return rule


def never_with(name: str, other: str) -> Check:
    def rule(value: Json, path: str, report: Report) -> None:
        if value.get(name) and value.get(other):
            report.add(f"{path}/{name}", f"must not be used together with {other}", "not", [other])

    return rule


def initial_is_offered(value: Json, path: str, report: Report) -> None:
    """Take as chosen at first only what is one of the options, in text and value."""
    offered = [_essence(one) for one in options_in(value)]
    for pointer, one in _initial(value, path):
        if isinstance(one, dict) and _essence(one) not in offered:
            report.add(pointer, "must be one of the provided options", "enum", [each[0] for each in offered])


def initial_fits_maximum(value: Json, path: str, report: Report) -> None:
    """Let no more be chosen at first than a person may choose."""
    most = value.get("max_selected_items")
    if isinstance(most, bool) or not isinstance(most, int):
        return
    # Each menu has a name of its own for them: initial_users, initial_channels and so on.
    for name, chosen in value.items():
        if name.startswith("initial_") and isinstance(chosen, list) and len(chosen) > most:
            report.add(f"{path}/{name}", f"no more than {most} items allowed", "maxItems", most)


def numbers_as_declared(value: Json, path: str, report: Report) -> None:
    """Hold numbers to whole ones where decimals are not allowed, and the first one to its bounds."""
    for name in ("initial_value", "min_value", "max_value"):
        given = as_number(value.get(name))
        if given is not None and value.get("is_decimal_allowed") is False and given != given.to_integral_value():
            report.add(f"{path}/{name}", "must match format: integer", "format", "integer")
    in_order("min_value", "initial_value")(value, path, report)
    in_order("initial_value", "max_value")(value, path, report)


def rows_of_one_length(value: Json, path: str, report: Report) -> None:
    rows = value.get("rows")
    if not isinstance(rows, list) or not rows or not isinstance(rows[0], list):
        return
    # The first row names the columns, and so says how many there are.
    for index, row in enumerate(rows[1:], 1):
        if isinstance(row, list) and len(row) != len(rows[0]):
            report.add(f"{path}/rows/{index}", f"must have {len(rows[0])} items", "minItems", len(rows[0]))


def plain_header_row(value: Json, path: str, report: Report) -> None:
    """Keep formatted text out of the first row: it names the columns, by which people sort and filter."""
    rows = value.get("rows")
    header = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else []
    for index, cell in enumerate(header):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            report.add(f"{path}/rows/0/{index}/type", "unsupported type: rich_text", "enum", ["raw_text", "raw_number"])


def as_number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    # Decimals, because 0.1 as a float is not the number that somebody wrote.
    try:
        read = Decimal(str(value))
    except InvalidOperation:
        return None
    # Decimal reads NaN and Infinity too, which are in no order.
    return read if read.is_finite() else None


def options_in(element: Json) -> list[Json]:
    """List all options of an element, those in groups too; what is no option is left out."""
    groups = element.get("option_groups")
    grouped = [one.get("options") for one in groups if isinstance(one, dict)] if isinstance(groups, list) else []
    lists = [one for one in (element.get("options"), *grouped) if isinstance(one, list)]
    return [option for options in lists for option in options if isinstance(option, dict)]


def _initial(value: Json, path: str) -> Iterator[tuple[str, Any]]:
    if value.get("initial_option") is not None:
        yield f"{path}/initial_option", value["initial_option"]
    several = value.get("initial_options")
    for index, one in enumerate(several if isinstance(several, list) else []):
        yield f"{path}/initial_options/{index}", one


def _essence(option: Json) -> tuple[Any, Any]:
    """Reduce an option to what makes it the same as another; Slack adds `emoji` to texts that lack it."""
    text = option.get("text")
    return option.get("value"), text.get("text") if isinstance(text, dict) else None
