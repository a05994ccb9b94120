"""The body of a request, read whole or not at all: nobody fills our memory before they are believed."""

from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from commands.refused import refused

LARGEST_BODY = 1 << 20
LARGEST_DRAINED = 8 * LARGEST_BODY
"""How much of a body that is too large is read and forgotten, so that its sender gets to see our answer."""


async def body_of(request: Request) -> bytes | Response:
    """Return the body, or the answer to a request whose body cannot be had."""
    try:
        body = await read_whole(request)
    except ClientDisconnect:
        return refused(HTTPStatus.BAD_REQUEST, "The body broke off.")
    if body is None:
        return refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {LARGEST_BODY:,} bytes.")
    return body


async def read_whole(request: Request) -> bytes | None:
    """Return the body; None when it is too large, which is told from what arrives, not from what was announced.

    Raises ClientDisconnect when the body breaks off.
    """
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= LARGEST_BODY:
            chunks.append(chunk)
        else:
            chunks.clear()
        if size > LARGEST_DRAINED:
            break
    return None if size > LARGEST_BODY else b"".join(chunks)
