"""A person types into a menu that the app fills while they type."""

from typing import Any

from sandbox.block_kit.values import first_values
from sandbox.deliveries.suggestions import suggested
from sandbox.errors import Json, Refused, SlackError
from sandbox.people.picking import EXTERNAL
from sandbox.people.pressing import element_of, shown_view
from sandbox.people.result import failure, message_seen, person, place
from sandbox.state.directory import directory_of
from sandbox.state.model import User
from sandbox.world import World

# How much must be typed before Slack asks the app, where the app does not say.
USUAL_LENGTH = 3


async def suggest(world: World, user_id: str, asked: Json) -> Json:
    """Ask the app what fits the `query`, in the field that action_id and block_id name in a view or a message."""
    user = person(world, user_id)
    query = str(asked.get("query") or "")
    payload, block, element = _question(world, user, asked, query)
    needed = element.get("min_query_length", USUAL_LENGTH)
    # The client stays silent until then, and the menu shows that more is needed.
    if len(query) < needed:
        return {"ok": True, "options": [], "option_groups": [], "needs": needed}
    outcome = await world.dispatcher.deliver("interactive", payload)
    if not outcome.is_acked:
        return failure(f"We had some trouble connecting to {world.app.name}. ({outcome.error})")
    try:
        answer = suggested(outcome.body)
    except SlackError as error:
        return failure(f"{world.app.name} answered with options that Slack would not show. ({_explained(error)})")
    _remember(world, user, block, element, answer)
    return {"ok": True, "options": answer.get("options", []), "option_groups": answer.get("option_groups", [])}


def _question(world: World, user: User, asked: Json, query: str) -> tuple[Json, Json, Json]:
    if asked.get("view_id"):
        view = shown_view(world, user, str(asked["view_id"]))
        block, element = _menu(view.body["blocks"], asked, f"the view {view.id}")
        return world.payloads.view_suggestion(user, view, block, element, query), block, element
    channel = place(world, user, str(asked.get("channel") or ""))
    message = message_seen(user, channel, str(asked.get("ts") or ""))
    found = directory_of(world.team, user.id, channel.id)
    message.choices.setdefault(user.id, first_values(message.blocks, directory=found))
    block, element = _menu(message.blocks, asked, f"the message {message.ts}")
    return world.payloads.message_suggestion(user, message, block, element, query), block, element


def _menu(blocks: list[Json], asked: Json, where: str) -> tuple[Json, Json]:
    block, element = element_of(blocks, asked, where)
    if element["type"] not in EXTERNAL:
        raise Refused(f"The app is asked for the options of an external_select, not of a {element['type']}.")
    return block, element


def _remember(world: World, user: User, block: Json, element: Json, answer: Json) -> None:
    """Keep what is on offer, so that a pick by value carries the option's own words to the app."""
    groups: list[Any] = [group["options"] for group in answer.get("option_groups") or []]
    offered = [one for part in [answer.get("options") or [], *groups] for one in part]
    world.team.offered[(user.id, block["block_id"], element["action_id"])] = offered


def _explained(error: SlackError) -> str:
    return "; ".join(error.more.get("response_metadata", {}).get("messages", [])) or error.code
