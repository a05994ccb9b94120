"""What a menu offers: the app's options, people, or conversations."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from sandbox.drawing.reader import Conversation, Reader
from sandbox.drawing.texts import draw_text, words
from sandbox.errors import Json

EVERY_KIND = ("public", "private", "im", "mpim")


class Choice(NamedTuple):
    """`text` is what a menu shows, `drawn` and `note` what stands beside a box."""

    value: str
    text: str
    drawn: Markup
    note: Markup = Markup("")
    is_chosen: bool = False


class Group(NamedTuple):
    label: str
    choices: Sequence[Choice]


def offered(element: Json, reader: Reader, chosen: Sequence[str]) -> list[Group]:
    """List what the element offers, in its groups; those in `chosen`, by value, are marked."""
    kind = element["type"].removeprefix("multi_")
    if kind == "users_select":
        return [Group("", [_named(one.id, one.name, chosen) for one in reader.names.people()])]
    if kind in ("conversations_select", "channels_select"):
        shown = [one for one in reader.names.conversations() if _passes(one, element, kind)]
        return [Group("", [_named(one.id, _conversation_name(one), chosen) for one in shown])]
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    return [
        Group(words(one.get("label")), [choice_of(option, reader, chosen) for option in one["options"]])
        for one in groups
    ]


def choice_of(option: Json, reader: Reader, chosen: Sequence[str]) -> Choice:
    value = option.get("value", "")
    drawn, note = draw_text(option["text"], reader), draw_text(option.get("description"), reader)
    return Choice(value, words(option["text"]), drawn, note, value in chosen)


def _named(value: str, name: str, chosen: Sequence[str]) -> Choice:
    return Choice(value, name, Markup.escape(name), is_chosen=value in chosen)


def _conversation_name(one: Conversation) -> str:
    return one.name if one.kind in ("im", "mpim") else f"#{one.name}"


def _passes(one: Conversation, element: Json, kind: str) -> bool:
    if kind == "channels_select":
        return one.kind == "public"
    wanted: Mapping[str, Any] = element.get("filter") or {}
    if one.kind not in wanted.get("include", EVERY_KIND):
        return False
    # Slack means direct messages by this, not channels that an app has joined.
    return not (wanted.get("exclude_bot_users") and one.kind == "im" and one.with_bot)
