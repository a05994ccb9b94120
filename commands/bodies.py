"""The body of a request, read whole or not at all: nobody fills our memory before they are believed."""

from starlette.requests import Request

LARGEST_BODY = 1 << 20
LARGEST_DRAINED = 8 * LARGEST_BODY
"""How much of a body that is too large is read and forgotten, so that its sender gets to see our answer."""


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
