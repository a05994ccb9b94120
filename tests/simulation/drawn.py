"""Words for the judge: what a message says, as facts that a machine can read back."""

import json
from dataclasses import fields
from typing import Any

from bot.events import Event, Nudged
from bot.model import Deal, StepStatus
from bot.outgoing import Kind, Outgoing, nudge_key
from bot.promises import PromiseStatus
from messages.message import Message
from messages.scene import Asked, Scene

LEFT_OUT = frozenset({"offer", "due", "was", "until", "parked", "changes", "promised_on"})


def drawn(outgoing: Outgoing, scene: Scene) -> Message:
    """Say what the message is about."""
    said: dict[str, Any] = {"kind": outgoing.kind, "key": outgoing.key, "detail": outgoing.detail, "seq": outgoing.seq}
    if scene.deal:
        said |= _of_deal(scene.deal, outgoing)
    if scene.event:
        said["event"] = _of_event(scene.event.event)
    if scene.deal and (outgoing.key.startswith("promises:") or outgoing.detail == "promises"):
        said["waiting"] = sorted(each.what for each in scene.deal.register.having(PromiseStatus.TOLD))
    if scene.asked:
        said["lines"] = [_line(each) for each in scene.asked]
    if outgoing.digest:
        digest = outgoing.digest
        said["digest"] = {
            "audience": digest.audience,
            "day": digest.day,
            "about": [line.about for line in digest.lines],
            "deals": [line.deal_name for line in digest.lines],
        }
    return Message(json.dumps(said), ())


def _line(asked: Asked) -> dict[str, Any]:
    """Say what one of several questions is about, as if it stood alone."""
    event = asked.event.event
    assert isinstance(event, Nudged)
    key = nudge_key(event.lapse_id, event.rung, again=event.again)
    ended = type(asked.ending.event).__name__ if asked.ending else None
    facts = {"kind": "nudge", "key": key, "seq": asked.event.seq, "ended": ended, "event": _of_event(event)}
    return facts | {"deal": asked.deal.external_id, "owner": asked.deal.owner_id}


def _of_deal(deal: Deal, outgoing: Outgoing) -> dict[str, Any]:
    said: dict[str, Any] = {"deal": deal.external_id, "owner": deal.owner_id}
    if outgoing.kind in {Kind.BOARD, Kind.EDIT}:
        said["promised"] = str(deal.facts.promised_on)
        said["customer"] = deal.customer_line.what if deal.customer_line else None
        said["steps"] = sorted(step.what for step in deal.steps if step.status is StepStatus.OPEN)
    return said


def _of_event(event: Event) -> dict[str, Any]:
    values = {each.name: getattr(event, each.name) for each in fields(event) if each.name not in LEFT_OUT}
    return {"name": type(event).__name__, **{name: _plain(value) for name, value in values.items()}}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, int | float | bool | None) else str(value)
