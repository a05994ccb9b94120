"""Answers a Web API call: who calls, is it too often, may they, and what comes of it. Knows no HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field

from sandbox.arguments import Arguments
from sandbox.errors import Json, SlackError
from sandbox.web_api.call import Call, Method
from sandbox.web_api.registry import METHODS
from sandbox.world import World

OK, TOO_MANY = 200, 429


@dataclass(frozen=True)
class Answer:
    """An HTTP status, a body and headers; `is_dropped` closes the connection without a word."""

    body: Json
    status: int = OK
    headers: dict[str, str] = field(default_factory=dict)
    is_dropped: bool = False


def find_method(name: str) -> Method:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    return method


def authenticate(world: World, method: Method, token: str) -> None:
    """Raise Slack's error unless this is the token that the method asks for."""
    if not token:
        raise SlackError("not_authed")
    known = {world.app.bot_token: "bot", world.app.app_token: "app"}
    if token not in known:
        raise SlackError("invalid_auth")
    if known[token] != method.token:
        raise SlackError("not_allowed_token_type")


def answer_call(world: World, method: Method, arguments: Json) -> Answer:
    """Carry the call out, if it is not too many and its scopes are there."""
    wait = world.rates.take(_rate_key(world, method, arguments), method.rate, world.clock.epoch())
    if wait is not None:
        return too_many(wait)
    call = Call(world, method, Arguments(arguments))
    try:
        call.require(method.scopes)
        body = {"ok": True, **method.run(call)}
    except SlackError as error:
        body = error.answer()
    else:
        world.changes.touch()
    return Answer(body, headers=_scope_headers(world, method))


def too_many(seconds: int) -> Answer:
    return Answer({"ok": False, "error": "ratelimited"}, TOO_MANY, {"Retry-After": str(seconds)})


@contextmanager
def lost(world: World) -> Iterator[None]:
    """Let what is done inside leave no trace: it happens to a copy of the workspace, and the app hears nothing of it."""
    kept = dict(vars(world.team))
    vars(world.team).update(vars(deepcopy(world.team)))
    try:
        with world.events.muted():
            yield
    finally:
        vars(world.team).update(kept)


def _rate_key(world: World, method: Method, arguments: Json) -> str:
    key = f"{world.team.id}:{method.name}"
    return f"{key}:{arguments.get('channel')}" if method.name == "chat.postMessage" else key


def _scope_headers(world: World, method: Method) -> dict[str, str]:
    accepted = method.scopes or tuple(scope for scopes in method.kinds.values() for scope in scopes)
    headers = {"X-OAuth-Scopes": ",".join(world.app.scopes)}
    return headers | ({"X-Accepted-OAuth-Scopes": ",".join(accepted)} if accepted else {})
