"""conversations.*, as far as they only read: info, list, members, history and replies."""

import re
from collections.abc import Callable

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.state.model import Channel, Message
from sandbox.state.objects import LOCALE, channel_object, message_object, reading_object
from sandbox.web_api.call import Call
from sandbox.web_api.pages import newest_first, page

MOMENT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
KINDS = ("public_channel", "private_channel", "mpim", "im")


def info(call: Call) -> Json:
    channel = call.channel()
    drawn = channel_object(channel, call.world.team, call.bot)
    if channel.is_im:
        drawn |= reading_object(channel, call.world.team, call.world.bot)
    if call.args.flag("include_locale"):
        drawn["locale"] = LOCALE
    if call.args.flag("include_num_members"):
        drawn["num_members"] = len(channel.members)
    return {"channel": drawn}


def list_channels(call: Call) -> Json:
    shown, more = page(_wanted(call, call.bot), call.args)
    drawn = [channel_object(one, call.world.team, call.bot) | {"num_members": len(one.members)} for one in shown]
    return {"channels": drawn, **more}


def list_of_user(call: Call) -> Json:
    """users.conversations: where a person is a member, as far as the bot may know."""
    user = call.user(call.args.text("user") or call.bot)
    joined = [one for one in _wanted(call, call.bot) if user.id in one.members]
    shown, more = page(joined, call.args)
    return {"channels": [channel_object(one, call.world.team, call.bot) for one in shown], **more}


def _wanted(call: Call, reader: str) -> list[Channel]:
    kinds = call.args.names("types") or ["public_channel"]
    if any(kind not in KINDS for kind in kinds):
        raise SlackError("invalid_types")
    # Slack gives nothing rather than the part that the scopes would allow.
    for kind in kinds:
        call.require_for(kind)
    without_archived = call.args.flag("exclude_archived")
    team = call.world.team
    return [
        one
        for one in team.channels.values()
        if one.kind in kinds and team.may_see(reader, one) and not (without_archived and one.is_archived)
    ]


def members(call: Call) -> Json:
    shown, more = page(call.channel().members, call.args)
    return {"members": shown, **more}


def history(call: Call) -> Json:
    channel = call.own_channel()
    is_wanted = _span(call)
    newest = (one for one in reversed(channel.messages.values()) if _is_top_level(one) and is_wanted(one))
    most = limits.COMMERCIAL_PAGE if call.world.app.is_commercial else limits.LARGEST_PAGE
    shown, more = newest_first(newest, _moment, call.args, most)
    latest = {"latest": call.args.text("latest")} if call.args.text("latest") else {}
    return {**latest, "messages": _drawn(call, shown), "pin_count": len(channel.pins), **more}


def replies(call: Call) -> Json:
    channel = call.own_channel()
    wanted = channel.messages.get(call.args.text("ts"))
    if wanted is None or wanted.ephemeral_to:
        raise SlackError("thread_not_found")
    thread = call.world.team.thread(channel, wanted.thread_ts or wanted.ts)
    is_wanted = _span(call)
    answers = [one for one in thread[1:] if is_wanted(one)]
    most = limits.COMMERCIAL_PAGE if call.world.app.is_commercial else limits.LARGEST_THREAD_PAGE
    shown, more = page(thread[:1] + answers, call.args, default=most, most=most, code="invalid_arguments")
    return {"messages": _drawn(call, shown), "has_more": bool(more["response_metadata"]["next_cursor"]), **more}


def _is_top_level(message: Message) -> bool:
    # Replies stand in their thread only, until somebody also sends them to the channel.
    return message.thread_ts in ("", message.ts) or message.is_broadcast


def _span(call: Call) -> Callable[[Message], bool]:
    """Tell which messages lie in the asked span; its ends count only when `inclusive`, whispers never."""
    oldest, latest = (_bound(call, name) for name in ("oldest", "latest"))
    ends = (oldest, latest) if call.args.flag("inclusive") else ()

    def is_wanted(message: Message) -> bool:
        moment = float(message.ts)
        is_inside = (oldest is None or moment > oldest) and (latest is None or moment < latest)
        return (is_inside or moment in ends) and not message.ephemeral_to

    return is_wanted


def _bound(call: Call, name: str) -> float | None:
    value = call.args.text(name)
    if value in ("", "now"):
        return None
    if not MOMENT.fullmatch(value):
        raise SlackError(f"invalid_ts_{name}")
    return float(value)


def _moment(message: Message) -> str:
    return message.ts


def _drawn(call: Call, messages: list[Message]) -> list[Json]:
    with_metadata = call.args.flag("include_all_metadata")
    world = call.world
    return [message_object(one, world.team, world.bot, with_metadata=with_metadata) for one in messages]
