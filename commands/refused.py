"""How a request is refused over HTTP, at whichever door: one sentence, for whoever reads what their program was told."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import JSONResponse, Response


def refused(status: HTTPStatus, sentence: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer."""
    return JSONResponse({"status": "refused", "problem": sentence}, status, headers)
