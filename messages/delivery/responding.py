"""Answer through the one-time address that Slack gives with a press or a command. No token, and never logged."""

import http.client
import json
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

from messages.delivery.addresses import is_slacks
from messages.message import Message

TIMEOUT = 5.0


class _StayHere(HTTPRedirectHandler):
    """Follows nobody to another address: that one was never looked at."""

    def redirect_request(self, *_: Any) -> None:
        return None


_opener = build_opener(_StayHere)


def respond(response_url: str, message: Message, *, api_url: str, replace: bool = False) -> bool:
    """Show a message to the one who asked, or in place of the one they pressed; False when Slack did not take it.

    Only an address of the Slack behind ``api_url`` is called. What Slack makes of a failed answer is lost; the person
    can ask again.
    """
    if not is_slacks(response_url, api_url=api_url):
        return False
    body: dict[str, Any] = {"text": message.text, "replace_original": replace}
    if message.blocks:
        body["blocks"] = list(message.blocks)
    if not replace:
        body["response_type"] = "ephemeral"
    request = Request(  # noqa: S310 - the address was looked at above
        response_url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            return bool(answer.status == http.client.OK)
    except (OSError, http.client.HTTPException):
        return False
