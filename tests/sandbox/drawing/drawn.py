"""Draws one thing and reads it back."""

from sandbox.drawing.blocks import draw_blocks
from sandbox.drawing.reader import Reader
from sandbox.drawing.surface import Where
from tests.sandbox.drawing.reading import ANA, Json
from tests.sandbox.drawing.samples import asking, with_id
from tests.sandbox.drawing.tree import Node, tree


def element_drawn(element: Json, reader: Reader = ANA) -> Node:
    """Draw an element among actions, where a new value is told to the app at once."""
    block = with_id({"type": "actions", "elements": [element]})
    return tree(draw_blocks([block], reader, surface="message", where=Where("w")))


def field_drawn(kind: str, reader: Reader = ANA, *, held: Json | None = None, **more: object) -> Node:
    """Draw the sample of a field in an input block; `more` changes the field, `held` is what people put into it."""
    block = asking(kind)
    block["element"] = {name: value for name, value in {**block["element"], **more}.items() if value is not None}
    state = {"ask": {block["element"]["action_id"]: held}} if held else {}
    return tree(draw_blocks([block], reader, surface="modal", where=Where("w"), state=state))
