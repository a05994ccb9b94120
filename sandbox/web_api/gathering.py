"""conversations.invite and conversations.open: bringing people together."""

from sandbox import limits
from sandbox.errors import InvalidArgumentsError, Json, SlackError
from sandbox.model import Channel, User
from sandbox.objects import channel_object
from sandbox.web_api import scopes
from sandbox.web_api.call import Call, Method


def invite(call: Call) -> Json:
    channel = call.real_channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    wanted = list(dict.fromkeys(call.args.names("users")))
    if not wanted:
        raise SlackError("no_user")
    if len(wanted) > limits.INVITED_AT_ONCE:
        raise InvalidArgumentsError(f"no more than {limits.INVITED_AT_ONCE} items allowed [json-pointer:/users]")
    problems = {user: problem for user in wanted if (problem := _obstacle(call, channel, user))}
    errors = [{"user": user, "ok": False, "error": problem} for user, problem in problems.items()]
    if errors and (not call.args.flag("force") or len(errors) == len(wanted)):
        raise SlackError(next(iter(problems.values())), errors=errors)
    for user in wanted:
        if user not in problems:
            call.world.membership.join(channel, user, inviter=call.bot)
    answer = {"channel": channel_object(channel, call.world.team, call.bot)}
    return answer | ({"errors": errors} if errors else {})


def _obstacle(call: Call, channel: Channel, user_id: str) -> str:
    """Name what keeps this user from being invited, or nothing."""
    user = call.world.team.users.get(user_id)
    if user is None:
        return "user_not_found"
    if user.id == call.bot:
        return "cant_invite_self"
    if user.id in channel.members:
        return "already_in_channel"
    if user.deleted:
        return "cant_invite"
    if user.is_ultra_restricted and _is_in_a_channel(call, user):
        return "ura_max_channels"
    return "user_is_restricted" if user.is_restricted else ""


def _is_in_a_channel(call: Call, user: User) -> bool:
    channels = call.world.team.channels.values()
    return any(user.id in one.members for one in channels if not one.is_im and not one.is_mpim)


def open_conversation(call: Call) -> Json:
    team = call.world.team
    if call.args.text("channel"):
        channel = call.channel()
        if not (channel.is_im or channel.is_mpim):
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(call, channel, was_open=True)
    members = [call.bot, *_others(call)]
    call.require_for("mpim" if len(members) > 2 else "im")  # noqa: PLR2004 - a conversation of two is an im
    found = team.direct_messages(members)
    if call.args.flag("prevent_creation") and not found:
        raise SlackError("channel_not_found")
    channel = team.open_direct_messages(members, call.world.ids, call.world.clock.epoch())
    return _opened(call, channel, was_open=bool(found))


def _others(call: Call) -> list[str]:
    users = [one for one in dict.fromkeys(call.args.names("users")) if one != call.bot]
    if not call.args.has("users"):
        raise SlackError("users_list_not_supplied")
    if not users:
        raise SlackError("not_enough_users")
    if len(users) > limits.GROUP_CONVERSATION:
        raise SlackError("too_many_users")
    for one in users:
        user = call.user(one)
        if user.deleted:
            raise SlackError("user_disabled")
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
    return users


def _opened(call: Call, channel: Channel, *, was_open: bool) -> Json:
    drawn = channel_object(channel, call.world.team, call.bot)
    answer: Json = {"channel": drawn if call.args.flag("return_im") or channel.is_mpim else {"id": channel.id}}
    return answer | ({"no_op": True, "already_open": True} if was_open else {})


METHODS = (
    Method("conversations.invite", invite, limits.TIER_3, kinds=scopes.INVITE),
    Method("conversations.open", open_conversation, limits.TIER_3, kinds=scopes.MANAGE),
)
