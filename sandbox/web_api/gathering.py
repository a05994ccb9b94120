"""conversations.invite, join, leave and kick: who is in a channel."""

from sandbox import limits
from sandbox.errors import InvalidArgumentsError, Json, SlackError
from sandbox.state.model import Channel, User
from sandbox.web_api.call import Call
from sandbox.web_api.conversations import drawn

SLACKBOT = "USLACKBOT"


def invite(call: Call) -> Json:
    channel = call.real_channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    call.check_unreserved("invite", "no_permission")
    wanted = _wanted(call)
    problems = {user: problem for user in wanted if (problem := _obstacle(call, channel, user))}
    errors = [{"user": user, "ok": False, "error": problem} for user, problem in problems.items()]
    # Even forced, an invitation of nobody is no success.
    if errors and (not call.args.flag("force") or len(errors) == len(wanted)):
        raise SlackError(next(iter(problems.values())), errors=errors)
    for user in wanted:
        if user not in problems:
            call.world.membership.join(channel, user, inviter=call.bot)
    return {"channel": drawn(call, channel)} | ({"errors": errors} if errors else {})


def _wanted(call: Call) -> list[str]:
    wanted = list(dict.fromkeys(call.args.names("users")))
    if not wanted:
        raise SlackError("no_user")
    if len(wanted) > limits.INVITED_AT_ONCE:
        raise InvalidArgumentsError(f"no more than {limits.INVITED_AT_ONCE} items allowed [json-pointer:/users]")
    return wanted


def _obstacle(call: Call, channel: Channel, user_id: str) -> str:
    """Name what keeps this user from being invited, or nothing."""
    user = call.world.team.users.get(user_id)
    if user is None:
        return "user_not_found"
    if user.id == call.bot:
        return "cant_invite_self"
    if user.id in channel.members:
        return "already_in_channel"
    if user.deleted or user.id == SLACKBOT:
        return "cant_invite"
    # People of other companies come by Slack Connect, which asks both companies' admins; a bot cannot stand in for them.
    if user.team:
        return "no_external_invite_permission"
    return _guest_obstacle(call, user)


def _guest_obstacle(call: Call, user: User) -> str:
    if user.is_ultra_restricted:
        return "ura_max_channels" if _is_in_a_channel(call, user) else ""
    return "user_is_restricted" if user.is_restricted else ""


def _is_in_a_channel(call: Call, user: User) -> bool:
    channels = call.world.team.channels.values()
    return any(user.id in one.members for one in channels if not one.is_im and not one.is_mpim)


def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "public_channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    # Not an error in Slack: an app that joins before each post need not know where it is.
    if call.bot in channel.members:
        warning = "already_in_channel"
        return {"channel": drawn(call, channel), "warning": warning, "response_metadata": {"warnings": [warning]}}
    call.world.membership.join(channel, call.bot)
    return {"channel": drawn(call, channel)}


def leave(call: Call) -> Json:
    channel = call.channel()
    if channel.is_im or channel.is_mpim:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_general:
        raise SlackError("cant_leave_general")
    if channel.is_archived:
        raise SlackError("is_archived")
    # Leaving twice is fine by Slack, which says so beside ok.
    if call.bot not in channel.members:
        return {"not_in_channel": True}
    call.world.membership.leave(channel, call.bot)
    return {}


def kick(call: Call) -> Json:
    channel = call.real_channel()
    user = call.user(call.args.text("user"))
    if user.id == call.bot:
        raise SlackError("cant_kick_self")
    if channel.is_general:
        raise SlackError("cant_kick_from_general")
    call.check_unreserved("kick")
    if user.id not in channel.members:
        raise SlackError("not_in_channel")
    call.world.membership.leave(channel, user.id, call.bot)
    return {"errors": {}}
