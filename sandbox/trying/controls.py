"""What people can press and pick from on a screen, each with the words that it belongs to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.block_kit.find import touchable
from sandbox.trying.transcript import label_of

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Control:
    """One button, menu or field; it stands in the message `ts` of a channel, or in the form or Home tab `view`."""

    element: Json
    block_id: str
    words: str
    label: str
    channel: str = ""
    ts: str = ""
    view: str = ""

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def place(self) -> Json:
        """Where it stands, as the acts take it."""
        where = {"view_id": self.view} if self.view else {"channel": self.channel, "ts": self.ts}
        return where | {"block_id": self.block_id}

    @property
    def options(self) -> list[Json]:
        """What it lists; a picker of days or people lists nothing and takes what fits."""
        groups = [group["options"] for group in self.element.get("option_groups", [])]
        return [one for part in [self.element.get("options", []), *groups] for one in part]

    def offers(self, wanted: str) -> bool:
        """Tell whether this can be picked here."""
        # Buttons hold no value, and fields for text are written in: neither is a menu, though all take an action id.
        if self.kind.endswith(("button", "_input")):
            return False
        return not self.options or any(wanted in (one["text"]["text"], one.get("value")) for one in self.options)


def in_message(message: Json, channel: str) -> Iterator[Control]:
    """Yield what can be touched in a message. A section's button belongs to the section, a row of them to it all."""
    whole = str(message.get("text", ""))
    for block, element in touchable(list(message.get("blocks") or [])):
        # Slack gives a row of buttons no words of its own; people take it for the message's.
        words = _words(block) or whole
        yield Control(element, block["block_id"], words, _label(block, element), channel=channel, ts=message["ts"])


def in_view(view: Json) -> Iterator[Control]:
    """Yield what can be touched in a form or Home tab. A row of buttons belongs to the words that it stands below."""
    above = ""
    for part in view["blocks"]:
        above = _words(part) or above
        for block, element in touchable([part]):
            yield Control(element, block["block_id"], _words(block) or above, _label(block, element), view=view["id"])


def _words(block: Json) -> str:
    text = block.get("text") or {}
    return str(text.get("text", "")) if isinstance(text, dict) else str(text)


def _label(block: Json, element: Json) -> str:
    """Return what stands at the control: a button's own words, a field's label, what an empty menu shows."""
    return str(block["label"]["text"]) if "label" in block else label_of(element)
