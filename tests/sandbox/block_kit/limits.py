"""Every limit that Block Kit has: a block that reaches n of something, how many are taken, and where it is counted."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.sandbox.block_kit.build import (
    CONFIRM,
    IMAGE,
    LINK,
    PLAIN,
    card,
    cell,
    chart,
    container,
    data_table,
    grid,
    image,
    input_of,
    lines,
    mrkdwn,
    option,
    options,
    pie,
    plain,
    rich,
    section,
    select,
    task,
    video,
    written,
)
from tests.sandbox.stage import Json, actions, button


class Limit(NamedTuple):
    """`pointer` starts at the block; `least` is set where fewer are refused as well."""

    reaching: Callable[[int], Json]
    most: int
    pointer: str
    surface: str = "M"
    least: int | None = None


def held(element: Json) -> Json:
    return section(accessory={"action_id": "a", **element})


def asked(element: Json) -> Json:
    return input_of(element)


def feedback(**fields: Any) -> Json:
    voted = {"text": PLAIN, "value": "v"}
    buttons = {"type": "feedback_buttons", "positive_button": {**voted, **fields}, "negative_button": voted}
    return {"type": "context_actions", "elements": [buttons]}


def icon(**fields: Any) -> Json:
    return {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": PLAIN, **fields}]}


def workflow(**fields: Any) -> Json:
    return held({"type": "workflow_button", "text": PLAIN, "workflow": {"trigger": {"url": LINK}}, **fields})


def groups(count: int) -> Json:
    listed = [{"label": PLAIN, "options": [option()]}] * count
    return held({"type": "static_select", "option_groups": listed})


def grouped(**fields: Any) -> Json:
    return held({"type": "static_select", "option_groups": [{"label": PLAIN, "options": [option()], **fields}]})


def confirmed(**fields: Any) -> Json:
    return section(accessory=button(confirm={**CONFIRM, **fields}))


def listed(**fields: Any) -> Json:
    return rich({"type": "rich_text_list", "style": "bullet", "elements": [written()], **fields})


def named(count: int) -> list[Json]:
    return [button(f"b{number}") for number in range(count)]


def several(most: int) -> Json:
    return held({"type": "multi_static_select", "options": options(2), "max_selected_items": most})


LIMITS: dict[str, Limit] = {
    "block id": Limit(lambda n: section(block_id="x" * n), 255, "/block_id", least=1),
    "action id": Limit(lambda n: held(button("x" * n, text=PLAIN)), 255, "/accessory/action_id", least=1),
    "section text": Limit(lambda n: section(text=mrkdwn(n)), 3000, "/text/text", least=1),
    "section fields": Limit(lambda n: {"type": "section", "fields": [PLAIN] * n}, 10, "/fields"),
    "section field": Limit(lambda n: section(fields=[PLAIN, plain(n)]), 2000, "/fields/1/text", least=1),
    "header": Limit(lambda n: {"type": "header", "text": plain(n)}, 150, "/text/text", least=1),
    "context elements": Limit(lambda n: {"type": "context", "elements": [PLAIN] * n}, 10, "/elements", least=1),
    "context text": Limit(lambda n: {"type": "context", "elements": [mrkdwn(n)]}, 3000, "/elements/0/text", least=1),
    "actions": Limit(lambda n: actions(*named(n))[0], 25, "/elements", least=1),
    "context actions": Limit(
        lambda n: {"type": "context_actions", "elements": icon()["elements"] * n}, 5, "/elements", least=1
    ),
    "image address": Limit(lambda n: image(image_url="x" * n), 3000, "/image_url", least=1),
    "image words": Limit(lambda n: image(alt_text="x" * n), 2000, "/alt_text", least=1),
    "image title": Limit(lambda n: image(title=plain(n)), 2000, "/title/text", least=1),
    "element image words": Limit(
        lambda n: section(accessory=image(alt_text="x" * n)), 2000, "/accessory/alt_text", least=1
    ),
    "label": Limit(lambda n: input_of(select(), label=plain(n)), 2000, "/label/text", least=1),
    "hint": Limit(lambda n: input_of(select(), hint=plain(n)), 2000, "/hint/text", least=1),
    "video title": Limit(lambda n: video(title=plain(n)), 200, "/title/text", least=1),
    "video words": Limit(lambda n: video(alt_text="x" * n), 200, "/alt_text", least=1),
    "video author": Limit(lambda n: video(author_name="x" * n), 50, "/author_name"),
    "video provider": Limit(lambda n: video(provider_name="x" * n), 50, "/provider_name"),
    "video description": Limit(lambda n: video(description=plain(n)), 200, "/description/text", least=1),
    "video address": Limit(lambda n: video(video_url="https://".ljust(n, "x")), 3000, "/video_url"),
    "list indent": Limit(lambda n: listed(indent=n), 8, "/elements/0/indent", least=0),
    "list border": Limit(lambda n: listed(border=n), 1, "/elements/0/border", least=0),
    "quote border": Limit(
        lambda n: rich({"type": "rich_text_quote", "elements": [], "border": n}), 1, "/elements/0/border", least=0
    ),
    "skin tone": Limit(
        lambda n: rich(written({"type": "emoji", "name": "wave", "skin_tone": n})),
        6,
        "/elements/0/elements/0/skin_tone",
        least=1,
    ),
    "markdown": Limit(lambda n: {"type": "markdown", "text": "x" * n}, 12_000, "/text", least=1),
    "table rows": Limit(lambda n: {"type": "table", "rows": grid(n, 1)}, 100, "/rows", least=1),
    "table cells": Limit(lambda n: {"type": "table", "rows": grid(1, n)}, 20, "/rows/0", least=1),
    "table columns": Limit(
        lambda n: {"type": "table", "rows": grid(1, 1), "column_settings": [{"align": "left"}] * n},
        20,
        "/column_settings",
    ),
    "table text": Limit(lambda n: {"type": "table", "rows": [[cell("x" * n)]]}, 10_000, "/rows"),
    "data table rows": Limit(lambda n: data_table(rows=n), 201, "/rows", least=2),
    "data table page": Limit(lambda n: data_table(page_size=n), 100, "/page_size", least=1),
    "data table row header": Limit(
        lambda n: data_table(row_header_column_index=n), 19, "/row_header_column_index", least=0
    ),
    "data table text": Limit(lambda n: data_table() | {"rows": [[cell()], [cell("x" * (n - 1))]]}, 20_000, "/rows"),
    "chart title": Limit(lambda n: chart(title="x" * n), 50, "/title", least=1),
    "pie segments": Limit(lambda n: chart(chart=pie(n)), 12, "/chart/segments", least=1),
    "pie label": Limit(lambda n: chart(chart=pie(1, label="x" * n)), 20, "/chart/segments/0/label", least=1),
    "chart series": Limit(lambda n: chart(chart=lines(series=n)), 12, "/chart/series", least=1),
    "chart points": Limit(lambda n: chart(chart=lines(points=n)), 20, "/chart/series/0/data", least=1),
    "chart categories": Limit(lambda n: chart(chart=lines(categories=n)), 20, "/chart/axis_config/categories", least=1),
    "axis label": Limit(lambda n: chart(chart=lines(x_label="x" * n)), 50, "/chart/axis_config/x_label"),
    "card title": Limit(lambda n: card(title=plain(n)), 150, "/title/text", least=1),
    "card subtitle": Limit(lambda n: card(subtitle=plain(n)), 150, "/subtitle/text", least=1),
    "card body": Limit(lambda n: card(body=mrkdwn(n)), 200, "/body/text", least=1),
    "card subtext": Limit(lambda n: card(subtext=mrkdwn(n)), 200, "/subtext/text", least=1),
    "card actions": Limit(lambda n: card(actions=named(n)), 3, "/actions", least=1),
    "carousel": Limit(lambda n: {"type": "carousel", "elements": [card()] * n}, 10, "/elements", least=1),
    "alert": Limit(lambda n: {"type": "alert", "text": mrkdwn(n)}, 200, "/text/text", "D", least=1),
    "plan tasks": Limit(lambda n: {"type": "plan", "title": "Plan", "tasks": [task()] * n}, 50, "/tasks"),
    "container title": Limit(lambda n: container(title=plain(n)), 150, "/title/text", least=1),
    "container subtitle": Limit(lambda n: container(subtitle=mrkdwn(n)), 150, "/subtitle/text", least=1),
    "container blocks": Limit(
        lambda n: {**container(), "child_blocks": [{"type": "divider"}] * n}, 10, "/child_blocks", least=1
    ),
    "container icon words": Limit(lambda n: container(icon={**IMAGE, "alt_text": "x" * n}), 2000, "/icon/alt_text"),
    "button text": Limit(lambda n: held({**button(), "text": plain(n)}), 75, "/accessory/text/text", least=1),
    "button value": Limit(lambda n: held(button(value="x" * n)), 2000, "/accessory/value"),
    "button address": Limit(lambda n: held(button(url="x" * n)), 3000, "/accessory/url"),
    "button label": Limit(lambda n: held(button(accessibility_label="x" * n)), 75, "/accessory/accessibility_label"),
    "workflow text": Limit(lambda n: workflow(text=plain(n)), 75, "/accessory/text/text", least=1),
    "workflow label": Limit(lambda n: workflow(accessibility_label="x" * n), 75, "/accessory/accessibility_label"),
    "icon value": Limit(lambda n: icon(value="x" * n), 2000, "/elements/0/value"),
    "icon readers": Limit(
        lambda n: icon(visible_to_user_ids=["U1"] * n), 10, "/elements/0/visible_to_user_ids", least=1
    ),
    "feedback text": Limit(lambda n: feedback(text=plain(n)), 75, "/elements/0/positive_button/text/text", least=1),
    "feedback value": Limit(lambda n: feedback(value="x" * n), 2000, "/elements/0/positive_button/value"),
    "feedback label": Limit(
        lambda n: feedback(accessibility_label="x" * n), 75, "/elements/0/positive_button/accessibility_label"
    ),
    "options": Limit(lambda n: held(select(options=options(n))), 100, "/accessory/options", least=1),
    "option groups": Limit(groups, 100, "/accessory/option_groups", least=1),
    "group options": Limit(lambda n: grouped(options=options(n)), 100, "/accessory/option_groups/0/options", least=1),
    "group label": Limit(lambda n: grouped(label=plain(n)), 75, "/accessory/option_groups/0/label/text", least=1),
    "option text": Limit(
        lambda n: held(select(options=[option(text=plain(n))])), 75, "/accessory/options/0/text/text", least=1
    ),
    "option value": Limit(
        lambda n: held(select(options=[option("x" * n)])), 150, "/accessory/options/0/value", least=1
    ),
    "option description": Limit(
        lambda n: held(select(options=[option(description=plain(n))])),
        75,
        "/accessory/options/0/description/text",
        least=1,
    ),
    "overflow": Limit(lambda n: held({"type": "overflow", "options": options(n)}), 5, "/accessory/options", least=1),
    "overflow address": Limit(
        lambda n: held({"type": "overflow", "options": [option(url="x" * n)]}),
        3000,
        "/accessory/options/0/url",
        least=1,
    ),
    "checkboxes": Limit(
        lambda n: held({"type": "checkboxes", "options": options(n)}), 10, "/accessory/options", least=1
    ),
    "radio buttons": Limit(
        lambda n: held({"type": "radio_buttons", "options": options(n)}), 10, "/accessory/options", least=1
    ),
    "placeholder": Limit(lambda n: held(select(placeholder=plain(n))), 150, "/accessory/placeholder/text", least=1),
    "first words": Limit(
        lambda n: asked({"type": "plain_text_input", "initial_value": "x" * n}), 3000, "/element/initial_value"
    ),
    "shortest text": Limit(
        lambda n: asked({"type": "plain_text_input", "min_length": n}), 3000, "/element/min_length", least=0
    ),
    "longest text": Limit(
        lambda n: asked({"type": "plain_text_input", "max_length": n}), 3000, "/element/max_length", least=1
    ),
    "fewest lines": Limit(
        lambda n: asked({"type": "rich_text_input", "min_lines": n}), 100, "/element/min_lines", least=1
    ),
    "most lines": Limit(
        lambda n: asked({"type": "rich_text_input", "max_lines": n}), 100, "/element/max_lines", least=1
    ),
    "files": Limit(lambda n: asked({"type": "file_input", "max_files": n}), 10, "/element/max_files", least=1),
    "moment": Limit(
        lambda n: asked({"type": "datetimepicker", "initial_date_time": n}),
        9_999_999_999,
        "/element/initial_date_time",
        least=1_000_000_000,
    ),
    "conversation types": Limit(
        lambda n: held({"type": "conversations_select", "filter": {"include": ["im"] * n}}),
        4,
        "/accessory/filter/include",
    ),
    "dispatches": Limit(
        lambda n: asked(
            {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"] * n}}
        ),
        2,
        "/element/dispatch_action_config/trigger_actions_on",
        least=1,
    ),
    "confirm title": Limit(lambda n: confirmed(title=plain(n)), 100, "/accessory/confirm/title/text", least=1),
    "confirm text": Limit(lambda n: confirmed(text=mrkdwn(n)), 300, "/accessory/confirm/text/text", least=1),
    "confirm yes": Limit(lambda n: confirmed(confirm=plain(n)), 30, "/accessory/confirm/confirm/text", least=1),
    "confirm no": Limit(lambda n: confirmed(deny=plain(n)), 30, "/accessory/confirm/deny/text", least=1),
}
