"""Give each button of a message a name of its own for those who hear it: two steps may be called the same."""

from collections import Counter
from collections.abc import Sequence

from messages.blocks import BUTTON_TEXT, Block
from messages.escaping import cut

COUNTED = len(" (99)")


def told_apart(blocks: Sequence[Block]) -> list[Block]:
    """Put a number behind names that were said before; the eye tells them apart by where they stand."""
    said: Counter[str] = Counter()
    return [_block(block, said) for block in blocks]


def _block(block: Block, said: Counter[str]) -> Block:
    if "accessory" in block:
        return block | {"accessory": _button(block["accessory"], said)}
    if block["type"] == "actions":
        return block | {"elements": [_button(each, said) for each in block["elements"]]}
    return block


def _button(button: Block, said: Counter[str]) -> Block:
    if button["type"] != "button":
        return button
    name = str(button.get("accessibility_label") or button["text"]["text"])
    said[name] += 1
    if said[name] == 1:
        return button
    return button | {"accessibility_label": f"{cut(name, BUTTON_TEXT - COUNTED)} ({said[name]})"}
