"""A person presses a button, or picks in a menu, in a message, in a form or in the Home tab."""

from typing import Any

from sandbox.block_kit.find import action_ids, find_element
from sandbox.block_kit.values import HOLDS, acted, first_values, stated
from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused
from sandbox.people.fields import fill
from sandbox.people.picking import meant
from sandbox.people.result import failure, mark, message_seen, person, place, result, shown_name
from sandbox.state.directory import directory_of
from sandbox.state.model import User, View
from sandbox.world import World


async def press(world: World, user_id: str, channel_id: str, ts: str, pressed: Json) -> Json:
    """`pressed` holds action_id, block_id and value where needed, and in `values` what stands in the other fields.

    Where the app asks to confirm, `"confirmed": false` is a person who thinks better of it.
    """
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    message = message_seen(user, channel, ts)
    block, element = element_of(message.blocks, pressed, f"the message {ts} in {shown_name(channel)}")
    found = directory_of(world.team, user.id, channel.id)
    values = message.choices.setdefault(user.id, first_values(message.blocks, directory=found))
    fill(world, user, message.blocks, values, pressed.get("values") or {})
    if _is_denied(element, pressed):
        return result(world, user, Outcome(), mark(world)) | {"confirmed": False}
    action = _action(world, user, block, element, pressed.get("value"), values)
    since = mark(world)
    payload = world.payloads.message_action(
        user,
        message,
        [action],
        values,
        hook=world.hooks.make(user, channel, message),
        trigger=world.triggers.make(user.id, channel=channel.id),
    )
    return _opened(await told(world, user, payload, since), action)


async def press_view(world: World, user_id: str, view_id: str, pressed: Json) -> Json:
    user = person(world, user_id)
    view = shown_view(world, user, view_id)
    block, element = element_of(view.body["blocks"], pressed, f"the view {view_id}")
    fill(world, user, view.body["blocks"], view.state, pressed.get("values") or {})
    if _is_denied(element, pressed):
        return result(world, user, Outcome(), mark(world)) | {"confirmed": False}
    action = _action(world, user, block, element, pressed.get("value"), view.state)
    since = mark(world)
    # A field tells the app when the form is submitted, and only one that asks to be told at once before that.
    if block["type"] == "input" and not block.get("dispatch_action"):
        return result(world, user, Outcome(), since)
    trigger = world.triggers.make(user.id, view.id)
    payload = world.payloads.view_action(user, view, [action], trigger=trigger)
    return _opened(await told(world, user, payload, since), action)


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


def element_of(blocks: list[Json], pressed: Json, where: str) -> tuple[Json, Json]:
    found = find_element(blocks, str(pressed.get("action_id")), pressed.get("block_id"))
    if found is None:
        offered = ", ".join(action_ids(blocks)) or "none"
        raise Refused(f"There is no {pressed.get('action_id')!r} in {where}; what can be pressed: {offered}.", 404)
    return found


def _is_denied(element: Json, pressed: Json) -> bool:
    return bool(element.get("confirm")) and pressed.get("confirmed") is False


def _action(world: World, user: User, block: Json, element: Json, value: Any, values: Json) -> Json:
    """Write down the action as Slack sends it, and keep what was picked in `values`."""
    if user.id not in (element.get("visible_to_user_ids") or [user.id]):
        raise Refused(f"{user.real_name} does not see this button; the app shows it to some people only.", 404)
    found, picked = directory_of(world.team, user.id), meant(world, user, block, element, value)
    if element["type"] in HOLDS:
        values.setdefault(block["block_id"], {})[element["action_id"]] = stated(element, picked, found)
    return {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        **acted(element, picked, found),
        "action_ts": world.ids.ts(world.clock.epoch()),
    }


def _opened(answer: Json, action: Json) -> Json:
    """Add the address that the browser goes to, for a button or an option with a link; the app was told as well."""
    url = action.get("url") or (action.get("selected_option") or {}).get("url")
    return answer | {"opens": url} if url else answer


async def told(world: World, user: User, payload: Json, since: str) -> Json:
    """Bring an interaction to the app, and tell what the person sees of it."""
    # Messages outlive their app, with buttons that lead nowhere.
    if not world.bot.is_installed:
        return failure(f"{world.app.name} is not installed in {world.team.name} any more.")
    if not world.app.is_interactive:
        return failure(f"{world.app.name} is not configured to handle interactive responses.")
    outcome = await world.dispatcher.deliver("interactive", payload)
    if not outcome.is_acked:
        return failure(f"We had some trouble connecting to {world.app.name}. Try again? ({outcome.error})")
    return result(world, user, outcome, since)
