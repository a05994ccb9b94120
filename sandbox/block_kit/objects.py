"""The rules of Block Kit's composition objects: texts, options, confirmations."""

from typing import Any

from sandbox import limits
from sandbox.block_kit.checks import Check, Report, Shape, anything, flag, many, one_of, string

BOTH = ("plain_text", "mrkdwn")


def text(most: int, kinds: tuple[str, ...] = BOTH) -> Check:
    shape = Shape(
        {"type": one_of(*kinds), "text": string(most, 1), "emoji": flag, "verbatim": flag}, required=("type", "text")
    )

    def check(value: Any, path: str, report: Report) -> None:
        shape(value, path, report)
        if isinstance(value, dict) and value.get("type") == "mrkdwn" and "emoji" in value:
            report.add(path, "invalid additional property: emoji")

    return check


def plain(most: int) -> Check:
    return text(most, ("plain_text",))


confirm = Shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
        "style": one_of("primary", "danger"),
    },
    required=("title", "text", "confirm", "deny"),
)


def option(kinds: tuple[str, ...] = ("plain_text",), *, with_url: bool = False) -> Shape:
    fields = {
        "text": text(limits.OPTION_TEXT, kinds),
        "value": string(limits.OPTION_VALUE, 1),
        "description": text(limits.OPTION_TEXT, kinds),
    }
    if with_url:
        fields["url"] = string(limits.URL)
    return Shape(fields, required=("text", "value"))


option_group = Shape(
    {"label": plain(limits.OPTION_TEXT), "options": many(option(), limits.OPTIONS)}, required=("label", "options")
)

conversation_filter = Shape(
    {
        "include": many(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    }
)

dispatch_config = Shape({"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)})

slack_file = Shape({"id": string(limits.ACTION_ID, 1), "url": string(limits.URL, 1)}, any_of=("id", "url"))

rich_text_parts = many(anything, 1_000, least=0)
