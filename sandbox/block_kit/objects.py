"""The rules of Block Kit's composition objects: texts, options, confirmations, files, workflows."""

from collections.abc import Mapping

from sandbox import limits
from sandbox.block_kit.checks import Check, Shape, anything, by_type, flag, many, one_of, string
from sandbox.block_kit.rules import at_least_one, exactly_one

BOTH = ("plain_text", "mrkdwn")
STYLES = ("primary", "danger")


def text(most: int, kinds: tuple[str, ...] = BOTH) -> Check:
    # Each type has a field of its own that the other must not have: emoji for plain text, verbatim for mrkdwn.
    words: Mapping[str, Check] = {"type": anything, "text": string(most, 1)}
    table = {
        "plain_text": Shape({**words, "emoji": flag}, ("type", "text")),
        "mrkdwn": Shape({**words, "verbatim": flag}, ("type", "text")),
    }
    return by_type(table, kinds)


def plain(most: int) -> Check:
    return text(most, ("plain_text",))


confirm = Shape(
    {
        "title": plain(limits.CONFIRM_TITLE),
        "text": text(limits.CONFIRM_TEXT),
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
        "style": one_of(*STYLES),
    },
    # SDKs fill in Yes and No; the API itself has no words of its own for the buttons.
    required=("title", "text", "confirm", "deny"),
)


def option(kinds: tuple[str, ...] = ("plain_text",), *, with_url: bool = False) -> Shape:
    fields: dict[str, Check] = {
        "text": text(limits.OPTION_TEXT, kinds),
        # 150 by the documentation; a comment in one of Slack's SDKs still says 75.
        "value": string(limits.OPTION_VALUE, 1),
        "description": text(limits.OPTION_TEXT, kinds),
    }
    if with_url:
        fields["url"] = string(limits.URL, 1)
    return Shape(fields, required=("text", "value"))


option_group = Shape(
    {"label": plain(limits.OPTION_TEXT), "options": many(option(), limits.OPTIONS)}, required=("label", "options")
)

conversation_filter = Shape(
    {
        "include": many(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
    # A filter that filters nothing is a mistake to Slack.
    rules=(at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)

dispatch_config = Shape({"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2)})

slack_file = Shape({"id": string(limits.ACTION_ID, 1), "url": string(limits.URL, 1)}, rules=(exactly_one("id", "url"),))

PICTURE: Mapping[str, Check] = {
    "type": anything,
    "image_url": string(limits.URL, 1),
    "slack_file": slack_file,
    "alt_text": string(limits.ALT_TEXT, 1),
}
ONE_PICTURE = exactly_one("image_url", "slack_file")

parameter = Shape({"name": string(least=1), "value": string()}, required=("name", "value"))
workflow = Shape(
    {
        "trigger": Shape(
            {"url": string(limits.URL, 1), "customizable_input_parameters": many(parameter, least=0)},
            required=("url",),
        )
    },
    required=("trigger",),
)

feedback_button = Shape(
    {
        "text": plain(limits.BUTTON_TEXT),
        "value": string(limits.BUTTON_VALUE),
        "accessibility_label": string(limits.BUTTON_TEXT),
    },
    required=("text", "value"),
)
