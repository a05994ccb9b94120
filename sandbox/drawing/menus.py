"""Draws the fields in which people choose: one of a list, several of a list, one of a few."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from sandbox.drawing.choices import Group, choice_of, offered
from sandbox.drawing.facts import facts_of, limits_of
from sandbox.drawing.held import held_options, held_values
from sandbox.drawing.sheets import attributes, draw
from sandbox.drawing.surface import Spot
from sandbox.drawing.texts import words
from sandbox.errors import Json


def one(element: Json, spot: Spot, index: int) -> Markup:
    groups = offered(element, spot.reader, held_values(element, spot))
    facts = facts_of(element, spot, index) | {"class": "field"}
    empty = words(element.get("placeholder")) or "Choose…"
    return draw("fields", "menu", attributes=attributes(facts), empty=empty, groups=groups)


def several(element: Json, spot: Spot, index: int) -> Markup:
    """Draw a menu of many as a box that unfolds: browsers' own lists of several need a held key."""
    groups = offered(element, spot.reader, held_values(element, spot))
    return _unfolding(element, spot, index, groups=groups, search="")


def _unfolding(element: Json, spot: Spot, index: int, **more: Any) -> Markup:
    facts = facts_of(element, spot, index)
    name = facts.pop("name")
    chosen = [one.text for group in more["groups"] for one in group.choices if one.is_chosen]
    return draw(
        "fields",
        "several",
        id=facts["id"],
        label=f"{spot.id}-label" if spot.is_input else "",
        attributes=attributes(facts | _group_name(spot)),
        name=name,
        shown=", ".join(chosen),
        empty=words(element.get("placeholder")) or "Choose…",
        most=element.get("max_selected_items"),
        **more,
    )


def _group_name(spot: Spot) -> dict[str, Any]:
    return {"aria-labelledby": f"{spot.id}-label"} if spot.is_input else {}


def boxes(kind: str) -> Callable[[Json, Spot, int], Markup]:
    def draw_boxes(element: Json, spot: Spot, index: int) -> Markup:
        groups = offered(element, spot.reader, held_values(element, spot))
        facts = facts_of(element, spot, index) | _group_name(spot)
        facts["role"] = "radiogroup" if kind == "radio" else "group"
        # The name belongs to each box: browsers send ticked boxes, and nothing of the group around them.
        name = facts.pop("name")
        return draw("fields", "boxes", attributes=attributes(facts), kind=kind, name=name, groups=groups)

    return draw_boxes


def searched(element: Json, spot: Spot, index: int) -> Markup:
    """Draw a menu whose options the app is asked for while a person types."""
    chosen = held_options(element, spot)
    facts = facts_of(element, spot, index)
    facts |= limits_of(element) | {
        "type": "text",
        "class": "field",
        "list": f"{facts['id']}-list",
        # Browsers show the value of what is picked, not its words; so the words are the value here.
        "value": words(chosen[0]["text"]) if chosen else "",
        "data-value": chosen[0]["value"] if chosen else "",
        "data-min-query-length": element.get("min_query_length", 3),
        "autocomplete": "off",
    }
    options = [choice_of(one, spot.reader, ()) for one in chosen]
    return draw("fields", "searched", attributes=attributes(facts), id=facts["id"], options=options)


def searched_several(element: Json, spot: Spot, index: int) -> Markup:
    chosen = [choice_of(one, spot.reader, [one["value"]]) for one in held_options(element, spot)]
    least = element.get("min_query_length", 3)
    return _unfolding(element, spot, index, groups=[Group("", chosen)], search=str(least))
