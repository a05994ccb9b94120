"""Reads the body of a request: never more than a bound, never for longer than a while."""

import asyncio

from starlette.requests import ClientDisconnect, Request

# Slack names no bound. The largest thing it documents is a view of 250,000 bytes; form encoding can triple that.
BODY_BYTES = 2_000_000
DISCARDED_BYTES = 64_000_000
# A sender that stops halfway counts as under way until then, and the clock waits for it.
BODY_SECONDS = 10.0


class BodyTooLargeError(Exception):
    """The body is longer than anything that could be meant."""


class BodyStalledError(Exception):
    """The body did not come to its end, or not in time."""


async def read_body(request: Request) -> bytes:
    """Read the whole body; raises BodyTooLargeError, or BodyStalledError when the sender stops in the middle."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > DISCARDED_BYTES:
                    break
                # What is too much is read on and thrown away: a sender who is cut off while it is still sending
                # sees a broken connection, and never the answer that says why.
                if size <= BODY_BYTES:
                    parts.append(part)
    except (TimeoutError, ClientDisconnect) as error:
        raise BodyStalledError from error
    if size > BODY_BYTES:
        raise BodyTooLargeError
    return b"".join(parts)
