"""What was filled in: Slack's state of a form as plain words, one for each field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commands.discretion import without_tokens
from commands.when import EXAMPLE_DAY, NotUnderstood


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of a form by block id; an empty field is an empty text."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return what was typed, trimmed."""
        return self.values.get(name, "").strip()

    def day(self, name: str) -> date | None:
        """Return the chosen date; raise NotUnderstood for what no calendar gives."""
        chosen = self.text(name)
        try:
            return date.fromisoformat(chosen) if chosen else None
        except ValueError as error:
            raise NotUnderstood(chosen, example=EXAMPLE_DAY) from error


def read(view: Mapping[str, Any]) -> Fields:
    """Read the state of a submitted view; each block holds one element, whose value is kept without any token in it."""
    state = view.get("state", {}).get("values", {})
    return Fields({block: _value(next(iter(elements.values()), {})) for block, elements in state.items()})


def _value(element: Mapping[str, Any]) -> str:
    if option := element.get("selected_option"):
        return str(option.get("value", ""))
    # One line for each of several; Slack sends an empty list where all were taken out.
    if options := element.get("selected_options"):
        return "\n".join(str(option.get("value", "")) for option in options)
    for key in ("value", "selected_user", "selected_date", "selected_conversation"):
        if element.get(key) is not None:
            return without_tokens(str(element[key]))
    return ""
