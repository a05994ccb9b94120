"""What joined a message later, as a line of it: each line is a word of its own, said when its edit took effect."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = Mapping[str, Any]
UPDATE = "chat.update"
DONE_ALL_THE_SAME = frozenset({"apply_then_drop", "hang_after", "status_after", "error_after"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message. ``at`` is when the call came that brought it, ``ts`` when Slack carried that out."""

    mark: str
    at: float
    ts: float
    text: str
    around: str


def marks(metadata: Any) -> list[str]:
    """Return the mark of a message and, in their order, of the lines that joined it."""
    given = json.loads(metadata) if isinstance(metadata, str) else metadata or {}
    payload = given.get("event_payload") or {}
    return [str(payload.get("k", "")), *str(payload.get("lines") or "").split()]


def moment(entry: Json) -> float:
    return datetime.fromisoformat(entry["at"]).timestamp()


def edits(passed: Iterable[Json]) -> dict[tuple[str, str], list[Json]]:
    """Return the edits of each message, as channel and ts, in the order in which they passed."""
    found: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for each in passed:
        if each["method"] == UPDATE:
            found[str(each["args"].get("channel")), str(each["args"].get("ts"))].append(each)
    return found


def joined(message: Json, made: Sequence[Json]) -> Iterator[Line]:
    """Yield the lines that stand in a message, each as it was first there; what was taken out again is none."""
    for mark in marks(message["metadata"])[1:]:
        tries = [each for each in made if mark in marks(each["args"].get("metadata"))[1:]]
        first = next(n for n, each in enumerate(tries) if _took_effect(each))
        there = tries[first]
        # What a fault put off passes twice: as the call, and once more when it is carried out.
        came = max(moment(each) for each in tries[: first + 1] if not each.get("is_late"))
        text, around = _drawn(there, marks(there["args"].get("metadata")).index(mark))
        yield Line(mark, came, moment(there), text, around)


def _took_effect(entry: Json) -> bool:
    fault = str(entry.get("fault", "")).partition(":")[0]
    is_ok = bool((entry["answer"] or {}).get("ok")) and fault != "lose"
    return is_ok or bool(entry.get("is_late")) or fault in DONE_ALL_THE_SAME


def _drawn(entry: Json, number: int) -> tuple[str, str]:
    """Return a line's words and all that is drawn of it. The first section is the heading, and each line has one."""
    given = entry["args"]["blocks"]
    blocks = json.loads(given) if isinstance(given, str) else given
    begins = [n for n, block in enumerate(blocks) if block["type"] == "section"]
    first = begins[number + 1]
    rest = blocks[first : begins[number + 2] if number + 2 < len(begins) else None]
    return str(rest[0]["text"]["text"]), json.dumps(rest)
