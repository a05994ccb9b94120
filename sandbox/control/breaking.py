"""The control routes that break things: injected faults, and sockets that end."""

from starlette.requests import Request

from sandbox.control.requests import body_of
from sandbox.errors import Json, Refused
from sandbox.platform import Platform

REASONS = ("refresh_requested", "warning", "link_disabled")


async def add_faults(platform: Platform, request: Request) -> Json:
    body = await body_of(request)
    rules = body.get("rules")
    if not isinstance(rules, list):
        raise Refused('Say {"rules": [{"method": "chat.postMessage", "do": "double"}]}.')
    platform.shared.faults.add(rules)
    return {"ok": True, "rules": len(platform.shared.faults.rules)}


async def clear_faults(platform: Platform, _request: Request) -> Json:
    platform.shared.faults.clear()
    return {"ok": True}


async def disconnect(platform: Platform, request: Request) -> Json:
    """End the app's sockets, announced with one of Slack's reasons or cut off."""
    how = (await body_of(request)).get("how", REASONS[0])
    if how == "cut":
        return {"ok": True, "connections": await platform.shared.sockets.cut_all()}
    if how not in REASONS:
        raise Refused(f"how is one of {', '.join(REASONS)} or cut.")
    return {"ok": True, "connections": await platform.shared.sockets.disconnect_all(str(how))}
