"""What Slack's own form refuses before it is sent; the app hears nothing of it."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

from sandbox import limits
from sandbox.block_kit.elements import is_number
from sandbox.block_kit.find import every_block
from sandbox.block_kit.rules import as_number
from sandbox.block_kit.values import HOLDS
from sandbox.errors import Json

# Loose on purpose: these catch slips of the finger, and whether an address works only the app can find out.
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LINK = re.compile(r"https?://[^\s/]+\S*")


def unfinished(blocks: list[Json], state: Mapping[str, Json]) -> dict[str, str]:
    """List what is wrong with the fields of a form: block id → the words shown under that field."""
    errors = {}
    for _, block in every_block(blocks):
        if block["type"] != "input":
            continue
        element = block["element"]
        value = state[block["block_id"]][element["action_id"]][HOLDS[element["type"]].state]
        problem = _problem(element, value, optional=block.get("optional") or False)
        if problem:
            errors[block["block_id"]] = problem
    return errors


def _problem(element: Json, value: Any, *, optional: bool) -> str:
    # An optional field that holds something is still held to its form.
    if _is_empty(value):
        return "" if optional else "Please complete this required field."
    return PROBLEMS.get(element["type"], _choice_problem)(element, value)


def _is_empty(value: Any) -> bool:
    # The editor sends empty lines too, so formatted text without a word is there and still nothing.
    if isinstance(value, dict) and value.get("type") == "rich_text":
        return not any(piece["elements"] for piece in value["elements"])
    return value in (None, "", [])


def _text_problem(element: Json, value: str) -> str:
    longest = element.get("max_length") or limits.INPUT_LENGTH
    if len(value) > longest:
        return f"Please enter at most {longest} characters."
    if len(value) < (element.get("min_length") or 0):
        return f"Please enter at least {element['min_length']} characters."
    return ""


def _number_problem(element: Json, value: str) -> str:
    # Slack's field takes digits and one point; 1e3 and NaN are numbers to Python only.
    given = as_number(value) if is_number(value) else None
    if given is None or ("." in value and not element["is_decimal_allowed"]):
        return "Please enter a valid number."
    least, most = as_number(element.get("min_value")), as_number(element.get("max_value"))
    if least is not None and given < least:
        return f"Please enter a number of at least {element['min_value']}."
    if most is not None and given > most:
        return f"Please enter a number of at most {element['max_value']}."
    return ""


def _email_problem(element: Json, value: str) -> str:
    return _text_problem(element, value) if ADDRESS.fullmatch(value) else "Please enter a valid email address."


def _url_problem(element: Json, value: str) -> str:
    return _text_problem(element, value) if LINK.fullmatch(value) else "Please enter a valid URL."


def _file_problem(element: Json, value: list[Json]) -> str:
    # The client filters by the ending alone; Slack warns apps to look into the file themselves.
    most = element.get("max_files") or limits.FILES
    if len(value) > most:
        return f"Please choose at most {most}."
    wanted = [one.lower() for one in element.get("filetypes") or []]
    kinds = {PurePath(str(one.get("name"))).suffix.removeprefix(".").lower() for one in value}
    return f"Please choose files of these types: {', '.join(wanted)}." if wanted and not kinds <= set(wanted) else ""


def _choice_problem(element: Json, value: Any) -> str:
    most = element.get("max_selected_items")
    return f"Please choose at most {most}." if most and len(value) > most else ""


PROBLEMS: Mapping[str, Callable[[Json, Any], str]] = {
    "plain_text_input": _text_problem,
    "number_input": _number_problem,
    "email_text_input": _email_problem,
    "url_text_input": _url_problem,
    "file_input": _file_problem,
}
