"""GET and POST /sandbox/clock: tell the time, move it."""

from datetime import UTC, datetime

from starlette.requests import Request

from sandbox.clock import Clock
from sandbox.control.requests import body_of
from sandbox.errors import Json, Refused
from sandbox.platform import Platform
from sandbox.world import Shared

PATIENCE = 10.0
MOST = 1e15


async def tell(platform: Platform, _request: Request) -> Json:
    return _told(platform.shared.clock)


async def move(platform: Platform, request: Request) -> Json:
    return await moved(platform.shared, await body_of(request))


async def moved(shared: Shared, body: Json) -> Json:
    """Move the clock once nothing is under way, unless the body says `"wait": false`."""
    if not {"move_to", "advance_seconds", "speed"} & set(body):
        raise Refused('Say {"move_to": "2026-11-23T08:00:00Z"}, {"advance_seconds": 60} or {"speed": 10}.')
    # All of it is read before anything is done: half a move would be worse than none.
    moment = _moment(body["move_to"]) if "move_to" in body else None
    seconds, speed = _number(body, "advance_seconds"), _number(body, "speed")
    if body.get("wait", True) and not await shared.in_flight.until_idle(PATIENCE):
        count = shared.in_flight.count
        raise Refused(f"{count} calls or deliveries are still under way after {PATIENCE:.0f} s; try again.", 409)
    if moment is not None:
        shared.clock.move_to(moment)
    if seconds is not None:
        shared.clock.advance(seconds)
    if speed is not None:
        shared.clock.set_speed(speed)
    shared.timers.wake()
    if body.get("wait", True):
        # What a fault put off until now is done before whoever moved the clock looks.
        await shared.timers.settle(PATIENCE)
    shared.changes.touch()
    told = _told(shared.clock)
    shared.traffic.log("control", "clock", at=told["now"], args=body, status=200, answer=told)
    return told


def _told(clock: Clock) -> Json:
    now = clock.now()
    shown = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {"now": shown, "epoch": now.timestamp(), "speed": clock.speed}


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise Refused(f"{value!r} is no moment; write it like 2026-11-23T08:00:00Z.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(body: Json, name: str) -> float | None:
    if name not in body:
        return None
    value = body[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > MOST:
        raise Refused(f"{name} is a number of at most fifteen digits.")
    return float(value)
