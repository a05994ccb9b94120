"""users.*, usergroups.* and dnd.*: who people are, and when they want quiet."""

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.model import User
from sandbox.objects import dnd_object, user_object, usergroup_object
from sandbox.web_api.call import Call, Method
from sandbox.web_api.pages import page

WITHOUT_LIMIT = 1_000


def info(call: Call) -> Json:
    return {"user": _drawn(call, call.user(call.args.needed("user")))}


def list_users(call: Call) -> Json:
    shown, more = page(list(call.world.team.users.values()), call.args, default=WITHOUT_LIMIT, most=WITHOUT_LIMIT)
    return {"members": [_drawn(call, one) for one in shown], "cache_ts": call.epoch, **more}


def lookup_by_email(call: Call) -> Json:
    user = call.world.team.user_with_email(call.args.needed("email"))
    if user is None:
        raise SlackError("users_not_found")
    return {"user": _drawn(call, user)}


def _drawn(call: Call, user: User) -> Json:
    world = call.world
    with_email = "users:read.email" in world.bot.scopes
    drawn = user_object(user, world.team.id, world.clock.now(), with_email=with_email)
    if call.args.flag("include_locale") and not user.deleted:
        drawn["locale"] = "en-US"
    return drawn


def list_groups(call: Call) -> Json:
    with_users, with_count = call.args.flag("include_users"), call.args.flag("include_count")
    with_disabled = call.args.flag("include_disabled")
    groups = [one for one in call.world.team.usergroups.values() if with_disabled or not one.deleted]
    team = call.world.team.id
    drawn = [usergroup_object(one, team, with_users=with_users, with_count=with_count) for one in groups]
    return {"usergroups": drawn}


def list_group_users(call: Call) -> Json:
    group = call.world.team.usergroups.get(call.args.needed("usergroup"))
    if group is None or (group.deleted and not call.args.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


def dnd_info(call: Call) -> Json:
    return dnd_object(call.user(call.args.text("user") or call.bot), call.world.clock.now())


def dnd_team_info(call: Call) -> Json:
    wanted = call.args.names("users")
    if len(wanted) > limits.DND_USERS:
        raise SlackError("too_many_users")
    users = call.world.team.users
    now = call.world.clock.now()
    return {"users": {one: dnd_object(users[one], now) for one in wanted if one in users}}


METHODS = (
    Method("users.info", info, limits.TIER_4, ("users:read",), takes_json=False),
    Method("users.list", list_users, limits.TIER_2, ("users:read",), takes_json=False),
    Method("users.lookupByEmail", lookup_by_email, limits.TIER_3, ("users:read.email",), takes_json=False),
    Method("usergroups.list", list_groups, limits.TIER_2, ("usergroups:read",), takes_json=False),
    Method("usergroups.users.list", list_group_users, limits.TIER_2, ("usergroups:read",), takes_json=False),
    Method("dnd.info", dnd_info, limits.TIER_3, ("dnd:read",), takes_json=False),
    Method("dnd.teamInfo", dnd_team_info, limits.TIER_2, ("dnd:read",), takes_json=False),
)
