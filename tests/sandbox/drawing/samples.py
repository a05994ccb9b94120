"""One of every block and of every element that Slack documents, with every field filled in."""

from tests.sandbox.drawing.reading import Json, mrkdwn_text, option, plain

CONFIRM = {
    "title": plain("Really?"),
    "text": mrkdwn_text("It *cannot* be undone"),
    "confirm": plain("Yes, do"),
    "deny": plain("No, wait"),
    "style": "danger",
}
OPTIONS = [option("red", "Red :red_circle:"), option("blue", "Blue", description=plain("like the sea"))]
GROUPS = [
    {"label": plain("Warm"), "options": [option("red", "Red")]},
    {"label": plain("Cold"), "options": [option("blue", "Blue")]},
]
PICTURE = {"type": "image", "image_url": "https://a.example/cat.png", "alt_text": "A cat"}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "rich words"}]}],
}


def element(kind: str, **more: object) -> Json:
    return {"type": kind, "action_id": f"do-{kind}", **more}


PRESSED: dict[str, Json] = {
    "button": element("button", text=plain("Press :tada:"), value="v<1>", style="primary", confirm=CONFIRM),
    "workflow_button": element(
        "workflow_button", text=plain("Start"), workflow={"trigger": {"url": "https://a.example"}}
    ),
    "icon_button": element(
        "icon_button", icon="trash", text=plain("Delete"), value="gone", visible_to_user_ids=["UANA"]
    ),
    "feedback_buttons": element(
        "feedback_buttons",
        positive_button={"text": plain("Good"), "value": "+", "accessibility_label": "A good answer"},
        negative_button={"text": plain("Bad"), "value": "-"},
    ),
    "overflow": element(
        "overflow",
        options=[option("edit", "Edit"), option("see", "See it", url="https://a.example/see")],
        confirm=CONFIRM,
    ),
}
FIELDS: dict[str, Json] = {
    "plain_text_input": element(
        "plain_text_input", initial_value="as <typed>", placeholder=plain("Name it"), max_length=80
    ),
    "email_text_input": element("email_text_input", initial_value="ana@a.example"),
    "url_text_input": element("url_text_input", initial_value="https://a.example"),
    "number_input": element("number_input", is_decimal_allowed=True, initial_value="2.5", min_value="1", max_value="9"),
    "rich_text_input": element("rich_text_input", initial_value=RICH),
    "static_select": element("static_select", options=OPTIONS, initial_option=OPTIONS[1], placeholder=plain("Colour")),
    "external_select": element("external_select", initial_option=option("far", "Far away"), min_query_length=2),
    "users_select": element("users_select", initial_user="UIVY"),
    "conversations_select": element("conversations_select", initial_conversation="G1"),
    "channels_select": element("channels_select", initial_channel="C1"),
    "multi_static_select": element("multi_static_select", option_groups=GROUPS, initial_options=[option("red", "Red")]),
    "multi_external_select": element("multi_external_select", initial_options=[option("far", "Far away")]),
    "multi_users_select": element("multi_users_select", initial_users=["UIVY", "UANA"], max_selected_items=2),
    "multi_conversations_select": element("multi_conversations_select", initial_conversations=["D1"]),
    "multi_channels_select": element("multi_channels_select", initial_channels=["C1"]),
    "checkboxes": element("checkboxes", options=OPTIONS, initial_options=[OPTIONS[0]]),
    "radio_buttons": element("radio_buttons", options=OPTIONS, initial_option=OPTIONS[1]),
    "datepicker": element("datepicker", initial_date="2026-11-27"),
    "timepicker": element("timepicker", initial_time="17:00", timezone="Europe/Madrid"),
    "datetimepicker": element("datetimepicker", initial_date_time=1795510800),
    "file_input": element("file_input", filetypes=["pdf"], max_files=2),
}
CARD = {
    "type": "card",
    "block_id": "card",
    "hero_image": PICTURE,
    "icon": PICTURE,
    "title": plain("Card title"),
    "subtitle": plain("Card subtitle"),
    "body": mrkdwn_text("Card *body*"),
    "subtext": plain("Card subtext"),
    "actions": [PRESSED["button"]],
}
TASK = {
    "type": "task_card",
    "block_id": "task",
    "task_id": "t1",
    "title": "Task title",
    "status": "in_progress",
    "details": RICH,
    "output": RICH,
    "sources": [{"type": "url", "url": "https://a.example/source", "text": "Source words"}],
}


def cell(text: str) -> Json:
    return {"type": "raw_text", "text": text}


BLOCKS: dict[str, Json] = {
    "section": {
        "type": "section",
        "text": mrkdwn_text("Section *text*"),
        "fields": [plain("First field"), mrkdwn_text("_Second_ field")],
        "accessory": PICTURE,
        "expand": True,
    },
    "header": {"type": "header", "text": plain("Header text :tada:")},
    "divider": {"type": "divider"},
    "context": {"type": "context", "elements": [PICTURE, mrkdwn_text("Context *text*"), plain("and plain")]},
    "actions": {"type": "actions", "elements": [PRESSED["button"], PRESSED["overflow"], FIELDS["static_select"]]},
    "context_actions": {"type": "context_actions", "elements": [PRESSED["feedback_buttons"], PRESSED["icon_button"]]},
    "image": {**PICTURE, "title": plain("Image title")},
    "input": {
        "type": "input",
        "label": plain("Input label"),
        "hint": plain("Input hint"),
        "element": FIELDS["plain_text_input"],
        "optional": True,
        "dispatch_action": True,
    },
    "rich_text": RICH,
    "markdown": {"type": "markdown", "text": "Markdown **words**"},
    "table": {
        "type": "table",
        "rows": [[cell("Table head"), cell("Amount")], [RICH, {"type": "raw_number", "value": 5, "text": "5 EUR"}]],
        "column_settings": [None, {"align": "center"}],
    },
    "data_table": {
        "type": "data_table",
        "caption": "Data caption",
        "rows": [[cell("Who"), cell("Count")], [cell("Ivy"), {"type": "raw_number", "value": 7, "text": "seven"}]],
        "row_header_column_index": 0,
        "page_size": 10,
    },
    "data_visualization": {
        "type": "data_visualization",
        "title": "Chart title",
        "chart": {
            "type": "bar",
            "series": [{"name": "Deals", "data": [{"label": "May", "value": 3}, {"label": "June", "value": -1}]}],
            "axis_config": {"categories": ["May", "June"], "x_label": "Month"},
        },
    },
    "alert": {"type": "alert", "text": mrkdwn_text("Alert *text*"), "level": "warning"},
    "video": {
        "type": "video",
        "alt_text": "Video words",
        "title": plain("Video title"),
        "title_url": "https://a.example/film",
        "thumbnail_url": "https://a.example/film.png",
        "video_url": "https://a.example/film/embed",
        "description": plain("Video description"),
        "author_name": "Video author",
        "provider_name": "Video provider",
    },
    "file": {"type": "file", "external_id": "plan-7", "source": "remote"},
    "card": CARD,
    "carousel": {"type": "carousel", "elements": [CARD, {**CARD, "block_id": "card2", "title": plain("Next card")}]},
    "task_card": TASK,
    "plan": {"type": "plan", "title": "Plan title", "tasks": [TASK]},
    "container": {
        "type": "container",
        "title": plain("Frame title"),
        "subtitle": plain("Frame subtitle"),
        "icon": PICTURE,
        "child_blocks": [{"type": "section", "text": plain("Framed text")}, {"type": "divider"}],
    },
}
SHOWN: dict[str, list[str]] = {
    "section": ["Section text", "First field", "Second field"],
    "header": ["Header text 🎉"],
    "divider": [],
    "context": ["Context text", "and plain"],
    "actions": ["Press 🎉", "Edit", "See it", "Blue"],
    "context_actions": ["Good", "Bad", "Delete"],
    "image": ["Image title"],
    "input": ["Input label", "Input hint", "(optional)"],
    "rich_text": ["rich words"],
    "markdown": ["Markdown words"],
    "table": ["Table head", "Amount", "rich words", "5 EUR"],
    "data_table": ["Data caption", "Who", "Count", "Ivy", "seven"],
    "data_visualization": ["Chart title", "Month", "Deals", "May", "3", "June", "-1"],
    "alert": ["Alert text"],
    "video": ["Video title", "Video description", "Video author · Video provider"],
    "file": ["plan-7"],
    "card": ["Card title", "Card subtitle", "Card body", "Card subtext", "Press 🎉"],
    "carousel": ["Card title", "Next card"],
    "task_card": ["Task title", "Under way", "rich words", "Source words"],
    "plan": ["Plan title", "Task title"],
    "container": ["Frame title", "Frame subtitle", "Framed text"],
}


def with_id(block: Json, block_id: str = "here") -> Json:
    return {"block_id": block_id, **block}


def asking(kind: str, **more: object) -> Json:
    """Make an input block around a field."""
    return {"type": "input", "block_id": "ask", "label": plain("The question"), "element": FIELDS[kind], **more}
