"""Open a deal's channel once: adopt what an earlier attempt made, never what somebody else did."""

import json
from dataclasses import replace
from typing import Any

from bot.model import ChannelId, Deal, UserId
from bot.ports import Posted, RowState
from bot.rules.naming import next_name
from messages.delivery.jobs import Delivered, Job, Moot, Result
from messages.delivery.outcomes import Failure, Later, Outcome, Refused, Sent, Unsure
from messages.delivery.wire import Wire

PAGE = 999
MOST_PAGES = 20

Channel = dict[str, Any]
"""A channel as Slack describes it."""


def open_channel(job: Job, wire: Wire) -> Result:
    """Make the channel, or find the one that an attempt without an answer made."""
    deal = job.deal
    if deal is None or not deal.channel_name:
        return Refused("the deal names no channel", permanent=True)
    if deal.channel_id:
        return Delivered(Posted(deal.channel_id, deal.channel_name))
    if job.row.state is RowState.UNKNOWN:
        ours = _adopt(deal, job.workspace.bot_user_id, wire)
        if ours is not None:
            return ours
    if job.moot:
        return Moot(job.moot)
    return _create(job, deal, wire)


def _create(job: Job, deal: Deal, wire: Wire) -> Result:
    """Try one name. A taken one is a refusal like any other: the next attempt tries the next name."""
    name = name_for(deal, job.row.attempt)
    arguments = {"name": name, "is_private": deal.is_private}
    said = wire.send("conversations.create", arguments, body=json.dumps({"name": name}), channel_id=None)
    if isinstance(said, Sent):
        return _made(said, name)
    if isinstance(said, Refused) and said.why == "name_taken":
        return _adopt(deal, job.workspace.bot_user_id, wire) or said
    return said


def _made(said: Sent, name: str) -> Result:
    """Believe an answer only where it is about this channel: a proxy on the way may hand out somebody else's."""
    if not said.channel_id:
        return Unsure("an answer that names no channel")
    channel = said.answer.get("channel")
    if isinstance(channel, dict) and channel.get("name", name) != name:
        return Unsure("an answer about another channel")
    return Delivered(Posted(said.channel_id, name))


def name_for(deal: Deal, attempt: int) -> str:
    """Return the name that the deal chose, or with a number where earlier ones are taken. It ends in the short id."""
    chosen = deal.channel_name or ""
    return next_name(chosen, deal.short, attempt + 1) if attempt else chosen


def _adopt(deal: Deal, bot: UserId, wire: Wire) -> Result | None:
    """Return the deal's channel if it is there, None if it surely is not, or why nothing can be said yet."""
    found = ours(deal, bot, wire)
    if not isinstance(found, list):
        return _in_doubt(found)
    return Delivered(Posted(ChannelId(found[0]["id"]), found[0]["name"])) if found else None


def ours(deal: Deal, bot: UserId, wire: Wire) -> list[Channel] | Failure:
    """Return the channels that the bot made for a deal, the first one first, or why they cannot be known.

    Only channels that the bot is a member of are looked at: in another one it could not say a word.
    """
    found: list[Channel] = []
    cursor = ""
    for _ in range(MOST_PAGES):
        said = _page(wire, cursor)
        if not isinstance(said, Sent):
            return said
        found += [each for each in said.answer.get("channels") or [] if is_ours(each, deal.short, bot)]
        cursor = said.next_cursor
        if not cursor:
            # Whoever looks, and whenever, takes the same one of two: ids tell channels of one second apart.
            return sorted(found, key=lambda each: (each.get("created", 0), each["id"]))
    return Unsure(f"the bot is in more than {PAGE * MOST_PAGES} channels")


def is_ours(channel: Channel, short: str, bot: UserId) -> bool:
    """Tell whether this is the channel that the bot made for the deal with this short id."""
    name = str(channel.get("name", ""))
    return channel.get("creator") == bot and name.endswith(f"-{short}") and not channel.get("is_archived")


def _page(wire: Wire, cursor: str) -> Outcome:
    # Not archived ones: somebody put them away, or we did with a twin, and nothing can be said there.
    mine = {"types": "public_channel,private_channel", "exclude_archived": True, "limit": PAGE}
    return wire.ask("users.conversations", mine | ({"cursor": cursor} if cursor else {}))


def _in_doubt(said: Failure) -> Failure:
    if isinstance(said, Later):
        return replace(said, in_doubt=True)
    return Unsure(f"{said.why} when looking for the channel")
