"""The `event_context` of an event: where it happened, in a form that Slack can be asked about later."""

import base64
import binascii
import json

from sandbox.errors import Json

VERSION = "4-"


def made(team: str, app: str, event: Json) -> str:
    """Write down where an event happened. Nothing need be remembered for it: as in Slack, the text itself says it."""
    where = {"et": event["type"], "tid": team, "aid": app, "cid": event.get("channel")}
    return VERSION + base64.b64encode(json.dumps(where).encode()).decode()


def read(context: str) -> Json | None:
    """Read one back; None for a text that is none."""
    try:
        where = json.loads(base64.b64decode(context.removeprefix(VERSION), validate=True))
    except (binascii.Error, ValueError):
        return None
    # Anybody can make such a text up: whoever reads one checks what it says.
    is_whole = isinstance(where, dict) and {"et", "tid", "aid"} <= where.keys()
    return where if is_whole and context.startswith(VERSION) else None
