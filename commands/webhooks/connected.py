"""POST /webhooks/{source}/{connection}: each connected system has an address and a secret of its own."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn, Protocol
from uuid import UUID

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.connected import Opened, Unheard
from bot.model import WorkspaceId
from bot.ports import Trouble
from commands.bodies import body_of
from commands.webhooks.call import METHODS, Answered, Call, Receive, not_allowed, unavailable
from commands.webhooks.failure import Unavailable
from commands.webhooks.fields import LONGEST_NAME, SOURCE

log = logging.getLogger(__name__)

PATH = "/webhooks/{source}/{connection}"


class Connections(Protocol):
    """What is known of the connections of all workspaces; each method may raise Trouble."""

    def find(self, source: str, connection_id: UUID, *, now: datetime) -> Opened | None:
        """Return the connection with this address; None where there is none, or its workspace sleeps."""
        ...

    def heard(self, opened: Opened, *, now: datetime) -> None:
        """Note that something came and was taken."""
        ...

    def refused(self, opened: Opened, why: Unheard, *, now: datetime) -> None:
        """Note that something came and was not taken."""
        ...


def address_of(public_url: str, source: str, connection_id: UUID) -> str:
    """Return the address that a connected system sends to."""
    return f"{public_url.rstrip('/')}{PATH.format(source=source, connection=connection_id.hex)}"


@dataclass(frozen=True, slots=True)
class ConnectedDoor:
    """All the doors behind this one path.

    ``receiver`` returns who takes in what comes for a workspace. ``nobodys`` is a secret that nobody has: where there is
    no connection, what came is held against it, so that both take the same time and get the same answer.
    """

    connections: Connections
    receiver: Callable[[WorkspaceId], Receive]
    now: Callable[[], datetime]
    nobodys: str

    def route(self) -> Route:
        """Return the route."""
        return Route(PATH, self._endpoint, methods=METHODS)

    async def _endpoint(self, request: Request) -> Response:
        if request.method != "POST":
            return not_allowed()
        body = await body_of(request)
        return body if isinstance(body, Response) else await run_in_threadpool(self.answer, request, body)

    def answer(self, request: Request, body: bytes) -> Response:
        """Answer one call; what is noted of it is written after the answer has left."""
        at = self.now()
        try:
            opened = self._found(request, at)
        except Trouble:
            return unavailable(Unavailable())
        if opened is None:
            return Call(request, body, at).answer([self.nobodys], _nobody).response
        call = Call(request, body, at, source=opened.source)
        answered = call.answer(opened.secrets, self.receiver(opened.workspace_id))
        answered.response.background = BackgroundTask(self._note, opened, answered, at)
        return answered.response

    def _found(self, request: Request, at: datetime) -> Opened | None:
        source, connection_id = request.path_params["source"], _read_id(request.path_params["connection"])
        if connection_id is None or len(source) > LONGEST_NAME or not SOURCE.fullmatch(source):
            return None
        return self.connections.find(source, connection_id, now=at)

    def _note(self, opened: Opened, answered: Answered, at: datetime) -> None:
        try:
            if answered.unheard:
                self.connections.refused(opened, answered.unheard, now=at)
            elif answered.response.status_code < FIRST_REFUSAL:
                self.connections.heard(opened, now=at)
        except Trouble as trouble:
            # Only a line that admins look at; the answer has left, and counts.
            log.warning("what came by connection %s was not noted: %s", opened.connection_id, trouble)


FIRST_REFUSAL = 400
_HEX = 32


def _read_id(text: str) -> UUID | None:
    """Read an id as it stands in our addresses, and in no other spelling."""
    if len(text) != _HEX or not set(text) <= set("0123456789abcdef"):
        return None
    return UUID(hex=text)


def _nobody(_event: str, _news: object) -> NoReturn:
    raise Unavailable
