"""The pages that whoever runs Baton asks for: does it live, is it ready, and its figures."""

import json
from collections.abc import Callable
from http import HTTPStatus

from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from commands.seeing.condition import Condition
from commands.seeing.figures import Figures


def routes(look: Callable[[], Condition], figures: Figures) -> list[Route]:
    """Return the routes. Looking asks the database, so the server answers from a thread of its own."""

    async def healthz(_: Request) -> Response:
        return JSONResponse({"status": "alive"})

    def readyz(_: Request) -> Response:
        found = look()
        status = HTTPStatus.SERVICE_UNAVAILABLE if found.problems else HTTPStatus.OK
        return Response(json.dumps(found.in_words()), status, media_type="application/json")

    def metrics(_: Request) -> Response:
        return Response(figures.page(look()), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
