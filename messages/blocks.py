"""Build Block Kit: only the old, plain blocks, and never past Slack's limits."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from messages.escaping import Mrkdwn, cut, escape, isolate, lines, one_line
from messages.ids import VALUE
from messages.words import label, words

Block = dict[str, Any]

MOST_BLOCKS = 50
MOST_VIEW_BLOCKS = 100
SECTION_TEXT = 3_000
FIELD_TEXT = 2_000
FIELDS = 10
HEADER_TEXT = 150
CONTEXT_TEXT = 2_000
CONTEXT_ELEMENTS = 10
BUTTONS = 25
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTIONS = 100
TITLE = 24
LABEL = 2_000
PLACEHOLDER = 150
INPUT_TEXT = 3_000
METADATA = 3_000

NOTHING = "…"
"""What stands where there are no words: Slack refuses an empty text."""
ISOLATED = 2


def plain(text: str, limit: int) -> Block:
    """Text that Slack shows as it is."""
    shown = isolate(cut(one_line(text), limit - ISOLATED)) or NOTHING
    return {"type": "plain_text", "text": shown, "emoji": False}


def mrkdwn(text: Mrkdwn, limit: int) -> Block:
    """Our own formatting; verbatim, so that Slack makes no links or mentions by itself."""
    return {"type": "mrkdwn", "text": str(cut(escape(text), limit)) or NOTHING, "verbatim": True}


def section(text: Mrkdwn, accessory: Block | None = None) -> Block:
    block = {"type": "section", "text": mrkdwn(text, SECTION_TEXT)}
    return block | {"accessory": accessory} if accessory else block


def fields(texts: Sequence[Mrkdwn]) -> Block:
    """Facts side by side; on a phone one under the other."""
    return {"type": "section", "fields": [mrkdwn(text, FIELD_TEXT) for text in texts[:FIELDS]]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, HEADER_TEXT)}


def context(*texts: Mrkdwn) -> Block:
    return {"type": "context", "elements": [mrkdwn(text, CONTEXT_TEXT) for text in texts[:CONTEXT_ELEMENTS]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*buttons: Block) -> Block:
    return {"type": "actions", "elements": list(buttons[:BUTTONS])}


def button(said: str, action_id: str, value: str, *, style: str | None = None, about: str | None = None) -> Block:
    """Draw a button. ``about`` tells a screen reader which of several equal buttons it is."""
    block = {"type": "button", "text": plain(said, BUTTON_TEXT), "action_id": action_id, "value": value[:BUTTON_VALUE]}
    if style:
        block["style"] = style
    if about:
        block["accessibility_label"] = isolate(
            cut(one_line(label("blocks#button_about", button=said, about=about)), BUTTON_TEXT - ISOLATED)
        )
    return block


def fit(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Keep within the blocks of one message; what is left out is said."""
    if len(blocks) <= MOST_BLOCKS:
        return tuple(blocks)
    left_out = len(blocks) - MOST_BLOCKS + 1
    return (*blocks[: MOST_BLOCKS - 1], context(words("labels/blocks#left_out", n=left_out)))


def field(block_id: str, question: str, element: Block, *, hint: str | None = None, optional: bool = False) -> Block:
    """One question of a form; ``block_id`` names the answer."""
    block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(question, LABEL),
        "element": element | {"action_id": VALUE},
        "optional": optional,
    }
    return block | {"hint": plain(hint, LABEL)} if hint else block


def text_input(*, initial: str = "", placeholder: str = "", most: int = INPUT_TEXT, multiline: bool = False) -> Block:
    most = min(most, INPUT_TEXT)
    return _filled(
        {"type": "plain_text_input", "multiline": multiline, "max_length": most},
        initial=cut(lines(initial) if multiline else one_line(initial), most),
        placeholder=placeholder,
    )


def url_input(*, initial: str = "", placeholder: str = "") -> Block:
    return _filled({"type": "url_text_input"}, initial=one_line(initial), placeholder=placeholder)


def number_input(least: int | None = None) -> Block:
    return {"type": "number_input", "is_decimal_allowed": True} | ({"min_value": str(least)} if least else {})


def date_input(initial: date | None = None) -> Block:
    return {"type": "datepicker"} | ({"initial_date": initial.isoformat()} if initial else {})


def person_input(initial: str | None = None) -> Block:
    return {"type": "users_select"} | ({"initial_user": initial} if initial else {})


def channel_input(initial: str | None = None) -> Block:
    """Choose a public channel; a private one can be chosen by whoever is in it."""
    element: Block = {
        "type": "conversations_select",
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": True,
        },
    }
    return element | ({"initial_conversation": initial} if initial else {})


def choice_input(choices: Sequence[tuple[str, str]], initial: str | None = None) -> Block:
    """Choose one of (value, label); at least one must be given."""
    options = [{"text": plain(said, OPTION_TEXT), "value": value[:OPTION_VALUE]} for value, said in choices[:OPTIONS]]
    chosen = next((option for option in options if option["value"] == initial), None)
    element: Block = {"type": "static_select", "options": options}
    return element | {"initial_option": chosen} if chosen else element


def choices_input(choices: Sequence[tuple[str, str]], initial: Sequence[str] = ()) -> Block:
    """Choose some of (value, label), or none; at least one must be given."""
    element = choice_input(choices)
    chosen = [option for option in element["options"] if option["value"] in initial]
    return element | {"type": "multi_static_select"} | ({"initial_options": chosen} if chosen else {})


def modal(title: str, *, callback_id: str, metadata: str, submit: str | None, blocks: Sequence[Block]) -> Block:
    view = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE),
        "close": plain(label("blocks#cancel") if submit else label("blocks#close"), TITLE),
        "private_metadata": metadata[:METADATA],
        "blocks": list(blocks[:MOST_VIEW_BLOCKS]),
    }
    return view | {"submit": plain(submit, TITLE)} if submit else view


def _filled(element: Block, *, initial: str, placeholder: str) -> Block:
    if initial:
        element["initial_value"] = initial
    if placeholder:
        element["placeholder"] = plain(placeholder, PLACEHOLDER)
    return element
