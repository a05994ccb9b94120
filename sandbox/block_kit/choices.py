"""What menus offer: options, and whom and what a person finds in menus of people and conversations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.block_kit.rules import options_in
from sandbox.errors import Json, Refused


@dataclass(frozen=True)
class Conversation:
    """What a menu's filter goes by; `kind` is im, mpim, private or public, as filters name them."""

    kind: str
    has_bot: bool = False
    is_shared: bool = False


@dataclass(frozen=True)
class Directory:
    """Everyone and every conversation that one person can find; `current` is the conversation they are looking at."""

    users: frozenset[str]
    conversations: Mapping[str, Conversation]
    current: str = ""


def option_of(element: Json, value: Any) -> Json:
    """Find the element's option with this value (or this text); raises Refused when there is none."""
    options = options_in(element)
    for one in options:
        if value in (one["value"], one["text"]["text"]) or value == one:
            return one
    offered = ", ".join(one["value"] for one in options)
    raise Refused(f"{value!r} is not offered here; the choices are: {offered}.", 404)


def check_picks(element: Json, ids: Sequence[str], directory: Directory) -> None:
    """Raise Refused unless the person finds each of these in the element's menu."""
    for one in ids:
        if not _offers(element, one, directory):
            raise Refused(f"{one!r} is not offered here; this menu lists {_listed(element)}.", 404)


def current_in(element: Json, directory: Directory) -> str | None:
    """Give the conversation that the element starts from, if it asks for the current one and its filter lets it."""
    if element.get("default_to_current_conversation") and _offers(element, directory.current, directory):
        return directory.current
    return None


def _offers(element: Json, picked: str, directory: Directory) -> bool:
    kind = element["type"].removeprefix("multi_")
    if kind == "users_select":
        # This menu has no filter: bots and guests are in it too, and apps have to look after that themselves.
        return picked in directory.users
    found = directory.conversations.get(picked)
    if found is None:
        return False
    return found.kind == "public" if kind == "channels_select" else _passes(element.get("filter") or {}, found)


def _passes(wanted: Json, found: Conversation) -> bool:
    if found.kind not in (wanted.get("include") or (found.kind,)):
        return False
    if wanted.get("exclude_bot_users") and found.has_bot:
        return False
    return not (wanted.get("exclude_external_shared_channels") and found.is_shared)


def _listed(element: Json) -> str:
    """Say in words what the menu lists."""
    kind = element["type"].removeprefix("multi_")
    if kind == "users_select":
        return "the people of this workspace"
    if kind == "channels_select":
        return "public channels"
    wanted = element.get("filter") or {}
    excluded = {
        "exclude_bot_users": "direct messages with bots",
        "exclude_external_shared_channels": "channels shared with other companies",
    }
    left_out = [words for name, words in excluded.items() if wanted.get(name)]
    kinds = f"conversations of these types: {', '.join(wanted.get('include') or ('public', 'private', 'mpim', 'im'))}"
    return f"{kinds}, without {' and '.join(left_out)}" if left_out else kinds
