"""Let in only what Slack says on behalf of our own app: two apps' secrets are soon mixed up in one environment."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from slack_bolt import BoltResponse

log = logging.getLogger(__name__)

Middleware = Callable[..., BoltResponse]


def only_of(our_app: Callable[[], str]) -> Middleware:
    """Return a Bolt middleware that refuses what was meant for another app; while ours is not known it asks nobody.

    The signature proves that Slack speaks, not that it speaks of the workspace and app whose token we hold: with
    another app's signing secret we would answer that app's users, and post as ours.
    """

    def check(body: Mapping[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002 - Bolt's own name
        app_id, spoken_to = our_app(), body.get("api_app_id")
        if not app_id or not spoken_to or spoken_to == app_id:
            return next()
        log.warning(
            "Slack speaks to app %s and our token is of app %s. Take all tokens and secrets from one app.",
            spoken_to,
            app_id,
        )
        return BoltResponse(status=HTTPStatus.UNAUTHORIZED, body={"error": "another app"})

    return check
