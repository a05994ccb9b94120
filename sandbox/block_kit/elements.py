"""The rules of Block Kit's elements: one table, a row for each type."""

from collections.abc import Mapping
from typing import Any

from sandbox import limits
from sandbox.block_kit.checks import Check, Report, Shape, anything, flag, many, one_of, string, whole
from sandbox.block_kit.objects import (
    BOTH,
    confirm,
    conversation_filter,
    dispatch_config,
    option,
    option_group,
    plain,
    slack_file,
)

ID = string(limits.ACTION_ID, 1)
COMMON: Mapping[str, Check] = {"type": anything, "action_id": ID, "confirm": confirm, "focus_on_load": flag}
PLACEHOLDER: Mapping[str, Check] = {"placeholder": plain(limits.PLACEHOLDER)}
SELECTED = string(limits.ACTION_ID, 1)
SEVERAL: Mapping[str, Check] = {"max_selected_items": whole(1, limits.OPTIONS)}
CHOICES: Mapping[str, Check] = {
    "options": many(option(), limits.OPTIONS),
    "option_groups": many(option_group, limits.OPTIONS),
}


class ChoiceShape(Shape):
    """A select whose choices stand in exactly one of `options` and `option_groups`."""

    def __call__(self, value: Any, path: str, report: Report) -> None:
        super().__call__(value, path, report)
        if isinstance(value, dict) and ("options" in value) == ("option_groups" in value):
            report.add(path, "must have exactly one of options, option_groups")


def _select(*, several: bool, initial: str, check: Check, **more: Check) -> Shape:
    first = {initial: many(check, limits.OPTIONS)} if several else {initial: check}
    return Shape({**COMMON, **PLACEHOLDER, **(SEVERAL if several else {}), **first, **more}, required=("type",))


def _choice(*, several: bool) -> Shape:
    initial: dict[str, Check] = (
        {"initial_options": many(option(), limits.OPTIONS), **SEVERAL} if several else {"initial_option": option()}
    )
    return ChoiceShape({**COMMON, **PLACEHOLDER, **CHOICES, **initial}, required=("type",))


def _few_options(initial: str, *, several: bool) -> Shape:
    chosen = many(option(BOTH), limits.FEW_OPTIONS) if several else option(BOTH)
    return Shape(
        {**COMMON, "options": many(option(BOTH), limits.FEW_OPTIONS), initial: chosen}, required=("type", "options")
    )


def _written(**more: Check) -> Shape:
    return Shape(
        {
            **COMMON,
            **PLACEHOLDER,
            "initial_value": string(limits.INPUT_LENGTH),
            "dispatch_action_config": dispatch_config,
            **more,
        },
        required=("type",),
    )


def _picked(initial: str, check: Check, **more: Check) -> Shape:
    return Shape({**COMMON, **PLACEHOLDER, initial: check, **more}, required=("type",))


CONVERSATIONS: Mapping[str, Check] = {
    "default_to_current_conversation": flag,
    "response_url_enabled": flag,
    "filter": conversation_filter,
}
BUTTON: Mapping[str, Check] = {
    "type": anything,
    "action_id": ID,
    "text": plain(limits.BUTTON_TEXT),
    "value": string(limits.BUTTON_VALUE),
    "url": string(limits.URL),
    "style": one_of("primary", "danger"),
    "confirm": confirm,
    "accessibility_label": string(limits.BUTTON_TEXT),
}
IMAGE: Mapping[str, Check] = {
    "type": anything,
    "image_url": string(limits.URL, 1),
    "slack_file": slack_file,
    "alt_text": string(limits.ALT_TEXT, 1),
}

ELEMENTS: Mapping[str, Shape] = {
    "button": Shape(BUTTON, required=("type", "text")),
    "image": Shape(IMAGE, required=("type", "alt_text"), any_of=("image_url", "slack_file")),
    "overflow": Shape(
        {**COMMON, "options": many(option(with_url=True), limits.OVERFLOW_OPTIONS)}, required=("type", "options")
    ),
    "static_select": _choice(several=False),
    "multi_static_select": _choice(several=True),
    "external_select": _select(
        several=False, initial="initial_option", check=option(), min_query_length=whole(0, limits.INPUT_LENGTH)
    ),
    "multi_external_select": _select(
        several=True, initial="initial_options", check=option(), min_query_length=whole(0, limits.INPUT_LENGTH)
    ),
    "users_select": _select(several=False, initial="initial_user", check=SELECTED),
    "multi_users_select": _select(several=True, initial="initial_users", check=SELECTED),
    "conversations_select": _select(several=False, initial="initial_conversation", check=SELECTED, **CONVERSATIONS),
    "multi_conversations_select": _select(
        several=True, initial="initial_conversations", check=SELECTED, **CONVERSATIONS
    ),
    "channels_select": _select(several=False, initial="initial_channel", check=SELECTED, response_url_enabled=flag),
    "multi_channels_select": _select(several=True, initial="initial_channels", check=SELECTED),
    "checkboxes": _few_options("initial_options", several=True),
    "radio_buttons": _few_options("initial_option", several=False),
    "datepicker": _picked("initial_date", string(10, 10)),
    "timepicker": _picked("initial_time", string(5, 5), timezone=string(limits.ACTION_ID, 1)),
    "datetimepicker": Shape({**COMMON, "initial_date_time": whole(1_000_000_000, 9_999_999_999)}, required=("type",)),
    "plain_text_input": _written(
        multiline=flag, min_length=whole(0, limits.INPUT_LENGTH), max_length=whole(1, limits.INPUT_LENGTH)
    ),
    "email_text_input": _written(),
    "url_text_input": _written(),
    "number_input": Shape(
        {
            **COMMON,
            **PLACEHOLDER,
            "is_decimal_allowed": flag,
            "initial_value": string(limits.INPUT_LENGTH),
            "min_value": string(limits.INPUT_LENGTH),
            "max_value": string(limits.INPUT_LENGTH),
            "dispatch_action_config": dispatch_config,
        },
        required=("type", "is_decimal_allowed"),
    ),
    "rich_text_input": Shape(
        {
            **COMMON,
            **PLACEHOLDER,
            "initial_value": anything,
            "dispatch_action_config": dispatch_config,
            "min_lines": whole(1, 100),
            "max_lines": whole(1, 100),
        },
        required=("type", "action_id"),
    ),
    "file_input": Shape(
        {"type": anything, "action_id": ID, "filetypes": many(string(20, 1), 100), "max_files": whole(1, 10)},
        required=("type",),
    ),
    "workflow_button": Shape(
        {
            "type": anything,
            "action_id": ID,
            "text": plain(limits.BUTTON_TEXT),
            "workflow": anything,
            "style": one_of("primary", "danger"),
            "accessibility_label": string(limits.BUTTON_TEXT),
        },
        required=("type", "text", "workflow"),
    ),
    "feedback_buttons": Shape(
        {"type": anything, "action_id": ID, "positive_button": anything, "negative_button": anything},
        required=("type", "positive_button", "negative_button"),
    ),
    "icon_button": Shape(
        {
            "type": anything,
            "action_id": ID,
            "icon": one_of("trash"),
            "text": plain(limits.BUTTON_TEXT),
            "value": string(limits.BUTTON_VALUE),
            "confirm": confirm,
            "accessibility_label": string(limits.BUTTON_TEXT),
            "visible_to_user_ids": many(SELECTED, limits.FEW_OPTIONS),
        },
        required=("type", "icon", "text"),
    ),
}

MENUS = tuple(name for name in ELEMENTS if name.endswith("_select"))
PICKERS = ("datepicker", "timepicker")
GROUPS = ("checkboxes", "radio_buttons")
WRITTEN = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")

ACCESSORIES = ("button", "image", "overflow", "workflow_button", *MENUS, *PICKERS, *GROUPS)
ACTIONS = ("button", "overflow", "workflow_button", "datetimepicker", *MENUS, *PICKERS, *GROUPS, *WRITTEN)
INPUTS = ("datetimepicker", "file_input", *MENUS, *PICKERS, *GROUPS, *WRITTEN)
