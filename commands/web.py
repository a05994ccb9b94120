"""The HTTP server: Slack's requests, webhooks, and what operators ask."""

from collections.abc import Callable, Sequence
from datetime import datetime

from slack_bolt import App
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from bot.watching import Pulse
from commands import slack_door
from commands.limits import Limits
from commands.seeing import condition as seen
from commands.seeing import pages
from commands.seeing.figures import Figures
from commands.slack_door import Believes


def Condition(  # noqa: N802 - stands in while app.py changes over
    ticked_at: datetime | None, waiting: int, *, is_quiet: bool, problem: str | None = None
) -> seen.Condition:
    """Return a condition of one problem."""
    return seen.Condition(ticked_at, Pulse(waiting=waiting), is_quiet, (problem,) if problem else ())


def server(
    app: App | None,
    *,
    webhooks: Sequence[Route],
    condition: Callable[[], seen.Condition],
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
