"""The only outbound calls to Slack's Web API: each returns what came of it and raises nothing that Slack caused."""

import http.client
import logging
import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.model import ChannelId, UserId
from messages.delivery.outcomes import SHUT_SECONDS, Later, Outcome, Sent, Unsure, of_trouble

TIMEOUT = 10.0
# The client would log request bodies when somebody turns debugging on; outcomes are logged by those who act on them.
SILENT = logging.getLogger("messages.delivery.client")
SILENT.setLevel(logging.CRITICAL)
SILENT.propagate = False


@cache
def trust() -> ssl.SSLContext:
    """Return what this machine trusts, read once: the SDK would read it anew for each call and each socket."""
    return ssl.create_default_context()


class Slack:
    """One workspace's Slack, as its bot user."""

    def __init__(self, token: str | None, *, base_url: str, timeout: float = TIMEOUT) -> None:
        self._again = WebClient(token, base_url=base_url, ssl=trust(), logger=SILENT)
        # The client's own second try after a broken connection would post a message twice.
        self._once = WebClient(token, base_url=base_url, ssl=trust(), logger=SILENT, retry_handlers=[])
        for client in (self._once, self._again):
            client.timeout = timeout  # type: ignore[assignment] # it takes part of a second as well
        self.timeout = timeout
        # Slack never gives two people another channel: what was opened once need not be asked for again.
        self._direct: dict[str, ChannelId] = {}
        self._homes: dict[str, str] = {}

    def direct_channel(self, person: UserId) -> ChannelId | None:
        """Return the channel of direct messages with a person, if it was opened before."""
        return self._direct.get(person)

    def keep_direct(self, person: UserId, channel_id: ChannelId) -> None:
        """Remember that channel for as long as this process lives."""
        self._direct[person] = channel_id

    def home_hash(self, person: UserId) -> str | None:
        """Return the hash of the Home that this process published last for a person."""
        return self._homes.get(person)

    def keep_home(self, person: UserId, newest: str | None) -> None:
        """Remember that hash; None: forget it."""
        if newest:
            self._homes[person] = newest
        else:
            self._homes.pop(person, None)

    def send(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        """Call once, whatever happens."""
        return _call(self._once, method, arguments)

    def ask(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        """Call what can be repeated without harm; a broken connection is tried once more."""
        return _call(self._again, method, arguments)


class NoSlack(Slack):
    """Nobody's: where Baton is not installed nothing happens, and what is to be said there waits."""

    def __init__(self) -> None:
        super().__init__("", base_url="http://127.0.0.1:9/")

    def send(self, method: str, arguments: Mapping[str, Any]) -> Outcome:  # noqa: ARG002 - whatever it is
        """Say that it did not happen."""
        return Later(SHUT_SECONDS, "not_installed")

    ask = send


def _call(client: WebClient, method: str, arguments: Mapping[str, Any]) -> Outcome:
    try:
        # Blocks and metadata travel as JSON; several reading methods take nothing but form fields.
        if method.startswith(("chat.", "views.")):
            response = client.api_call(method, json=dict(arguments))
        else:
            response = client.api_call(method, params=dict(arguments))
    except (SlackApiError, OSError, http.client.HTTPException, ValueError) as trouble:
        return of_trouble(trouble)
    return Sent(response.data) if isinstance(response.data, dict) else Unsure("an answer that is no JSON object")
