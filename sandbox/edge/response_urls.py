"""The HTTP side of response URLs: where an app answers an interaction without a token."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.edge.bodies import BodyStalledError, BodyTooLargeError, read_body
from sandbox.edge.json_text import read_json
from sandbox.edge.stumbling import sound
from sandbox.errors import SlackError
from sandbox.platform import Platform
from sandbox.world import World

# Response URLs are webhooks: Slack answers their failures as bare words with an HTTP status, not as `ok: false`.
BROKEN_DOWN = "server_error"


@dataclass(frozen=True)
class ResponseUrls:
    """The endpoint for /hooks/actions/T…/…/…; the third part of the path is the workspace."""

    platform: Platform

    async def answer(self, request: Request) -> Response:
        shared = self.platform.shared
        at = shared.clock.now()
        with shared.in_flight.one():
            try:
                body = read_json(await read_body(request))
            except (ValueError, BodyStalledError):
                return self._sent_back(request, at, "invalid_payload", 400)
            except BodyTooLargeError:
                return self._sent_back(request, at, "request_too_large", 413)

            def broken_down(bug: str) -> Response:
                return self._sent_back(request, at, BROKEN_DOWN, 500, bug=bug)

            return await sound(self._used(request, at, body), broken_down)

    async def _used(self, request: Request, at: datetime, body: Any) -> Response:
        path = request.url.path
        try:
            self._workspace(path).hooks.use(path, body)
            answer, status = {"ok": True}, 200
        except SlackError as error:
            answer, status = error.answer(), 404 if error.code.endswith("_url") else 400
        self._note(path, at, body, answer, status)
        return JSONResponse(answer, status)

    def _sent_back(self, request: Request, at: datetime, code: str, status: int, **more: Any) -> Response:
        self._note(request.url.path, at, {}, code, status, **more)
        return PlainTextResponse(code, status)

    def _note(self, path: str, at: datetime, body: Any, answer: Any, status: int, **more: Any) -> None:
        args = body if isinstance(body, dict) else {"body": body}
        traffic, team = self.platform.shared.traffic, _team_in(path)
        traffic.log(
            "hook", "response_url", at=at.isoformat(), args=args, status=status, answer=answer, team=team, **more
        )

    def _workspace(self, path: str) -> World:
        world = self.platform.worlds.get(_team_in(path))
        if world is None:
            raise SlackError("invalid_url")
        return world


def _team_in(path: str) -> str:
    return "".join(path.split("/")[3:4])
