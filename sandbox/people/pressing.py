"""A person presses a button, or picks in a menu, in a message, in a form or in the Home tab."""

from typing import Any

from sandbox.block_kit.find import action_ids, find_element
from sandbox.block_kit.values import HOLDS, first_values, option_of, stated
from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused
from sandbox.model import Channel, Message, User, View
from sandbox.people.fields import fill
from sandbox.people.result import failure, mark, person, place, result
from sandbox.team import seen
from sandbox.world import World


async def press(world: World, user_id: str, channel_id: str, ts: str, pressed: Json) -> Json:
    """`pressed` holds action_id, block_id and value where needed, and in `values` what stands in the other fields."""
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    message = _message(user, channel, ts)
    block, element = _element(message.blocks, pressed, f"the message {ts} in #{channel.name or channel.id}")
    values = message.choices.setdefault(user.id, first_values(message.blocks))
    fill(message.blocks, values, pressed.get("values") or {})
    action = _action(world, block, element, pressed.get("value"), values)
    since = mark(world)
    payload = world.payloads.message_action(
        user,
        message,
        [action],
        values,
        hook=world.hooks.make(user, channel, message),
        trigger=world.triggers.make(user.id),
    )
    return _told(world, user, await world.dispatcher.deliver("interactive", payload), since)


async def press_view(world: World, user_id: str, view_id: str, pressed: Json) -> Json:
    user = person(world, user_id)
    view = shown_view(world, user, view_id)
    block, element = _element(view.body["blocks"], pressed, f"the view {view_id}")
    fill(view.body["blocks"], view.state, pressed.get("values") or {})
    action = _action(world, block, element, pressed.get("value"), view.state)
    since = mark(world)
    if block["type"] == "input" and not block.get("dispatch_action"):
        return result(world, user, Outcome(), since)
    trigger = world.triggers.make(user.id, view.id)
    payload = world.payloads.view_action(user, view, [action], trigger=trigger)
    return _told(world, user, await world.dispatcher.deliver("interactive", payload), since)


async def shortcut(world: World, user_id: str, callback_id: str, channel_id: str = "", ts: str = "") -> Json:
    """Start a shortcut from the menu of a message, or, without one, from the menu of the workspace."""
    user = person(world, user_id)
    since = mark(world)
    given = {"trigger": world.triggers.make(user.id), "action_ts": world.ids.ts(world.clock.epoch())}
    if ts:
        channel = place(world, user, channel_id)
        message = _message(user, channel, ts)
        hook = world.hooks.make(user, channel, message)
        payload = world.payloads.message_shortcut(user, message, callback_id, hook=hook, **given)
    else:
        payload = world.payloads.shortcut(user, callback_id, **given)
    return _told(world, user, await world.dispatcher.deliver("interactive", payload), since)


def shown_view(world: World, user: User, view_id: str) -> View:
    """Find the form on top, or the Home tab, which are all that a person can touch."""
    stack = world.team.views_of(user.id)
    home = world.team.homes.get(user.id)
    for view in (*stack[-1:], *([home] if home else [])):
        if view.id == view_id:
            return view
    if any(view.id == view_id for view in stack):
        raise Refused(f"The form {view_id} lies under another one; close that first.", 409)
    raise Refused(f"{user.real_name} has no form {view_id} open; /sandbox/views?user={user.id} lists what is.", 404)


def _message(user: User, channel: Channel, ts: str) -> Message:
    message = channel.messages.get(ts)
    if message is None or not seen(message, user.id):
        raise Refused(f"{user.real_name} sees no message {ts} in #{channel.name or channel.id}.", 404)
    return message


def _element(blocks: list[Json], pressed: Json, where: str) -> tuple[Json, Json]:
    found = find_element(blocks, str(pressed.get("action_id")), pressed.get("block_id"))
    if found is None:
        offered = ", ".join(action_ids(blocks)) or "none"
        raise Refused(f"There is no {pressed.get('action_id')!r} in {where}; what can be pressed: {offered}.", 404)
    return found


def _action(world: World, block: Json, element: Json, value: Any, values: Json) -> Json:
    """Write down the action as Slack sends it, and keep what was picked in `values`."""
    action: Json = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
    if element["type"] in HOLDS:
        state = stated(element, value)
        values.setdefault(block["block_id"], {})[element["action_id"]] = state
        action |= state
    elif element["type"] == "overflow":
        action["selected_option"] = option_of(element, value)
    else:
        action |= {key: element[key] for key in ("text", "value", "style") if key in element}
    return action | {"action_ts": world.ids.ts(world.clock.epoch())}


def _told(world: World, user: User, outcome: Outcome, since: str) -> Json:
    if not outcome.is_acked:
        return failure(f"We had some trouble connecting to {world.app.name}. Try again? ({outcome.error})")
    return result(world, user, outcome, since)
