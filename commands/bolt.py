"""Bolt as we use it: it answers after the commit, never repeats a call that writes, and asks Slack nothing by itself."""

from collections.abc import Callable

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from commands.seeing.figures import Figures
from commands.seeing.stages import WatchedApp
from commands.settings import Settings
from messages.delivery.giving_way import GivingWay
from messages.delivery.slack import trust


def bolt(
    settings: Settings, authorize: Callable[..., AuthorizeResult | None], figures: Figures, first: GivingWay
) -> WatchedApp:
    """Build the Bolt app, with no listeners yet; ``authorize`` names the token by which a request is answered."""
    secret = settings.slack_signing_secret
    return WatchedApp(
        figures=figures,
        answering=first.answering,
        client=WebClient(base_url=settings.slack_api_url, ssl=trust(), retry_handlers=[]),
        # Asked already: Bolt's own question, in its constructor, would end the program when Slack is busy just then.
        authorize=authorize,
        signing_secret=secret.get_secret_value() if secret else "",
        process_before_response=True,
        raise_error_for_unhandled_request=False,
        # Our own messages come back to us as the proof that they arrived.
        ignoring_self_events_enabled=False,
    )
