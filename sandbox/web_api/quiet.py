"""dnd.info and dnd.teamInfo: when people want quiet."""

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.state.model import User
from sandbox.state.objects import dnd_object
from sandbox.web_api.call import Call


def info(call: Call) -> Json:
    user = call.user(call.args.text("user") or call.bot)
    _check_visible(user)
    return dnd_object(user, call.world.clock.now())


def team_info(call: Call) -> Json:
    wanted = call.args.names("users")
    if not wanted:
        raise SlackError("no_users_provided")
    if len(wanted) > limits.DND_USERS:
        raise SlackError("too_many_users")
    known, now = call.world.team.users, call.world.clock.now()
    users = [known[one] for one in wanted if one in known]
    for user in users:
        _check_visible(user)
    return {"users": {user.id: dnd_object(user, now) for user in users}}


def _check_visible(user: User) -> None:
    if user.is_stranger:
        raise SlackError("user_not_visible")
