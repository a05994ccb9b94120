"""conversations.open: direct messages with one person, or with a few."""

from itertools import combinations

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.state.model import Channel, User
from sandbox.state.objects import channel_object, reading_object
from sandbox.web_api.call import Call


def open_conversation(call: Call) -> Json:
    if call.args.text("channel"):
        return _opened(call, _resumed(call), was_open=True)
    team = call.world.team
    members = [call.bot, *_others(call)]
    call.require_for("mpim" if len(members) > 2 else "im")  # noqa: PLR2004 - a conversation of two is an im
    found = team.direct_messages(members)
    # Asking whether there is one: Slack answers no as it does for any conversation that is not there.
    if call.args.flag("prevent_creation") and not found:
        raise SlackError("channel_not_found")
    channel = team.open_direct_messages(members, call.world.ids, call.world.clock.epoch())
    return _opened(call, channel, was_open=bool(found))


def _resumed(call: Call) -> Channel:
    channel = call.channel()
    if not (channel.is_im or channel.is_mpim):
        raise SlackError("method_not_supported_for_channel_type")
    return channel


def _others(call: Call) -> list[str]:
    if not call.args.has("users"):
        raise SlackError("users_list_not_supplied")
    wanted = [one for one in dict.fromkeys(call.args.names("users")) if one != call.bot]
    if not wanted:
        raise SlackError("not_enough_users")
    if len(wanted) > limits.GROUP_CONVERSATION:
        raise SlackError("too_many_users")
    users = [call.user(one) for one in wanted]
    for user in users:
        _check_may_meet(user)
    _check_combination(call, users)
    return wanted


def _check_may_meet(user: User) -> None:
    if user.deleted:
        raise SlackError("user_disabled")
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    if user.is_stranger:
        raise SlackError("user_not_visible")


def _check_combination(call: Call, users: list[User]) -> None:
    """Hold people of other companies to those they share a channel with."""
    channels = call.world.team.channels.values()
    for one, other in combinations(users, 2):
        if (one.team or other.team) and not any({one.id, other.id} <= set(place.members) for place in channels):
            raise SlackError("invalid_user_combination")


def _opened(call: Call, channel: Channel, *, was_open: bool) -> Json:
    answer: Json = {"channel": {"id": channel.id}}
    if call.args.flag("return_im") or channel.is_mpim:
        world = call.world
        answer["channel"] = channel_object(channel, world.team, call.bot) | reading_object(
            channel, world.team, world.bot
        )
    return answer | ({"no_op": True, "already_open": True} if was_open else {})
