"""The control routes that read the traffic log: a part of it, or all of it as a file."""

from collections.abc import Iterator
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox.errors import Json, Refused
from sandbox.platform import Platform
from sandbox.traffic import KINDS, line

AT_ONCE = 1_000
MOST_AT_ONCE = 10_000


async def read(platform: Platform, request: Request) -> Json:
    """Tell what passed after a number, oldest first; `has_more` says to ask again after the last one told."""
    traffic = platform.shared.traffic
    after, limit = _whole(request, "after", 0), _whole(request, "limit", AT_ONCE)
    if not 1 <= limit <= MOST_AT_ONCE:
        raise Refused(f"limit is a number from 1 to {MOST_AT_ONCE}.")
    kind, contains = request.query_params.get("kind", ""), request.query_params.get("contains", "")
    if kind and kind not in KINDS:
        raise Refused(f"kind is one of {', '.join(KINDS)}.")
    # One more than is told, to know whether there is more without going through the rest.
    entries = list(islice(traffic.found(after, kind=kind, contains=contains), limit + 1))
    return {
        "entries": entries[:limit],
        "has_more": len(entries) > limit,
        "last": traffic.last,
        "let_go": {"first": 1, "last": traffic.let_go} if traffic.let_go else None,
    }


def download(platform: Platform) -> Response:
    """Give everything that is kept as JSONL."""
    # A list of its own, because the log goes on while a slow reader fetches it.
    entries = list(platform.shared.traffic.entries)
    headers = {"Content-Disposition": 'attachment; filename="traffic.jsonl"', "Cache-Control": "no-store"}
    return StreamingResponse(_lines(entries), media_type="application/x-ndjson", headers=headers)


def _lines(entries: list[Json]) -> Iterator[str]:
    return (f"{line(entry)}\n" for entry in entries)


def _whole(request: Request, name: str, default: int) -> int:
    """Read a number from the query; raises Refused for anything else, figures of other scripts included."""
    text = request.query_params.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 16):  # noqa: PLR2004 - no log is that long
        raise Refused(f"{name} is a whole number; after is that of the last entry you have, 0 for all, limit how many.")
    return int(text)
