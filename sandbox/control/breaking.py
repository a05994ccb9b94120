"""The control routes that break things: injected faults, and sockets that end."""

from difflib import get_close_matches
from typing import Any

from starlette.requests import Request

from sandbox.control.requests import body_of
from sandbox.errors import Json, Refused
from sandbox.faults import DELIVERIES, EVERY_CALL, EVERY_DELIVERY
from sandbox.mishaps.kinds import KINDS
from sandbox.platform import Platform
from sandbox.web_api.registry import METHODS

REASONS = ("refresh_requested", "warning", "link_disabled")


async def list_faults(platform: Platform, _request: Request) -> Json:
    """Tell what can go wrong, and which rules there are with how far each has got."""
    rules = [rule.shown() for rule in platform.shared.faults.rules]
    return {"kinds": [kind.shown() for kind in KINDS.values()], "rules": rules}


async def add_faults(platform: Platform, request: Request) -> Json:
    body = await body_of(request)
    rules = body.get("rules")
    if not isinstance(rules, list):
        raise Refused('Say {"rules": [{"method": "chat.postMessage", "do": "double"}]}.')
    return add_rules(platform, rules)


def add_rules(platform: Platform, rules: list[Any]) -> Json:
    for rule in rules:
        _check_names(platform, rule)
    added = platform.shared.faults.add(rules)
    return {"ok": True, "rules": len(platform.shared.faults.rules), "ids": [rule.number for rule in added]}


def _check_names(platform: Platform, rule: Any) -> None:
    """Refuse a rule that could never match: it would wait for ever, and the test that relies on it would prove nothing."""
    facts = rule if isinstance(rule, dict) else {}
    method, team = facts.get("method"), facts.get("team")
    known = (*METHODS, *DELIVERIES, EVERY_CALL, EVERY_DELIVERY)
    if isinstance(method, str) and method not in known:
        # The nearest name only: a list of a hundred methods is not an answer.
        close = get_close_matches(method, known, 1)
        raise Refused(f"There is no method {method!r}{f'; did you mean {close[0]}?' if close else '.'}")
    if team:
        platform.world(str(team))


async def clear_faults(platform: Platform, _request: Request) -> Json:
    platform.shared.faults.clear()
    return {"ok": True}


async def remove_fault(platform: Platform, request: Request) -> Json:
    number = request.path_params["number"]
    if not (number.isascii() and number.isdigit()):
        raise Refused(f"{number!r} is no rule's id; GET /sandbox/faults lists what there is.", 404)
    platform.shared.faults.remove(int(number))
    return {"ok": True}


async def disconnect(platform: Platform, request: Request) -> Json:
    """End the app's sockets, announced with one of Slack's reasons or cut off."""
    how = (await body_of(request)).get("how", REASONS[0])
    if how == "cut":
        return {"ok": True, "connections": await platform.shared.sockets.cut_all()}
    if how not in REASONS:
        raise Refused(f"how is one of {', '.join(REASONS)} or cut.")
    return {"ok": True, "connections": await platform.shared.sockets.disconnect_all(str(how))}
