"""Draws what Slack itself says in a channel: who came, who went, what was renamed."""

from markupsafe import Markup

from sandbox.drawing.mrkdwn import mrkdwn
from sandbox.drawing.reader import Reader
from sandbox.errors import Json

# Subtypes come in families, and Slack adds to them; a prefix holds for those to come.
NOTES = ("channel_", "group_", "pinned_item", "unpinned_item", "bot_add", "bot_remove", "tombstone")
DELETED = Markup("This message was deleted.")


def is_note(message: Json) -> bool:
    return str(message.get("subtype") or "").startswith(NOTES)


def note_words(message: Json, reader: Reader) -> Markup:
    """Say the note with its person's name before it; `also` names those who did the same right after."""
    if message["subtype"] == "tombstone":
        return DELETED
    user, also = message.get("user") or "", message.get("also") or []
    # Some notes begin with their person, some leave it to whoever draws them.
    text = str(message.get("text") or "").removeprefix(f"<@{user}> ")
    if also and text.startswith("has "):
        text = f"have {text.removeprefix('has ')}"
    names = [reader.name(one) for one in (user, *also) if one]
    said = mrkdwn(text, reader, names=False)
    return Markup("{} {}").format(listed(names), said) if names else said


def listed(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
