"""Ask Slack how an installation stands: whose the tokens are, what they may do, where the bot is, what time it is."""

import http.client
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.findings import Finding, doubtful, fine, wrong
from bot.model import ChannelId
from messages.delivery.directory import WRONG_TOKEN
from messages.delivery.outcomes import Refused, Sent, of_trouble
from messages.delivery.slack import SILENT, Slack, trust

SECONDS = 10
MOST_SKEW, WORST_SKEW = timedelta(seconds=60), timedelta(seconds=300)
"""Slack signs with its clock, and what is five minutes old by ours is refused."""

BOT, APP = "bot token", "app token"
UNREACHABLE = "Check the network, a proxy, and SLACK_API_URL."
AGAIN = "Print the manifest (python app.py manifest), update the app with it, and install it again."


@dataclass(frozen=True, slots=True)
class Introduced:
    """What Slack told with the question who we are: its findings, and the scopes and the moment in its answer's head."""

    findings: tuple[Finding, ...]
    team_id: str = ""
    scopes: frozenset[str] | None = None
    slacks_time: datetime | None = None


def introduce(token: str, *, base_url: str) -> Introduced:
    """Ask whose the bot's token is. Nothing is asked twice: who waits for this reads at once what is wrong."""
    client = WebClient(token, base_url=base_url, ssl=trust(), timeout=SECONDS, logger=SILENT, retry_handlers=[])
    try:
        response = client.api_call("auth.test")
    except (SlackApiError, OSError, http.client.HTTPException, ValueError) as trouble:
        said = of_trouble(trouble)
        why = getattr(said, "why", "no answer")
        told = getattr(getattr(trouble, "response", None), "headers", {})
        return Introduced((_no_introduction(str(why)),), slacks_time=_moment(told))
    answer: Mapping[str, Any] = response.data if isinstance(response.data, dict) else {}
    scopes = _head(response.headers, "x-oauth-scopes")
    return Introduced(
        (_whose(answer),),
        team_id=str(answer.get("team_id", "")),
        scopes=frozenset(scope.strip() for scope in scopes.split(",") if scope.strip()) if scopes else None,
        slacks_time=_moment(response.headers),
    )


def _no_introduction(why: str) -> Finding:
    if why in WRONG_TOKEN:
        words = f"Slack does not accept SLACK_BOT_TOKEN ({why})."
        return wrong(BOT, words, "Install the app in the workspace and copy its Bot User OAuth Token (xoxb-…).")
    return wrong(BOT, f"Slack cannot be asked whose SLACK_BOT_TOKEN is: {why}.", UNREACHABLE)


def _whose(answer: Mapping[str, Any]) -> Finding:
    if not answer.get("bot_id"):
        return wrong(
            BOT, "SLACK_BOT_TOKEN is a person's token.", "Take the Bot User OAuth Token, it starts with xoxb-."
        )
    return fine(BOT, f"It is of @{answer.get('user')} in {answer.get('team')} ({answer.get('team_id')}).")


def scopes(held: Collection[str] | None, asked: Collection[str]) -> Iterator[Finding]:
    """Compare what the token may do with what the manifest asks for."""
    if held is None:
        yield doubtful("scopes", "Slack did not say which scopes the token has.", "Look under OAuth & Permissions.")
        return
    missing, spare = sorted(set(asked) - set(held)), sorted(set(held) - set(asked))
    if missing:
        yield wrong("scopes", f"Missing: {', '.join(missing)}.", AGAIN)
    if spare:
        yield doubtful("scopes", f"More than Baton needs: {', '.join(spare)}.", f"Take them away. {AGAIN}")
    if not missing and not spare:
        yield fine("scopes", f"All {len(set(asked))} are there, and no other.")


def app_token(slack: Slack) -> Finding:
    """Ask whether Slack would open Socket Mode with the app's token, which is that of ``slack``."""
    said = slack.ask("apps.connections.open", {})
    if isinstance(said, Sent):
        return fine(APP, "Slack opens Socket Mode with it.")
    if said.why in WRONG_TOKEN | {"missing_scope"}:
        words = f"Slack does not accept SLACK_APP_TOKEN ({said.why})."
        return wrong(APP, words, "Make an App-Level Token with the scope connections:write, it starts with xapp-.")
    if isinstance(said, Refused):
        return wrong(
            APP, f"Slack does not open Socket Mode: {said.why}.", "Switch Socket Mode on in the app's settings."
        )
    return wrong(APP, f"Slack cannot be asked to open Socket Mode: {said.why}.", UNREACHABLE)


def channel(slack: Slack, name: str, channel_id: ChannelId | None, *, otherwise: str) -> Finding:
    """Tell whether the bot can post in a channel; ``otherwise`` says what happens where none is chosen."""
    if channel_id is None:
        return fine(name, otherwise)
    said = slack.ask("conversations.info", {"channel": channel_id})
    invite = f"Invite Baton in {channel_id}, or choose another channel in /deal settings."
    if not isinstance(said, Sent):
        if said.why == "channel_not_found":
            words = f"Slack shows no channel {channel_id}: it was deleted, or is private and Baton is not in it."
            return wrong(name, words, invite)
        return wrong(name, f"Slack cannot be asked for {channel_id}: {said.why}.", UNREACHABLE)
    return _channel(name, channel_id, said.answer.get("channel") or {}, invite)


def _channel(name: str, channel_id: ChannelId, shown: Mapping[str, Any], invite: str) -> Finding:
    called = f"#{shown.get('name')} ({channel_id})"
    if shown.get("is_archived"):
        return wrong(name, f"{called} is archived.", "Bring it back in Slack, or choose another in /deal settings.")
    if not shown.get("is_member"):
        return wrong(name, f"Baton is not in {called}.", invite)
    if shown.get("is_ext_shared"):
        words = f"{called} is shared with another company, which reads all that Baton writes there."
        return doubtful(name, words, "Choose a channel of your own in /deal settings.")
    return fine(name, f"Baton is in {called}.")


def clock(slacks_time: datetime | None, now: datetime) -> Finding:
    """Hold this machine's clock against the one in Slack's answer, which tells whole seconds."""
    if slacks_time is None:
        return doubtful("clock", "Slack did not say what time it is.", UNREACHABLE)
    skew = abs(now - slacks_time)
    words = f"It is {skew.total_seconds():.0f} s {'ahead of' if now > slacks_time else 'behind'} Slack's."
    if skew > WORST_SKEW:
        return wrong(
            "clock", f"{words} Slack's requests would be refused as stale.", "Let NTP set this machine's clock."
        )
    if skew > MOST_SKEW:
        return doubtful("clock", words, "Let NTP set this machine's clock.")
    return fine("clock", "It agrees with Slack's.")


def _moment(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(_head(headers, "date"))
    except ValueError:
        return None


def _head(headers: Mapping[str, str], wanted: str) -> str:
    return next((value for name, value in headers.items() if name.lower() == wanted), "")
