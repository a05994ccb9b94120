"""The HTTP side of the Web API: reads a request, finds out what is asked and by whom, and sends the answer off."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from sandbox.edge.arguments import parse
from sandbox.edge.bodies import BodyStalledError, BodyTooLargeError, read_body
from sandbox.edge.stumbling import sound
from sandbox.errors import Json, SlackError
from sandbox.platform import Platform
from sandbox.web_api.answer import Answer
from sandbox.web_api.answering import authenticate, credentials, find_method
from sandbox.web_api.attempt import BROKEN_DOWN, Attempt, note_call

VERBS = ("GET", "POST")
# Slack does not document what it says to other verbs and to bodies without measure; these are HTTP's own words.
WRONG_VERB = Answer({"ok": False, "error": "method_not_allowed"}, 405, {"Allow": ", ".join(VERBS)})
TOO_LARGE = Answer({"ok": False, "error": "request_too_large"}, 413)


@dataclass(frozen=True)
class WebApi:
    """An ASGI application for /api/{method}."""

    platform: Platform

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        with self.platform.shared.in_flight.one():
            answer = await self._answer(request.path_params["method"], request)
        if answer.ending == "unanswered":
            # Outside of what is under way: the clock moves on while the app waits for what will never come.
            await self._until_gone(receive)
        if answer.ending:
            await scope["sandbox.drop"]()
            return
        await JSONResponse(answer.body, answer.status, answer.headers)(scope, receive, send)

    async def _answer(self, name: str, request: Request) -> Answer:
        """Answer the call; what does not get as far as a method is written down here."""
        at = self.platform.shared.clock.now()
        try:
            body = await read_body(request)
        except BodyTooLargeError:
            return self._sent_back(name, at, {}, TOO_LARGE)
        except BodyStalledError:
            return self._sent_back(name, at, {}, Answer(SlackError("request_timeout").answer()))
        # Slack takes GET for every method, also for those that write.
        if request.method not in VERBS:
            return self._sent_back(name, at, {}, WRONG_VERB)

        def broken_down(bug: str) -> Answer:
            return self._sent_back(name, at, {}, Answer(BROKEN_DOWN), bug=bug)

        return await sound(self._called(name, at, request, body), broken_down)

    async def _called(self, name: str, at: datetime, request: Request, body: bytes) -> Answer:
        arguments: Json = {}
        try:
            method = find_method(name)
            content_type = request.headers.get("content-type", "")
            arguments = parse(content_type, body, request.url.query, takes_json=method.takes_json)
            given = credentials(request.headers.get("authorization", ""))
            if method.is_told_who:
                arguments |= given
            caller = authenticate(self.platform, method, given.get("token") or str(arguments.get("token") or ""))
        except SlackError as error:
            return self._sent_back(name, at, arguments, Answer(error.answer()))
        # Only now: a call that Slack refuses at the door has not come far enough for anything to go wrong.
        team = caller.team.id if caller else ""
        fault = self.platform.shared.faults.first(name, arguments, team=team, now=at)
        return await Attempt(self.platform, method, arguments, caller, at, fault).answered()

    def _sent_back(self, name: str, at: datetime, arguments: Json, answer: Answer, **more: Any) -> Answer:
        note_call(self.platform, name, at, arguments, answer, **more)
        return answer

    async def _until_gone(self, receive: Receive) -> None:
        """Wait until the caller has given up, or the sandbox ends."""
        ends = [asyncio.ensure_future(_disconnected(receive)), asyncio.ensure_future(self._closing())]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in ends:
                one.cancel()
                with suppress(asyncio.CancelledError):
                    await one

    async def _closing(self) -> None:
        async for _ in self.platform.shared.changes.stream():
            pass


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
