"""Bolt as we use it: it answers after the commit, never repeats a call that writes, and asks Slack nothing by itself."""

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from commands.seeing.figures import Figures
from commands.seeing.stages import WatchedApp
from commands.settings import Settings, bot_token
from messages.delivery.directory import Identity
from messages.delivery.slack import trust


def bolt(settings: Settings, me: Identity, figures: Figures) -> WatchedApp:
    """Build the Bolt app of one workspace, with no listeners yet."""
    secret = settings.slack_signing_secret
    authorized = AuthorizeResult(
        enterprise_id=None,
        team_id=me.team_id,
        bot_token=bot_token(settings),
        bot_id=me.bot_id,
        bot_user_id=me.bot_user_id,
    )
    return WatchedApp(
        figures=figures,
        client=WebClient(base_url=settings.slack_api_url, ssl=trust(), retry_handlers=[]),
        # Asked already: Bolt's own question, in its constructor, would end the program when Slack is busy just then.
        authorize=lambda: authorized,
        signing_secret=secret.get_secret_value() if secret else "",
        process_before_response=True,
        raise_error_for_unhandled_request=False,
        # Our own messages come back to us as the proof that they arrived.
        ignoring_self_events_enabled=False,
    )
