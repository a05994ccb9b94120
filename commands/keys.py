"""By what an input is known again when it comes a second time, whatever ids its second delivery has. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Body = Mapping[str, Any]
LONGEST = 200
"""Characters of a key; PostgreSQL indexes no text of any length, and what a button carries may have two thousand."""


def typed(command: Body) -> str:
    """Name a typed command: Slack gives each a trigger of its own, and repeats it with the same one.

    Its retry number is no part of it, and neither are the words: two people may type the same, and one person twice.
    """
    return fitted("typed", command["trigger_id"])


def pressed(body: Body, action: Body) -> str:
    """Name a press by who pressed what, where and when; the trigger is new with each delivery, the moment is not."""
    where = body.get("container") or {}
    message = where.get("message_ts") or where.get("view_id")
    named = (body["user"]["id"], message, action["action_id"], action.get("value"), action.get("action_ts"))
    return fitted("press", *named)


def started(body: Body) -> str:
    """Name a shortcut by who started which one, where and when; the trigger is new with each delivery."""
    where = (body.get("channel") or {}).get("id"), body.get("message_ts")
    return fitted(
        "shortcut", body["user"]["id"], body["callback_id"], *where, body.get("action_ts") or body["trigger_id"]
    )


def submitted(view: Body) -> str:
    """Name a form: however often it is submitted, it does one thing."""
    return fitted("form", view["id"])


def filled_in(view: Body) -> str:
    """Name a form together with what stands in it: one that was refused is corrected and submitted again."""
    values = json.dumps((view.get("state") or {}).get("values") or {}, sort_keys=True)
    return fitted("form", view["id"], values)


def fitted(*parts: object) -> str:
    """Join the parts to a key; where it would be too long, its end gives way to a digest of the whole."""
    key = ":".join(str(part) for part in parts)
    if len(key) <= LONGEST:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: LONGEST - len(digest) - 1]}:{digest}"
