"""GET /sandbox/wait: answers when something has happened, or when nothing is under way, so that no script has to sleep."""

import asyncio
import math

from starlette.requests import Request

from sandbox.errors import Json, Refused
from sandbox.platform import Platform
from sandbox.world import Shared

LONGEST = 60.0


async def wait(platform: Platform, request: Request) -> Json:
    """Answer once the workspace is newer than version `after` and, with `idle=1`, at rest; or after `seconds`."""
    asked, shared = request.query_params, platform.shared
    after, seconds = int(_number(asked.get("after", "-1"), "after")), _number(asked.get("seconds", "10"), "seconds")
    try:
        # Bounded whatever is asked: a script that died waiting must not hold a connection for ever.
        async with asyncio.timeout(min(seconds, LONGEST)):
            await _until(shared, after, is_idle=asked.get("idle") == "1")
    except TimeoutError:
        is_so = False
    else:
        is_so = True
    return {"ok": True, "is_so": is_so, "version": shared.changes.version, "under_way": shared.in_flight.count}


async def _until(shared: Shared, after: int, *, is_idle: bool) -> None:
    await shared.changes.newer_than(after)
    # What ends may have begun something else, so both are looked at in one breath.
    while is_idle and shared.in_flight.count:
        await shared.in_flight.until_idle(LONGEST)


def _number(text: str, name: str) -> float:
    try:
        number = float(text)
    except ValueError as error:
        raise Refused(f"{name} is a number, not {text!r}.") from error
    if not math.isfinite(number):
        raise Refused(f"{name} is a number, not {text!r}.")
    return number
