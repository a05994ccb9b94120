"""The log of what passes between the app and the workspace, newest first, a part of it at a time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from markupsafe import Markup

from sandbox.drawing.moments import zone
from sandbox.errors import Json, Refused
from sandbox.page.sheets import sheet
from sandbox.page.visit import Visit
from sandbox.traffic import Traffic

# More rows than this make the browser slow while the log follows live.
AT_ONCE = 200
# A search reads whole payloads, so it stops somewhere; "Older" goes on from there.
SEARCHED = 5_000
KINDS = {
    "call": "App calls Slack",
    "delivery": "Slack tells the app",
    "hook": "App answers",
    "act": "A person",
    "control": "Sandbox",
}


@dataclass(frozen=True)
class Line:
    number: int
    kind: str
    method: str
    status: str
    has_failed: bool
    time: str


def draw_traffic(visit: Visit) -> Markup:
    text, kind = visit.asked.get("text", ""), visit.asked.get("kind", "")
    log = visit.world.shared.traffic
    end = _whole(visit.asked.get("upto", "")) or log.last
    found = list(islice(_found(log, end, text.lower(), kind), AT_ONCE))
    # Forgotten entries have numbers too, so there is nothing older than what was let go.
    rest = max(found[-1]["number"] - 1 if len(found) == AT_ONCE else end - SEARCHED, log.let_go)
    return sheet(
        "traffic.j2",
        visit=visit,
        entries=[_line(one, visit.tz) for one in found],
        older=visit.link(upto=str(rest), thread=visit.thread) if rest > log.let_go else "",
        kinds=KINDS,
        text=text,
        kind=kind,
        kept=[(name, value) for name, value in visit.kept().items() if value and name not in ("text", "kind")],
    )


def draw_payload(visit: Visit, number: int) -> Markup:
    one = visit.world.shared.traffic.entry(number)
    if one is None:
        raise Refused(f"Nothing with the number {number} has passed, or it was forgotten long ago.", 404)
    answered = f"{visit.world.app.name} answered" if one["kind"] == "delivery" else "Answer"
    kind = KINDS.get(one["kind"], one["kind"])
    facts = {"args": _pretty(one["args"]), "answer": _pretty(one["answer"]), "answered": answered}
    return sheet("payload.j2", number=number, kind=kind, **facts)


def _found(log: Traffic, end: int, text: str, kind: str) -> Iterator[Json]:
    first, last = max(0, end - SEARCHED - log.let_go), max(0, end - log.let_go)
    # The cheap question first: a search reads the payload of every entry that is left.
    for one in reversed(log.entries[first:last]):
        if (not kind or one["kind"] == kind) and (not text or text in _written(one)):
            yield one


def _written(entry: Json) -> str:
    return f"{entry['method']} {json.dumps([entry['args'], entry['answer']], ensure_ascii=False, default=str)}".lower()


def _line(entry: Json, tz: str) -> Line:
    answer = entry["answer"] if isinstance(entry["answer"], dict) else {}
    is_delivery = entry["kind"] == "delivery"
    # The Web API says ok in its body, whatever the status; a delivery has only its outcome.
    has_failed = answer.get("ok") is False or (is_delivery and entry["status"] != "acked")
    usual = entry["status"] if is_delivery else "failed" if has_failed else "ok"
    local = datetime.fromisoformat(entry["at"]).astimezone(zone(tz))
    status = str(answer.get("error") or usual)
    return Line(entry["number"], entry["kind"], entry["method"], status, has_failed, f"{local:%H:%M:%S}")


def _pretty(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
