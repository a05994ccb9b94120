"""A shortcut as Slack tells of it: from the menu of the workspace, or of a message with its words and the way to it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commands.discretion import without_tokens
from commands.spelling import unescape

Body = Mapping[str, Any]

LINK = re.compile(
    r"https://[a-z0-9-]{1,80}(?:\.enterprise)?\.slack\.com/archives/[CDG][A-Z0-9]{2,20}/p[0-9]{10,20}"
    r"(?:\?thread_ts=[0-9.]{10,21}&cid=[CDG][A-Z0-9]{2,20})?"
)
"""What leads to a message. Nothing else is kept with a step, whatever a form says that comes back to us."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The message on which a shortcut was started: its words, without any token, and the link to it. Else both empty."""

    text: str = ""
    link: str = ""


def chosen(body: Body) -> Chosen:
    """Read what a shortcut was started on."""
    message = body.get("message")
    if not message:
        return Chosen()
    # A message may hold forty thousand characters; a form shows the first of them.
    return Chosen(unescape(without_tokens(str(message.get("text") or ""))), _link(body, message))


def _link(body: Body, message: Body) -> str:
    """Put the link together as Slack does: asking Slack for it would cost some of the three seconds that a form has."""
    domain, channel, ts = (
        (body.get("team") or {}).get("domain"),
        (body.get("channel") or {}).get("id"),
        body.get("message_ts"),
    )
    thread = message.get("thread_ts")
    link = f"https://{domain}.slack.com/archives/{channel}/p{str(ts).replace('.', '')}"
    found = f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link
    return found if LINK.fullmatch(found) else ""
