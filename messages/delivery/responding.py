"""Answer through the one-time address that Slack gives with a press or a command. No token, and never logged."""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from messages.message import Message

TIMEOUT = 5.0


def respond(response_url: str, message: Message, *, replace: bool = False) -> bool:
    """Show a message to the one who asked, or in place of the one they pressed; False when Slack did not take it.

    What Slack makes of a failed answer is lost; the person can ask again.
    """
    if urlsplit(response_url).scheme not in {"https", "http"}:
        return False
    body: dict[str, Any] = {"text": message.text, "replace_original": replace}
    if message.blocks:
        body["blocks"] = list(message.blocks)
    if not replace:
        body["response_type"] = "ephemeral"
    request = Request(  # noqa: S310 - the scheme was looked at above
        response_url, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
            return bool(answer.status == http.client.OK)
    except (OSError, http.client.HTTPException):
        return False
