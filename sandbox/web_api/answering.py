"""Answers a Web API call: who calls, is it too often, may they, and what comes of it. Knows no HTTP."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy

from sandbox.edge.arguments import Arguments
from sandbox.errors import Json, SlackError
from sandbox.platform import Platform
from sandbox.web_api.answer import Answer, too_many
from sandbox.web_api.call import Call, Method
from sandbox.web_api.pace import limits_on
from sandbox.web_api.registry import METHODS
from sandbox.world import World


def find_method(name: str) -> Method:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    return method


def credentials(header: str) -> dict[str, str]:
    """Read an Authorization header: the token of a bearer, or the client id and secret of Basic; empty for neither."""
    scheme, _, rest = header.partition(" ")
    if scheme.lower() == "bearer" and rest.strip():
        return {"token": rest.strip()}
    if scheme.lower() == "basic":
        with suppress(binascii.Error, UnicodeDecodeError):
            client_id, _, secret = base64.b64decode(rest, validate=True).decode().partition(":")
            return {"client_id": client_id, "client_secret": secret}
    return {}


def authenticate(platform: Platform, method: Method, token: str) -> World | None:
    """Find the workspace whose bot calls, None for the app itself; raises Slack's error for the wrong token."""
    if method.token == "none":  # noqa: S105 - a type of token
        return None
    if not token:
        raise SlackError("not_authed")
    caller = platform.world_of(token)
    if caller is None and token != platform.shared.app.app_token:
        raise SlackError("invalid_auth")
    if method.token != ("bot" if caller else "app"):
        raise SlackError("not_allowed_token_type")
    return caller


def answer_call(platform: Platform, caller: World | None, method: Method, arguments: Json) -> Answer:
    """Carry the call out, if it is not too many and its scopes are there."""
    shared = platform.shared
    wait = shared.rates.take(limits_on(method, caller, arguments), shared.clock.epoch())
    if wait is not None:
        return too_many(wait)
    call = Call(platform, method, Arguments(arguments), caller)
    try:
        body = {"ok": True, **call.carried_out()}
    except SlackError as error:
        body = error.answer()
    else:
        shared.changes.touch()
    return Answer(body, headers=_scope_headers(caller, method))


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


def _scope_headers(caller: World | None, method: Method) -> dict[str, str]:
    if caller is None:
        return {}
    accepted = method.scopes or tuple(scope for scopes in method.kinds.values() for scope in scopes)
    headers = {"X-OAuth-Scopes": ",".join(caller.bot.scopes)}
    return headers | ({"X-Accepted-OAuth-Scopes": ",".join(accepted)} if accepted else {})
