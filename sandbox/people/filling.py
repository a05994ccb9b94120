"""A person fills in a form and submits it, or closes it."""

from typing import Any

from sandbox.block_kit.unfinished import unfinished
from sandbox.block_kit.views import check_view
from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused, SlackError
from sandbox.people.fields import fill
from sandbox.people.pressing import shown_view
from sandbox.people.result import failure, mark, person, result, top_view
from sandbox.state.model import User, View
from sandbox.world import World


async def submit(world: World, user_id: str, view_id: str, values: Any) -> Json:
    user = person(world, user_id)
    view = shown_view(world, user, view_id)
    if view.is_home:
        raise Refused("A Home tab is not submitted; press what is in it.")
    fill(world, user, view.body["blocks"], view.state, values)
    # Slack's own checks come first; the app never hears of a form that fails them.
    problems = unfinished(view.body["blocks"], view.state)
    if problems:
        return _kept_open(world, user, problems)
    since = mark(world)
    trigger = world.triggers.make(user.id, view.id)
    payload = world.payloads.view_submission(user, view, trigger=trigger, hooks=_response_urls(world, user, view))
    outcome = await world.dispatcher.deliver("interactive", payload)
    if not outcome.is_acked:
        return failure(f"We had some trouble connecting. Try again? ({outcome.error})")
    try:
        errors = _obey(world, view, outcome.body or {})
    except SlackError as error:
        return failure(f"We had some trouble connecting. Try again? ({_explained(error)})")
    if errors:
        return _kept_open(world, user, errors)
    return {**result(world, user, outcome, since), "closed": view.id not in world.team.views, "errors": {}}


async def close(world: World, user_id: str, view_id: str, *, is_all: bool = False) -> Json:
    """Close the form on top, or, with the cross in the corner, all of them."""
    user = person(world, user_id)
    view = shown_view(world, user, view_id)
    if view.is_home:
        raise Refused("A Home tab cannot be closed.")
    since = mark(world)
    stack = world.team.views_of(user.id)
    is_cleared = is_all or bool(view.body.get("clear_on_close"))
    gone = stack if is_cleared else [view]
    for one in reversed(gone):
        world.forms.close(one)
    # Of the cross Slack tells once, with the form at the bottom, whichever was on top.
    told = [one for one in (stack[:1] if is_all else gone) if one.body.get("notify_on_close")]
    for one in told:
        payload = world.payloads.view_closed(user, one, is_cleared=is_cleared)
        await world.dispatcher.deliver("interactive", payload)
    return result(world, user, Outcome(), since)


def _kept_open(world: World, user: User, errors: dict[str, str]) -> Json:
    view = top_view(world, user)
    return {"ok": True, "ack": None, "shown": None, "closed": False, "errors": errors, "view": view}


def _obey(world: World, view: View, body: Json) -> dict[str, str]:
    """Do what the app's answer says; gives the errors it wants shown under the fields."""
    action = body.get("response_action")
    if action == "errors":
        return _errors(view, body.get("errors"))
    if action == "clear":
        world.forms.clear(view.user)
    elif action == "update":
        world.forms.update(view, check_view(body.get("view"), "modal"))
    elif action == "push":
        world.forms.push(view.user, check_view(body.get("view"), "modal"))
    elif action is None:
        world.forms.close(view)
    else:
        raise SlackError("invalid_response_action")
    return {}


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Read the errors; Slack shows none of them when one is not for an input block."""
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError("invalid_errors")
    return {str(block): str(words) for block, words in errors.items()}


def _response_urls(world: World, user: User, view: View) -> list[Json]:
    """Make the URLs for channels picked in menus that ask for one."""
    made = []
    for block in view.body["blocks"]:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        held = view.state[block["block_id"]][element["action_id"]]
        channel_id = held.get("selected_conversation") or held.get("selected_channel")
        channel = world.team.channels.get(channel_id or "")
        if channel:
            hook = world.hooks.make(user, channel)
            ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
            made.append({**ids, "channel_id": channel.id, "response_url": hook})
    return made


def _explained(error: SlackError) -> str:
    messages = error.more.get("response_metadata", {}).get("messages", [])
    return "; ".join([error.code, *messages])
