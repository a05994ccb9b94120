"""What people put into elements: from plain values to Slack's state, and what a form refuses before it is sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox import limits
from sandbox.block_kit.find import interactive_elements
from sandbox.errors import Json, Refused

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"\d{2}:\d{2}")


@dataclass(frozen=True)
class Holds:
    """Under which name an element's state stands, under which the app gives a first value, and of what kind it is."""

    state: str
    initial: str
    kind: str = "plain"


HOLDS: Mapping[str, Holds] = {
    "plain_text_input": Holds("value", "initial_value"),
    "email_text_input": Holds("value", "initial_value"),
    "url_text_input": Holds("value", "initial_value"),
    "number_input": Holds("value", "initial_value"),
    "rich_text_input": Holds("rich_text_value", "initial_value"),
    "static_select": Holds("selected_option", "initial_option", "option"),
    "external_select": Holds("selected_option", "initial_option", "any option"),
    "radio_buttons": Holds("selected_option", "initial_option", "option"),
    "multi_static_select": Holds("selected_options", "initial_options", "options"),
    "multi_external_select": Holds("selected_options", "initial_options", "any options"),
    "checkboxes": Holds("selected_options", "initial_options", "options"),
    "users_select": Holds("selected_user", "initial_user"),
    "multi_users_select": Holds("selected_users", "initial_users", "list"),
    "conversations_select": Holds("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Holds("selected_conversations", "initial_conversations", "list"),
    "channels_select": Holds("selected_channel", "initial_channel"),
    "multi_channels_select": Holds("selected_channels", "initial_channels", "list"),
    "datepicker": Holds("selected_date", "initial_date"),
    "timepicker": Holds("selected_time", "initial_time"),
    "datetimepicker": Holds("selected_date_time", "initial_date_time", "whole"),
    "file_input": Holds("files", "initial_files", "list"),
}


def first_values(blocks: list[Json], kept: Mapping[str, Json] | None = None) -> dict[str, Json]:
    """Make the state of freshly drawn blocks; what `kept` holds under the same ids and type stays as it was."""
    state: dict[str, Json] = {}
    for block in blocks:
        for element in interactive_elements(block):
            if element["type"] not in HOLDS:
                continue
            before = (kept or {}).get(block["block_id"], {}).get(element["action_id"])
            same = before is not None and before["type"] == element["type"]
            state.setdefault(block["block_id"], {})[element["action_id"]] = before if same else _first_value(element)
    return state


def _first_value(element: Json) -> Json:
    holds = HOLDS[element["type"]]
    empty: Any = [] if holds.kind in ("list", "options", "any options") else None
    return _stated(element, element.get(holds.initial, empty))


def stated(element: Json, value: Any) -> Json:
    """Say what Slack's state says when a person gives `value` (an option by its value); raises Refused if they cannot."""
    holds = HOLDS.get(element["type"])
    if holds is None:
        raise Refused(f"A {element['type']} holds no value; press it instead.", 400)
    if value is None or value == "":
        return _stated(element, [] if holds.kind in ("list", "options", "any options") else None)
    return _stated(element, _converted(element, holds.kind, value))


def _converted(element: Json, kind: str, value: Any) -> Any:
    if kind == "option":
        return option_of(element, value)
    if kind == "options":
        return [option_of(element, one) for one in _listed(value)]
    if kind in ("any option", "any options"):
        chosen = [one if isinstance(one, dict) else _made_option(one) for one in _listed(value)]
        return chosen if kind == "any options" else chosen[0]
    if kind == "list":
        return _listed(value)
    return int(value) if kind == "whole" else _plain(element, value)


def _plain(element: Json, value: Any) -> Any:
    pattern, example = {"datepicker": (DATE, "2026-11-27"), "timepicker": (TIME, "17:00")}.get(
        element["type"], (None, "")
    )
    if pattern and not pattern.fullmatch(str(value)):
        raise Refused(f"A {element['type']} takes a value like {example}, not {value!r}.")
    return value if isinstance(value, dict) else str(value)


def option_of(element: Json, value: Any) -> Json:
    """Find the element's option with this value (or this text); raises Refused when there is none."""
    groups = [group["options"] for group in element.get("option_groups", [])]
    options: list[Json] = [one for part in [element.get("options", []), *groups] for one in part]
    for one in options:
        if value in (one["value"], one["text"]["text"]) or value == one:
            return one
    offered = ", ".join(one["value"] for one in options)
    raise Refused(f"{value!r} is not offered here; the choices are: {offered}.", 404)


def _made_option(value: Any) -> Json:
    return {"text": {"type": "plain_text", "text": str(value), "emoji": True}, "value": str(value)}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _stated(element: Json, value: Any) -> Json:
    said: Json = {"type": element["type"], HOLDS[element["type"]].state: value}
    if element["type"] == "timepicker" and element.get("timezone"):
        said["timezone"] = element["timezone"]
    return said


def unfinished(blocks: list[Json], state: Mapping[str, Json]) -> dict[str, str]:
    """List what Slack's own form refuses before the app hears of it: block id → the words shown under that field."""
    errors = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = state[block["block_id"]][element["action_id"]][HOLDS[element["type"]].state]
        problem = _problem(element, value, optional=block.get("optional", False))
        if problem:
            errors[block["block_id"]] = problem
    return errors


def _problem(element: Json, value: Any, *, optional: bool) -> str:
    if value in (None, "", []):
        return "" if optional else "Please complete this required field."
    if element["type"] == "number_input":
        return _number_problem(element, value)
    if element["type"] == "email_text_input" and not ADDRESS.fullmatch(value):
        return "Please enter a valid email address."
    if element["type"] == "url_text_input" and not value.startswith(("http://", "https://")):
        return "Please enter a valid URL."
    return _length_problem(element, value)


def _length_problem(element: Json, value: Any) -> str:
    longest = element.get("max_length", limits.INPUT_LENGTH)
    if isinstance(value, str) and len(value) > longest:
        return f"Please enter at most {longest} characters."
    if isinstance(value, str) and len(value) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if isinstance(value, list) and len(value) > element.get("max_selected_items", len(value)):
        return f"Please choose at most {element['max_selected_items']}."
    return ""


def _number_problem(element: Json, value: str) -> str:
    if not NUMBER.fullmatch(value) or ("." in value and not element["is_decimal_allowed"]):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""
