"""Strategies that make up blocks which Slack takes, on each of its surfaces."""

import itertools
from typing import Any

from hypothesis import strategies as st

from tests.sandbox.block_kit.build import LINK
from tests.sandbox.stage import Json

Made = st.SearchStrategy[Json]
Fields = dict[str, st.SearchStrategy[Any]]
FLAG = st.booleans()
NO = st.sampled_from([False])


def words(most: int, least: int = 1) -> st.SearchStrategy[str]:
    """Make up short texts, and now and then one that is as long as it may be."""
    short = st.text(st.characters(codec="utf-8"), min_size=least, max_size=min(most, 12))
    return short | st.sampled_from([most]).map(lambda length: "é" * length)


def made(kind: str, needed: Fields, more: Fields | None = None) -> Made:
    return st.fixed_dictionaries({"type": st.just(kind), **needed}, optional=more or {})


def plain(most: int) -> Made:
    return made("plain_text", {"text": words(most)}, {"emoji": FLAG})


def text(most: int) -> Made:
    return plain(most) | made("mrkdwn", {"text": words(most)}, {"verbatim": FLAG})


ID = words(255)
CONFIRM = st.fixed_dictionaries(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    optional={"style": st.sampled_from(["primary", "danger"])},
)
IMAGE = made("image", {"image_url": st.just(LINK), "alt_text": words(2000)})
OPTION = st.fixed_dictionaries({"text": plain(75), "value": words(150)}, optional={"description": plain(75)})
ACTED: Fields = {"action_id": ID, "confirm": CONFIRM}
PICKED: Fields = {**ACTED, "focus_on_load": NO}
MENU: Fields = {**PICKED, "placeholder": plain(150)}
BUTTON = made(
    "button",
    {"text": plain(75)},
    {**ACTED, "value": words(2000), "url": st.just(LINK), "style": st.sampled_from(["primary", "danger"])},
)


@st.composite
def choices(draw: st.DrawFn, kind: str, most: int, initial: str, more: Fields) -> Json:
    """Make up an element with options, some of which are chosen at first."""
    options = draw(st.lists(OPTION, min_size=1, max_size=min(most, 4)))
    element = draw(made(kind, {"options": st.just(options)}, more))
    if initial and draw(FLAG):
        chosen = draw(st.sampled_from(options))
        element[initial] = [chosen] if initial.endswith("s") else chosen
    return element


DATES = st.dates().map(lambda day: day.isoformat())
TIMES = st.times().map(lambda time: time.strftime("%H:%M"))
MENUS = (
    choices("static_select", 100, "initial_option", MENU)
    | choices("multi_static_select", 100, "initial_options", {**MENU, "max_selected_items": st.integers(1, 9)})
    | choices("checkboxes", 10, "initial_options", PICKED)
    | choices("radio_buttons", 10, "initial_option", PICKED)
    | made("external_select", {}, {**MENU, "min_query_length": st.integers(0, 9), "initial_option": OPTION})
    | made("users_select", {}, {**MENU, "initial_user": ID})
    | made("multi_users_select", {}, {**MENU, "initial_users": st.lists(ID, max_size=3)})
    | made("conversations_select", {}, {**MENU, "default_to_current_conversation": FLAG})
    | made("multi_channels_select", {}, {**MENU, "initial_channels": st.lists(ID, max_size=3)})
    | made("datepicker", {}, {**MENU, "initial_date": DATES})
    | made("timepicker", {}, {**MENU, "initial_time": TIMES, "timezone": st.sampled_from(["UTC", "Asia/Kolkata"])})
)
MOMENT = made("datetimepicker", {}, {**PICKED, "initial_date_time": st.integers(1_000_000_000, 9_999_999_999)})
FIELD: Fields = {"action_id": ID, "placeholder": plain(150)}
WRITTEN = (
    made("plain_text_input", {}, {**FIELD, "initial_value": words(3000, 0), "multiline": FLAG})
    | made("email_text_input", {}, FIELD)
    | made("url_text_input", {}, {**FIELD, "initial_value": words(3000, 0)})
    | made("number_input", {"is_decimal_allowed": FLAG}, {**FIELD, "initial_value": st.integers().map(str)})
    | made("file_input", {}, {"action_id": ID, "max_files": st.integers(1, 10)})
)
OVERFLOW = choices("overflow", 5, "", ACTED)

STYLE = st.fixed_dictionaries({}, optional=dict.fromkeys(("bold", "italic", "strike"), FLAG))
PART = (
    made("text", {"text": words(50)}, {"style": STYLE})
    | made("link", {"url": st.just(LINK)}, {"text": words(50), "style": STYLE})
    | made("user", {"user_id": ID}, {"style": STYLE})
    | made("emoji", {"name": words(20)}, {"skin_tone": st.integers(1, 6)})
    | made("broadcast", {"range": st.sampled_from(["here", "channel", "everyone"])})
)
LINE = made("rich_text_section", {"elements": st.lists(PART, max_size=3)})
LIST = made(
    "rich_text_list",
    {"elements": st.lists(LINE, max_size=3), "style": st.sampled_from(["bullet", "ordered"])},
    {"indent": st.integers(0, 8), "offset": st.integers(0, 9), "border": st.integers(0, 1)},
)
QUOTE = made("rich_text_quote", {"elements": st.lists(PART, max_size=3)}, {"border": st.integers(0, 1)})
RICH_TEXT = made("rich_text", {"elements": st.lists(LINE | LIST | QUOTE, max_size=3)})

SECTION = made(
    "section",
    {"text": text(3000)},
    {"fields": st.lists(text(2000), min_size=1, max_size=10), "accessory": BUTTON | IMAGE | MENUS | OVERFLOW},
)
EVERYWHERE = (
    SECTION
    | made("header", {"text": plain(150)})
    | made("divider", {})
    | made("context", {"elements": st.lists(text(3000) | IMAGE, min_size=1, max_size=10)})
    | made("image", {"image_url": st.just(LINK), "alt_text": words(2000)}, {"title": plain(2000)})
    | made("actions", {"elements": st.lists(BUTTON | MENUS | OVERFLOW | MOMENT, min_size=1, max_size=4)})
    | made(
        "input",
        {"label": plain(2000), "element": MENUS | MOMENT | WRITTEN},
        {"hint": plain(2000), "optional": FLAG, "dispatch_action": FLAG},
    )
    | RICH_TEXT
)
CARD = made("card", {"title": text(150)}, {"body": text(200), "actions": st.lists(BUTTON, min_size=1, max_size=3)})
CELL = made("raw_text", {"text": words(50)}) | made("raw_number", {"value": st.integers(), "text": words(9)})
IN_MESSAGES = (
    EVERYWHERE
    | made("markdown", {"text": words(1000)})
    | CARD
    | made("carousel", {"elements": st.lists(CARD, min_size=1, max_size=3)})
    | made("data_table", {"caption": words(50), "rows": st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=2)})
    | made("container", {"title": plain(150), "child_blocks": st.lists(SECTION, min_size=1, max_size=3)})
    | made("task_card", {"task_id": ID, "title": words(99)}, {"details": RICH_TEXT})
)
IN_FORMS = EVERYWHERE | made(
    "alert", {"text": text(200)}, {"level": st.sampled_from(["default", "info", "warning", "error", "success"])}
)
SURFACES = {"M": IN_MESSAGES, "D": IN_FORMS, "H": EVERYWHERE}


def named(blocks: list[Json]) -> list[Json]:
    """Copy the blocks with an id for each block and element; made-up ones may repeat."""
    numbers = itertools.count()

    def copied(value: Any) -> Any:
        if isinstance(value, list):
            return [copied(one) for one in value]
        if not isinstance(value, dict):
            return value
        ids = {name: f"n{next(numbers)}" for name in ("action_id", "block_id") if name in value}
        return {name: copied(one) for name, one in value.items()} | ids

    return [copied({"block_id": "", **block}) for block in blocks]
