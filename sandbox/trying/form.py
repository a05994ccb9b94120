"""A form as a person sees it: its title, its fields by their labels, what stands in them, what is wrong with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sandbox.block_kit.values import HOLDS
from sandbox.trying.transcript import Reader, label_of

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    label: str
    block_id: str
    element: Json
    held: Any
    is_optional: bool

    @property
    def is_empty(self) -> bool:
        return self.held in (None, "", [])


@dataclass(frozen=True)
class Form:
    """`refusals` holds the sentences under the fields, by block id, as the last attempt to submit left them."""

    view: Json
    reader: Reader
    refusals: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.view["id"])

    @property
    def title(self) -> str:
        return str(self.view["title"]["text"])

    @property
    def fields(self) -> list[Field]:
        return [each for block in self.view["blocks"] if (each := self._field(block))]

    @property
    def errors(self) -> dict[str, str]:
        """Return what is wrong, by label."""
        labels = {each.block_id: each.label for each in self.fields}
        return {labels.get(block, block): sentence for block, sentence in self.refusals.items()}

    @property
    def values(self) -> dict[str, str]:
        """Return what stands in each field, by label, in words; nothing is the empty text."""
        return {each.label: shown(each.held) for each in self.fields}

    def named(self, name: str) -> Field | None:
        """Find a field by its label or block id; capitals do not matter in a label that is there once."""
        fields = self.fields
        exact = [each for each in fields if name in (each.block_id, each.label)]
        alike = [each for each in fields if each.label.casefold() == name.casefold()]
        # Of two fields with one label neither is meant more than the other; a guess would test the wrong one.
        found = exact or alike
        return found[0] if len(found) == 1 else None

    def lines(self) -> Iterator[str]:
        yield f"=== {self.title} ==="
        for block in self.view["blocks"]:
            found = self._field(block)
            if found is None:
                yield from self.reader.blocks([block])
                continue
            yield f"{found.label}{' (optional)' if found.is_optional else ''}: {shown(found.held) or '_'}"
            if refusal := self.refusals.get(found.block_id):
                yield f"  ! {refusal}"
        buttons = [self.view[name]["text"] for name in ("submit", "close") if self.view.get(name)]
        yield "  ".join(f"[{each}]" for each in buttons)

    def _field(self, block: Json) -> Field | None:
        if block["type"] != "input":
            return None
        element = block["element"]
        state = self.view["state"]["values"].get(block["block_id"], {}).get(element["action_id"], {})
        return Field(
            label=str(block["label"]["text"]),
            block_id=str(block["block_id"]),
            element=element,
            held=state.get(HOLDS[element["type"]].state),
            is_optional=bool(block.get("optional")),
        )


def shown(held: Any) -> str:
    """Return what stands in a field as words: an option by its text, several with commas between them."""
    if isinstance(held, list):
        return ", ".join(shown(one) for one in held)
    if isinstance(held, Mapping) and "text" in held:
        return label_of(held)
    return "" if held is None else str(held)


def plain(element: Json, answer: Any, ids: Mapping[str, str]) -> Any:
    """Return an answer as the workspace takes it: moments in Slack's way, people and channels by id.

    `ids` finds them by name; who has an `id`, as people here do, needs no finding.
    """
    if isinstance(answer, list | tuple | set):
        return [plain(element, one, ids) for one in answer]
    if isinstance(answer, date | time):
        return _written(element, answer)
    # Slack keeps numbers as the text that was typed, to be read by the app.
    if isinstance(answer, int | float):
        return str(answer)
    named = getattr(answer, "id", answer)
    if element["type"].endswith(("users_select", "conversations_select", "channels_select")):
        return ids.get(str(named).lstrip("@#").casefold(), named)
    return named


def _written(element: Json, moment: date | time) -> Any:
    # Python's datetime is a date too, so it is looked at first; which part of it counts is up to the field.
    if isinstance(moment, datetime):
        kinds: Mapping[str, Any] = {"datepicker": moment.date().isoformat(), "timepicker": f"{moment:%H:%M}"}
        return kinds.get(element["type"], int(moment.timestamp()))
    return f"{moment:%H:%M}" if isinstance(moment, time) else moment.isoformat()
