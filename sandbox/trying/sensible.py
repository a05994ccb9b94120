"""An answer that fits, for each kind of field: what somebody writes who fills in a form and cares about something else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

Json = Mapping[str, Any]
# Ahead of now in every zone, and rarely a weekend for who starts on a working day.
SOME_TIME = timedelta(weeks=2)
WORDS = "Order 4711, filed as contract.pdf"


@dataclass(frozen=True)
class Mine:
    """Who answers, and when."""

    id: str
    now: datetime


def sensible(element: Json, *, me: str, now: datetime) -> Any:
    """Return an answer that the field takes; raises ValueError for a field that somebody has to think about."""
    answer = ANSWERS.get(element["type"])
    if answer is None:
        raise ValueError(f"There is no answer that fits every {element['type']}; fill it in by its label.")
    return answer(element, Mine(me, now))


def _words(element: Json, _mine: Mine) -> str:
    fits = WORDS[: element.get("max_length", len(WORDS))]
    return fits.ljust(element.get("min_length", 0), ".")


def _number(element: Json, _mine: Mine) -> str:
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and float(least) > 5:  # noqa: PLR2004 - five of anything is sensible
        return str(least)
    return str(most) if most is not None and float(most) < 5 else "5"  # noqa: PLR2004 - as above


def _first(element: Json, _mine: Mine) -> str:
    # A menu has options or groups of them, never both.
    groups = element.get("option_groups")
    options = groups[0]["options"] if groups else element["options"]
    return str(options[0]["value"])


def _me(_element: Json, mine: Mine) -> str:
    return mine.id


ANSWERS: Mapping[str, Callable[[Json, Mine], Any]] = {
    "plain_text_input": _words,
    "email_text_input": lambda *_: "somebody@example.com",
    "url_text_input": lambda *_: "https://example.com/documents/4711",
    "number_input": _number,
    "datepicker": lambda _, mine: (mine.now + SOME_TIME).date().isoformat(),
    "timepicker": lambda *_: "12:00",
    "datetimepicker": lambda _, mine: int((mine.now + SOME_TIME).timestamp()),
    "static_select": _first,
    "multi_static_select": _first,
    "radio_buttons": _first,
    "checkboxes": _first,
    "users_select": _me,
    "multi_users_select": _me,
}
