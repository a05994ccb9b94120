"""The fields that people fill in: one drawer for each type of element."""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from sandbox.drawing.facts import facts_of
from sandbox.drawing.held import held_value
from sandbox.drawing.menus import boxes, one, searched, searched_several, several
from sandbox.drawing.moments import wall_text
from sandbox.drawing.sheets import attributes, draw
from sandbox.drawing.surface import Spot
from sandbox.drawing.writing import line, number, rich, text
from sandbox.errors import Json

Drawer = Callable[[Json, Spot, int], Markup]


def _picked(kind: str) -> Callable[[Json, Spot, int], Markup]:
    def draw_picked(element: Json, spot: Spot, index: int) -> Markup:
        facts = facts_of(element, spot, index) | {"type": kind, "class": "field dated"}
        facts["value"] = held_value(element, spot) or ""
        return draw("fields", "dated", attributes=attributes(facts), zone=element.get("timezone", ""))

    return draw_picked


# The field itself knows no zones: what it shows and what it sends is wall time.
def _instant(element: Json, spot: Spot, index: int) -> Markup:
    """Draw a moment as wall time in the reader's zone; Slack keeps Unix seconds."""
    epoch = held_value(element, spot)
    facts = facts_of(element, spot, index) | {"type": "datetime-local", "class": "field dated"}
    facts |= {"value": wall_text(epoch, spot.reader.tz) if epoch else "", "data-tz": spot.reader.tz}
    return draw("fields", "dated", attributes=attributes(facts), zone="")


def _file(_element: Json, _spot: Spot, _index: int) -> Markup:
    return draw("fields", "file")


FIELDS: Mapping[str, Drawer] = {
    "plain_text_input": text,
    "email_text_input": line("email"),
    "url_text_input": line("url"),
    "number_input": number,
    "rich_text_input": rich,
    "static_select": one,
    "users_select": one,
    "conversations_select": one,
    "channels_select": one,
    "external_select": searched,
    "multi_static_select": several,
    "multi_users_select": several,
    "multi_conversations_select": several,
    "multi_channels_select": several,
    "multi_external_select": searched_several,
    "checkboxes": boxes("checkbox"),
    "radio_buttons": boxes("radio"),
    "datepicker": _picked("date"),
    "timepicker": _picked("time"),
    "datetimepicker": _instant,
    "file_input": _file,
}
