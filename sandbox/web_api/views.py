"""views.*: forms and Home tabs."""

from sandbox.block_kit.blocks import needed_scopes
from sandbox.block_kit.views import check_view
from sandbox.deliveries.triggers import Trigger
from sandbox.errors import InvalidArgumentsError, Json, SlackError
from sandbox.state.model import View
from sandbox.state.objects import view_object
from sandbox.web_api.call import Call


def open_view(call: Call) -> Json:
    view = _view(call, "modal")
    trigger = _trigger(call)
    return _answer(call, call.world.forms.open(trigger.user, view, trigger.channel))


def push(call: Call) -> Json:
    view = _view(call, "modal")
    trigger = _trigger(call)
    return _answer(call, call.world.forms.push(trigger.user, view, trigger.channel))


def update(call: Call) -> Json:
    if not call.args.text("view_id") and not call.args.text("external_id"):
        raise InvalidArgumentsError("missing required field: view_id or external_id")
    view = call.world.forms.find(call.args.text("view_id"), call.args.text("external_id"))
    body = _view(call, view.body["type"])
    return _answer(call, call.world.forms.update(view, body, call.args.text("hash")))


def publish(call: Call) -> Json:
    body = _view(call, "home")
    user = call.world.team.users.get(call.args.text("user_id"))
    if user is None or user.deleted or user.is_bot:
        raise InvalidArgumentsError("invalid `user_id`")
    if not call.world.app.home_tab_enabled:
        raise SlackError("not_enabled")
    return _answer(call, call.world.forms.publish(user.id, body, call.args.text("hash")))


def _trigger(call: Call) -> Trigger:
    # A pointer comes with workflow steps only, of which there are none here: as a trigger it is an unknown one.
    trigger_id = call.args.text("trigger_id") or call.args.text("interactivity_pointer")
    if not trigger_id:
        raise InvalidArgumentsError("missing required field: trigger_id")
    return call.world.triggers.use(trigger_id)


def _view(call: Call, kind: str) -> Json:
    view = check_view(call.args.structure("view", dict, "invalid_arguments"), kind)
    for scope in needed_scopes(view["blocks"]):
        call.require((scope,))
    return view


def _answer(call: Call, view: View) -> Json:
    return {"view": view_object(view, call.world.team, call.world.bot)}
