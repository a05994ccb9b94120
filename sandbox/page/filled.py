"""Reads back what a browser sends of the controls: from names and texts to the values that the workspace keeps."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.block_kit.find import touchable
from sandbox.block_kit.values import HOLDS
from sandbox.drawing.moments import epoch_at
from sandbox.errors import Json, Refused

Form = Mapping[str, Sequence[str]]


def values_of(form: Form, blocks: list[Json], tz: str) -> dict[str, Json]:
    """Collect {block_id: {action_id: value}} for every field drawn; boxes that are not ticked are not sent at all."""
    values: dict[str, Json] = {}
    for block, element in touchable(blocks):
        # Files cannot be given here, and an empty list would count as one that was taken back.
        if element["type"] in HOLDS and element["type"] != "file_input":
            sent = form.get(f"{block['block_id']}|{element['action_id']}", ())
            values.setdefault(block["block_id"], {})[element["action_id"]] = _value(element, sent, tz)
    return values


def _value(element: Json, sent: Sequence[str], tz: str) -> Any:
    # "Choose…" is sent as an empty text, and so is a field that nobody touched.
    texts = [one for one in sent if one]
    if HOLDS[element["type"]].kind in ("options", "any options", "list"):
        return texts
    if not texts:
        return None
    return READERS.get(element["type"], _as_sent)(texts[0], tz)


def _as_sent(text: str, _tz: str) -> str:
    # Browsers send line breaks as forms have since the beginning; Slack sends what people see.
    return text.replace("\r\n", "\n")


def _moment(text: str, tz: str) -> int:
    """Read wall time in the person's zone, as the field shows it."""
    try:
        return epoch_at(text, tz)
    except ValueError as error:
        raise Refused(f"{text!r} is no moment; one is written like 2026-11-27T09:30.") from error


def _rich(text: str, tz: str) -> Json:
    # One section is all that a plain field can make; Slack's own editor would make lists and styles of it.
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": _as_sent(text, tz)}]}
    return {"type": "rich_text", "elements": [section]}


READERS: Mapping[str, Callable[[str, str], Any]] = {"datetimepicker": _moment, "rich_text_input": _rich}
