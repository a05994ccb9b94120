"""The rules of Block Kit's elements: one table, a row for each type."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox import limits
from sandbox.block_kit.checks import Check, Shape, anything, flag, many, one_of, string, whole, written_as
from sandbox.block_kit.objects import (
    BOTH,
    ONE_PICTURE,
    PICTURE,
    STYLES,
    confirm,
    conversation_filter,
    dispatch_config,
    feedback_button,
    option,
    option_group,
    plain,
    workflow,
)
from sandbox.block_kit.rich_text import rich_text
from sandbox.block_kit.rules import exactly_one, in_order, initial_fits_maximum, initial_is_offered, numbers_as_declared

CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Element(Shape):
    """A row of the table. `places` says in which blocks it may stand, `scope` what the app must have been granted."""

    places: tuple[str, ...] = ()
    scope: str = ""


def is_date(value: str) -> bool:
    try:
        # fromisoformat takes other spellings too, such as 20261127; Slack takes one.
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_time(value: str) -> bool:
    return bool(CLOCK_TIME.fullmatch(value))


def is_number(value: str) -> bool:
    return bool(PLAIN_NUMBER.fullmatch(value))


def is_zone(value: str) -> bool:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


ID = string(limits.ACTION_ID, 1)
NAMED: Mapping[str, Check] = {"type": anything, "action_id": ID}
CONFIRMED: Mapping[str, Check] = {**NAMED, "confirm": confirm}
FOCUSED: Mapping[str, Check] = {**CONFIRMED, "focus_on_load": flag}
PLACEHOLDER: Mapping[str, Check] = {"placeholder": plain(limits.PLACEHOLDER)}
MENU: Mapping[str, Check] = {**FOCUSED, **PLACEHOLDER}
SEVERAL: Mapping[str, Check] = {**MENU, "max_selected_items": whole(1)}
CHOICES: Mapping[str, Check] = {
    "options": many(option(), limits.OPTIONS),
    "option_groups": many(option_group, limits.OPTIONS),
}
ONE_LIST = exactly_one("options", "option_groups")
SEARCHED: Mapping[str, Check] = {"min_query_length": whole(0)}
# Boxes and radio buttons show their options in full, and so in mrkdwn too; menus are plain.
FEW = option(BOTH)
FEW_OPTIONS: Mapping[str, Check] = {**FOCUSED, "options": many(FEW, limits.FEW_OPTIONS)}
CONVERSATIONS: Mapping[str, Check] = {"default_to_current_conversation": flag, "filter": conversation_filter}
RESPONSE_URL: Mapping[str, Check] = {"response_url_enabled": flag}
# Text fields ask for no confirmation: there is no moment at which a person has chosen.
FIELD: Mapping[str, Check] = {
    **NAMED,
    **PLACEHOLDER,
    "focus_on_load": flag,
    "dispatch_action_config": dispatch_config,
}
FIRST_WORDS: Mapping[str, Check] = {"initial_value": string(limits.INPUT_LENGTH)}
# Numbers are strings both ways: in JSON, long ones would lose digits.
NUMBER = written_as("number", is_number)
LABELLED: Mapping[str, Check] = {
    "text": plain(limits.BUTTON_TEXT),
    "accessibility_label": string(limits.BUTTON_TEXT),
}

ANYWHERE = ("section", "actions", "input")
PRESSED = ("section", "actions")


def _element(
    fields: Mapping[str, Check],
    *required: str,
    places: tuple[str, ...] = ANYWHERE,
    rules: tuple[Check, ...] = (),
    scope: str = "",
) -> Element:
    return Element(fields, ("type", *required), rules, places, scope)


def _listed(initial: str) -> dict[str, Check]:
    # Empty is as good as absent: apps fill it with what was stored, which may be nobody.
    return {**SEVERAL, initial: many(ID, least=0)}


ELEMENTS: Mapping[str, Element] = {
    "button": _element(
        {
            **CONFIRMED,
            **LABELLED,
            "value": string(limits.BUTTON_VALUE),
            "url": string(limits.URL),
            "style": one_of(*STYLES),
        },
        "text",
        places=(*PRESSED, "card"),
    ),
    "workflow_button": _element(
        {**CONFIRMED, **LABELLED, "workflow": workflow, "style": one_of(*STYLES)}, "text", "workflow", places=PRESSED
    ),
    "icon_button": _element(
        {
            **CONFIRMED,
            **LABELLED,
            # The only icon that Slack documents.
            "icon": one_of("trash"),
            "value": string(limits.BUTTON_VALUE),
            "visible_to_user_ids": many(ID, limits.VISIBLE_TO),
        },
        "icon",
        "text",
        places=("context_actions",),
    ),
    "feedback_buttons": _element(
        {**NAMED, "positive_button": feedback_button, "negative_button": feedback_button},
        "positive_button",
        "negative_button",
        places=("context_actions",),
    ),
    "image": _element(PICTURE, "alt_text", places=("section", "context"), rules=(ONE_PICTURE,)),
    # The only options that may carry a link: choosing one in another menu goes nowhere.
    "overflow": _element(
        {**CONFIRMED, "options": many(option(with_url=True), limits.OVERFLOW_OPTIONS)}, "options", places=PRESSED
    ),
    "static_select": _element({**MENU, **CHOICES, "initial_option": option()}, rules=(ONE_LIST, initial_is_offered)),
    "multi_static_select": _element(
        {**SEVERAL, **CHOICES, "initial_options": many(option(), limits.OPTIONS)},
        rules=(ONE_LIST, initial_is_offered, initial_fits_maximum),
    ),
    # What these two will offer is known only when somebody types, so any first choice is taken.
    "external_select": _element({**MENU, **SEARCHED, "initial_option": option()}),
    "multi_external_select": _element(
        {**SEVERAL, **SEARCHED, "initial_options": many(option(), limits.OPTIONS)}, rules=(initial_fits_maximum,)
    ),
    "users_select": _element({**MENU, "initial_user": ID}),
    "multi_users_select": _element(_listed("initial_users"), rules=(initial_fits_maximum,)),
    "conversations_select": _element({**MENU, **CONVERSATIONS, **RESPONSE_URL, "initial_conversation": ID}),
    "multi_conversations_select": _element(
        {**_listed("initial_conversations"), **CONVERSATIONS}, rules=(initial_fits_maximum,)
    ),
    "channels_select": _element({**MENU, **RESPONSE_URL, "initial_channel": ID}),
    "multi_channels_select": _element(_listed("initial_channels"), rules=(initial_fits_maximum,)),
    "checkboxes": _element(
        {**FEW_OPTIONS, "initial_options": many(FEW, limits.FEW_OPTIONS)}, "options", rules=(initial_is_offered,)
    ),
    "radio_buttons": _element({**FEW_OPTIONS, "initial_option": FEW}, "options", rules=(initial_is_offered,)),
    "datepicker": _element({**MENU, "initial_date": written_as("YYYY-MM-DD", is_date)}),
    "timepicker": _element(
        {**MENU, "initial_time": written_as("HH:mm", is_time), "timezone": written_as("IANA time zone", is_zone)}
    ),
    # Ten digits: what is outside of them lies before 2001 or after 2286, and is mostly milliseconds by mistake.
    "datetimepicker": _element(
        {**FOCUSED, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}, places=("actions", "input")
    ),
    "plain_text_input": _element(
        {
            **FIELD,
            **FIRST_WORDS,
            "multiline": flag,
            "min_length": whole(0, limits.INPUT_LENGTH),
            "max_length": whole(1, limits.INPUT_LENGTH),
        },
        places=("input",),
        rules=(in_order("min_length", "max_length"),),
    ),
    "email_text_input": _element({**FIELD, **FIRST_WORDS}, places=("input",)),
    "url_text_input": _element({**FIELD, **FIRST_WORDS}, places=("input",)),
    "number_input": _element(
        {**FIELD, "is_decimal_allowed": flag, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
        "is_decimal_allowed",
        places=("input",),
        rules=(in_order("min_value", "max_value"), numbers_as_declared),
    ),
    "rich_text_input": _element(
        {
            **FIELD,
            "initial_value": rich_text,
            "min_lines": whole(1, limits.INPUT_LINES),
            "max_lines": whole(1, limits.INPUT_LINES),
        },
        "action_id",
        places=("actions", "input"),
        rules=(in_order("min_lines", "max_lines"),),
    ),
    "file_input": _element(
        {**NAMED, "filetypes": many(string(least=1)), "max_files": whole(1, limits.FILES)},
        places=("input",),
        scope="files:read",
    ),
}


def standing_in(block: str) -> tuple[str, ...]:
    """List the types of element that this type of block may hold."""
    return tuple(kind for kind, row in ELEMENTS.items() if block in row.places)
