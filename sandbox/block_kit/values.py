"""What people put into elements: from plain values to Slack's state, and to the action that tells of it."""

import hashlib
import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from sandbox.block_kit.checks import Report
from sandbox.block_kit.choices import Directory, check_picks, current_in, option_of
from sandbox.block_kit.elements import is_date, is_time
from sandbox.block_kit.find import touchable
from sandbox.block_kit.rich_text import rich_text
from sandbox.errors import Json, Refused


@dataclass(frozen=True)
class Holds:
    """Under which name an element's state stands, under which the app gives a first value, and of what kind it is."""

    state: str
    initial: str
    kind: str = "text"


HOLDS: Mapping[str, Holds] = {
    "plain_text_input": Holds("value", "initial_value"),
    "email_text_input": Holds("value", "initial_value"),
    "url_text_input": Holds("value", "initial_value"),
    "number_input": Holds("value", "initial_value"),
    "rich_text_input": Holds("rich_text_value", "initial_value", "rich text"),
    "static_select": Holds("selected_option", "initial_option", "option"),
    "external_select": Holds("selected_option", "initial_option", "any option"),
    "radio_buttons": Holds("selected_option", "initial_option", "option"),
    "multi_static_select": Holds("selected_options", "initial_options", "options"),
    "multi_external_select": Holds("selected_options", "initial_options", "any options"),
    "checkboxes": Holds("selected_options", "initial_options", "options"),
    "users_select": Holds("selected_user", "initial_user", "pick"),
    "multi_users_select": Holds("selected_users", "initial_users", "list"),
    "conversations_select": Holds("selected_conversation", "initial_conversation", "pick"),
    "multi_conversations_select": Holds("selected_conversations", "initial_conversations", "list"),
    "channels_select": Holds("selected_channel", "initial_channel", "pick"),
    "multi_channels_select": Holds("selected_channels", "initial_channels", "list"),
    "datepicker": Holds("selected_date", "initial_date", "date"),
    "timepicker": Holds("selected_time", "initial_time", "time"),
    "datetimepicker": Holds("selected_date_time", "initial_date_time", "moment"),
    # No app can put files in beforehand.
    "file_input": Holds("files", "", "files"),
}
# These hold an empty list when nothing is picked; all others hold null.
SEVERAL = ("list", "options", "any options", "files")


def first_values(
    blocks: list[Json], kept: Mapping[str, Json] | None = None, directory: Directory | None = None
) -> dict[str, Json]:
    """Make the state of freshly drawn blocks; what `kept` holds under the same ids and type stays as it was.

    The directory tells which conversation the person is looking at, from which some menus start.
    """
    state: dict[str, Json] = {}
    for block, element in touchable(blocks):
        if element["type"] not in HOLDS:
            continue
        before = (kept or {}).get(block["block_id"], {}).get(element["action_id"])
        # As in Slack: whoever redraws a form with new first values under old ids is not heard.
        same = before is not None and before["type"] == element["type"]
        held = before if same else _first_value(element, directory)
        state.setdefault(block["block_id"], {})[element["action_id"]] = held
    return state


def _first_value(element: Json, directory: Directory | None) -> Json:
    holds = HOLDS[element["type"]]
    given = element.get(holds.initial)
    # A conversation that the app names goes before the one that the person is looking at.
    if given is None and directory:
        current = current_in(element, directory)
        given = [current] if current and holds.kind == "list" else current
    return _stated(element, _nothing(element) if given is None else given)


def stated(element: Json, value: Any, directory: Directory | None = None) -> Json:
    """Say what Slack's state says when a person gives `value` (an option by its value); raises Refused if they cannot.

    Picks of people and conversations are held against the directory, if there is one.
    """
    holds = HOLDS.get(element["type"])
    if holds is None:
        raise Refused(f"A {element['type']} holds no value; press it instead.", 400)
    if value is None or value in ("", []):
        return _stated(element, _nothing(element))
    converted = CONVERTERS[holds.kind](element, value)
    if directory and holds.kind in ("pick", "list"):
        check_picks(element, _listed(converted), directory)
    return _stated(element, converted)


def _stated(element: Json, value: Any) -> Json:
    said: Json = {"type": element["type"], HOLDS[element["type"]].state: value}
    # The time is the wall clock's; without the zone the app could not tell when it is.
    if element["type"] == "timepicker" and element.get("timezone"):
        said["timezone"] = element["timezone"]
    return said


def _nothing(element: Json) -> Any:
    return [] if HOLDS[element["type"]].kind in SEVERAL else None


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _text(element: Json, value: Any) -> str:
    if isinstance(value, dict | list | bool):
        raise Refused(f"A {element['type']} takes text, not {value!r}.")
    # As typed: in a form's state nothing is escaped, unlike in the text of messages and commands.
    return str(value)


def _options(element: Json, value: Any) -> list[Json]:
    chosen = [option_of(element, one) for one in _listed(value)]
    return [one for index, one in enumerate(chosen) if one not in chosen[:index]]


def _any_option(_element: Json, value: Any) -> Json:
    one = _listed(value)[0]
    return one if isinstance(one, dict) else _made_option(one)


def _any_options(_element: Json, value: Any) -> list[Json]:
    return [one if isinstance(one, dict) else _made_option(one) for one in _listed(value)]


def _made_option(value: Any) -> Json:
    return {"text": {"type": "plain_text", "text": str(value), "emoji": True}, "value": str(value)}


def _list(_element: Json, value: Any) -> list[str]:
    # Nobody can pick the same entry of a menu twice.
    return list(dict.fromkeys(str(one) for one in _listed(value)))


def _date(_element: Json, value: Any) -> str:
    return _matching(value, is_date, "a date like 2026-11-27")


def _time(_element: Json, value: Any) -> str:
    return _matching(value, is_time, "a time like 17:00")


def _matching(value: Any, fits: Callable[[str], bool], wanted: str) -> str:
    if not fits(str(value)):
        raise Refused(f"{value!r} is not {wanted}.")
    return str(value)


def _moment(_element: Json, value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise Refused(f"{value!r} is no moment in Unix seconds, such as 1795420800.") from error


def _rich_text(_element: Json, value: Any) -> Json:
    if isinstance(value, str):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
        return {"type": "rich_text", "elements": [section]}
    report = Report()
    rich_text(value, "", report)
    if report.faults:
        raise Refused(f"Formatted text is a string or a rich_text block; here: {report.messages[0]}.")
    written: Json = value
    return written


def _files(_element: Json, value: Any) -> list[Json]:
    return [one if isinstance(one, dict) else _file(str(one)) for one in _listed(value)]


def _file(name: str) -> Json:
    """Draw a file of this name as Slack does; the same name is the same file in each run."""
    return {
        "id": "F" + hashlib.sha256(name.encode(errors="replace")).hexdigest()[:10].upper(),
        "name": name,
        "title": name,
        "filetype": PurePath(name).suffix.removeprefix(".").lower(),
        "mimetype": mimetypes.guess_type(name)[0] or "application/octet-stream",
        "mode": "hosted",
        "is_external": False,
    }


CONVERTERS: Mapping[str, Callable[[Json, Any], Any]] = {
    "text": _text,
    "rich text": _rich_text,
    "option": option_of,
    "options": _options,
    "any option": _any_option,
    "any options": _any_options,
    "pick": _text,
    "list": _list,
    "date": _date,
    "time": _time,
    "moment": _moment,
    "files": _files,
}


def acted(element: Json, value: Any, directory: Directory | None = None) -> Json:
    """Say what the action says that tells of a press or a pick, apart from where and when it was."""
    kind = element["type"]
    if kind in HOLDS:
        return _echoed(element, "initial_", "placeholder", "confirm") | stated(element, value, directory)
    if kind == "overflow":
        return _echoed(element, "confirm") | {"type": kind, "selected_option": option_of(element, value)}
    if kind == "feedback_buttons":
        return {"type": kind, **_vote(element, value)}
    if kind == "workflow_button":
        raise Refused(
            "A workflow button starts a workflow, and the app hears nothing of it; there are no workflows here."
        )
    # A button with a link opens it, and the app is told all the same.
    return {"type": kind, **_echoed(element, "text", "value", "url", "style", "confirm")}


def _echoed(element: Json, *names: str) -> Json:
    """Repeat how the element was drawn, so that the app need not remember it."""
    return {name: value for name, value in element.items() if name.startswith(names) and value is not None}


def _vote(element: Json, value: Any) -> Json:
    """Find the button of the two that was pressed, by its side, its value or its text."""
    for side in ("positive", "negative"):
        button: Json = element[f"{side}_button"]
        if value in (side, button["value"], button["text"]["text"]):
            return {"text": button["text"], "value": button["value"]}
    offered = " or ".join(element[f"{side}_button"]["value"] for side in ("positive", "negative"))
    raise Refused(f"{value!r} is not offered here; press {offered}.", 404)
