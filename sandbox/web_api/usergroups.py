"""usergroups.list and usergroups.users.list: who goes by one name together."""

from sandbox.errors import Json, SlackError
from sandbox.state.objects import usergroup_object
from sandbox.web_api.call import Call


def list_groups(call: Call) -> Json:
    _check_plan(call)
    with_users, with_count = call.args.flag("include_users"), call.args.flag("include_count")
    with_disabled = call.args.flag("include_disabled")
    groups = [one for one in call.world.team.usergroups.values() if with_disabled or not one.deleted]
    team = call.world.team.id
    drawn = [usergroup_object(one, team, with_users=with_users, with_count=with_count) for one in groups]
    return {"usergroups": drawn}


def list_group_users(call: Call) -> Json:
    _check_plan(call)
    group = call.world.team.usergroups.get(call.args.text("usergroup"))
    if group is None or (group.deleted and not call.args.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


def _check_plan(call: Call) -> None:
    if not call.world.team.settings.has_usergroups:
        raise SlackError("plan_upgrade_required")
