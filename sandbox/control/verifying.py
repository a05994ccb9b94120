"""The control route that proves the app's request URL, as Slack does when one is entered."""

from starlette.requests import Request

from sandbox.deliveries.verifying import Verifying
from sandbox.errors import Json
from sandbox.platform import Platform


async def verify(platform: Platform, _request: Request) -> Json:
    """Verify on demand and not by itself, so that a workspace can be started before its app."""
    shared = platform.shared
    way = shared.dispatcher
    verifying = Verifying(shared.app, shared.ids, way.http, shared.traffic, way.ack_seconds)
    return await verifying.verify(shared.clock.now().isoformat())
