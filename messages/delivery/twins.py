"""Of two channels that were made for one deal, put away the one in which nothing was said."""

from bot.model import Deal, UserId
from messages.delivery.channels import Channel, ours
from messages.delivery.outcomes import Failure, Outcome, Refused, Sent
from messages.delivery.rates import HISTORY
from messages.delivery.wire import Wire

FEW = 15
SILENT = frozenset(
    {
        "channel_join",
        "channel_leave",
        "channel_name",
        "channel_purpose",
        "channel_topic",
        "group_join",
        "group_leave",
        "group_name",
        "group_purpose",
        "group_topic",
        "bot_add",
        "bot_remove",
    }
)
"""What Slack itself writes into a channel; nobody said it."""


def put_away_twins(deal: Deal, bot: UserId, wire: Wire) -> list[str] | Failure:
    """Archive every empty channel of the deal's but its own; return what was done, or why it cannot be known yet.

    The deal's own is the one that it was told of: people were invited there, and read there. A twin that somebody has
    spoken in stays: no program should hide what a person wrote.
    """
    found = ours(deal, bot, wire)
    if not isinstance(found, list):
        return found
    notes = []
    for twin in found:
        if twin["id"] != deal.channel_id:
            note = _put_away(twin, wire)
            if not isinstance(note, str):
                return note
            notes.append(note)
    return notes


def _put_away(twin: Channel, wire: Wire) -> str | Failure:
    said = wire.ask(HISTORY, {"channel": twin["id"], "limit": FEW})
    if not isinstance(said, Sent):
        return said
    if not _is_silent(said):
        return f"a second channel, {twin['name']} ({twin['id']}), was spoken in and stays"
    archived = wire.ask("conversations.archive", {"channel": twin["id"]})
    if _is_put_away(archived):
        return f"a second channel, {twin['name']} ({twin['id']}), was empty and is archived"
    assert not isinstance(archived, Sent)
    return archived


def _is_silent(history: Sent) -> bool:
    messages = history.answer.get("messages") or []
    # What does not fit on one page is not silence, whoever wrote it.
    return not history.answer.get("has_more") and all(each.get("subtype") in SILENT for each in messages)


def _is_put_away(said: Outcome) -> bool:
    return isinstance(said, Sent) or (isinstance(said, Refused) and said.why == "already_archived")
