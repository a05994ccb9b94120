"""The HTTP side of the Web API: reads a request, lets a fault have its way, answers, and logs it all."""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from sandbox.arguments import parse
from sandbox.errors import Json, SlackError
from sandbox.faults import Fault
from sandbox.platform import Platform
from sandbox.web_api.answering import OK, Answer, answer_call, authenticate, credentials, find_method, lost, too_many
from sandbox.web_api.call import Method
from sandbox.world import World


@dataclass(frozen=True)
class WebApi:
    """An ASGI application for /api/{method}."""

    platform: Platform

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        name = request.path_params["method"]
        with self.platform.shared.in_flight.one():
            answer = await self._answer(name, request, await request.body())
        if answer.is_dropped:
            await scope["sandbox.drop"]()
            return
        await JSONResponse(answer.body, answer.status, answer.headers)(scope, receive, send)

    async def _answer(self, name: str, request: Request, body: bytes) -> Answer:
        at = self.platform.shared.clock.now().isoformat()
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
            answer = Answer(error.answer())
            self._log(name, at, arguments, answer, None)
            return answer
        fault = self.platform.shared.faults.first(name, arguments)
        return await self._with_fault(fault, method, arguments, at, caller)

    async def _with_fault(
        self, fault: Fault | None, method: Method, arguments: Json, at: str, caller: World | None
    ) -> Answer:
        if fault and fault.kind == "hang":
            await asyncio.sleep(float(fault.value))
        answer = (fault and refusal(fault)) or self._carry_out(fault, method, arguments, at, caller)
        is_dropped = fault is not None and fault.kind in ("apply_then_drop", "drop_before")
        answer = Answer(answer.body, answer.status, answer.headers, is_dropped)
        self._log(method.name, at, arguments, answer, caller)
        return answer

    def _carry_out(self, fault: Fault | None, method: Method, arguments: Json, at: str, caller: World | None) -> Answer:
        if fault and fault.kind == "lose" and caller:
            with lost(caller):
                return answer_call(self.platform, caller, method, arguments)
        answer = answer_call(self.platform, caller, method, arguments)
        if fault and fault.kind == "double":
            self._log(method.name, at, arguments, answer, caller)
            return answer_call(self.platform, caller, method, arguments)
        return answer

    def _log(self, method: str, at: str, arguments: Json, answer: Answer, caller: World | None) -> None:
        self.platform.shared.traffic.log(
            "call",
            method,
            at=at,
            args=arguments,
            status="dropped" if answer.is_dropped else answer.status,
            answer=None if answer.is_dropped else answer.body,
            team=caller.team.id if caller else None,
        )


def refusal(fault: Fault) -> Answer | None:
    """Answer in the place of the method, if the fault is of the kind that keeps it from being carried out."""
    if fault.kind == "429":
        return too_many(int(float(fault.value)))
    if fault.kind == "status":
        return Answer({"ok": False, "error": "internal_error"}, int(fault.value))
    if fault.kind == "error":
        return Answer({"ok": False, "error": fault.value})
    if fault.kind == "unknown_method":
        return Answer({"ok": False, "error": "unknown_method"})
    return Answer({}, OK) if fault.kind == "drop_before" else None
