"""users.info, users.list and users.lookupByEmail: who people are."""

from sandbox import limits
from sandbox.errors import Json, SlackError
from sandbox.state.model import User
from sandbox.state.objects import user_object
from sandbox.web_api.call import Call
from sandbox.web_api.pages import page


def info(call: Call) -> Json:
    return {"user": _drawn(call, call.user(call.args.text("user")))}


def list_users(call: Call) -> Json:
    everybody = list(call.world.team.users.values())
    # Without a limit Slack tries to give all of them at once.
    shown, more = page(everybody, call.args, default=limits.ALL_USERS, most=limits.ALL_USERS, code="invalid_arguments")
    return {"members": [_drawn(call, one) for one in shown], "cache_ts": call.epoch, **more}


def lookup_by_email(call: Call) -> Json:
    user = call.world.team.user_with_email(call.args.text("email"))
    # An address leads only to our own people: what is known of others is their company's to tell.
    if user is None or user.team:
        raise SlackError("users_not_found")
    return {"user": _drawn(call, user)}


def _drawn(call: Call, user: User) -> Json:
    world = call.world
    with_email = call.may_also("users:read.email")
    drawn = user_object(user, world.team.id, world.clock.now(), with_email=with_email)
    if call.args.flag("include_locale") and not (user.deleted or user.team):
        drawn["locale"] = user.locale
    return drawn
