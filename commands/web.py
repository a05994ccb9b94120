"""The HTTP server: Slack's requests, webhooks, and what operators ask."""

from collections.abc import Callable, Sequence

import uvicorn
from slack_bolt import App
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from commands import slack_door
from commands.limits import Limits
from commands.patience import PatientProtocol
from commands.seeing import pages
from commands.seeing.condition import Condition
from commands.seeing.figures import Figures
from commands.slack_door import Believes


def server(
    app: App | None,
    *,
    webhooks: Sequence[Route],
    condition: Callable[[], Condition],
    figures: Figures | None = None,
    believes: Believes | None = None,
) -> Starlette:
    """Return the HTTP server. Without ``app`` Slack's requests come over Socket Mode, not here.

    ``believes`` looks at Slack's signature before anything else does.
    """
    routes = [*pages.routes(condition, figures or Figures(seconds=float)), *webhooks]
    if app is not None:
        routes.append(slack_door.route(app, believes))
    return Starlette(routes=routes, middleware=[Middleware(Limits)])


def listen(site: Starlette, *, host: str, port: int) -> None:
    """Serve until told to stop. What is written stands in the program's own log."""
    # No WebSocket leads to us, those of Slack are ours to open.
    # Its own log would be set up past what hides secrets in ours.
    uvicorn.run(site, host=host, port=port, http=PatientProtocol, ws="none", access_log=False, log_config=None)
