"""A small Bolt app to look at through the page: it echoes, asks in forms, and shows one of each block."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

Json = dict[str, Any]
COMMANDS: list[Json] = [
    {"command": "/echo", "description": "Say it back, only to you", "usage_hint": "<what>"},
    {"command": "/form", "description": "Ask a few things in a form", "usage_hint": ""},
    {"command": "/fail", "description": "Answer too late", "usage_hint": ""},
    {"command": "/launch", "description": "Start something in a channel of its own", "usage_hint": ""},
    {"command": "/pick", "description": "Pick from what the app finds", "usage_hint": ""},
]
SHORTCUTS: list[Json] = [
    {"name": "Ask anywhere", "type": "global", "callback_id": "ask", "description": "A form from the lightning menu"},
    {"name": "Quote it", "type": "message", "callback_id": "quote"},
]
CITIES = ("Berlin", "Bergen", "Madrid")


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str, *, verbatim: bool = False) -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": verbatim}


def button(action_id: str, text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": action_id, **more}


def option(value: str) -> Json:
    return {"text": plain(value.title()), "value": value}


def asked(block_id: str, kind: str, **more: Any) -> Json:
    is_optional = bool(more.pop("optional", False))
    element = {"type": kind, "action_id": "value", **more}
    return {"type": "input", "block_id": block_id, "label": plain(block_id.title()), "element": element} | (
        {"optional": True} if is_optional else {}
    )


def form(title: str = "A few questions") -> Json:
    colours = [option("red"), option("green")]
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain(title),
        "submit": plain("Save"),
        "close": plain("Not now"),
        "blocks": [
            {"type": "section", "text": mrkdwn("What do you *need*?"), "accessory": button("deeper", "Another form")},
            asked("name", "plain_text_input", placeholder=plain("Anything but bad")),
            asked("note", "plain_text_input", multiline=True, optional=True),
            asked("colour", "static_select", options=colours, optional=True),
            asked("person", "users_select", optional=True),
            asked("day", "datepicker", initial_date="2026-11-27"),
            asked("hour", "timepicker", optional=True),
            asked("moment", "datetimepicker", optional=True),
            asked("several", "checkboxes", options=colours, optional=True),
            asked("one", "radio_buttons", options=colours, initial_option=colours[1]),
            asked("number", "number_input", is_decimal_allowed=False, optional=True),
            asked("people", "multi_users_select", optional=True),
        ],
    }


SURE: Json = {
    "title": plain("Sure?"),
    "text": mrkdwn("It *cannot* be undone."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
    "style": "danger",
}
CHOICES: Json = {
    "type": "actions",
    "block_id": "choices",
    "elements": [
        button("press", "Press me", style="primary"),
        button("remove", "Remove", style="danger", confirm=SURE),
        {"type": "static_select", "action_id": "pick", "placeholder": plain("Pick a colour"),
         "options": [option("red"), option("green")]},
        {"type": "users_select", "action_id": "who", "placeholder": plain("Pick a person")},
        {"type": "datepicker", "action_id": "when"},
        {"type": "overflow", "action_id": "more", "options": [option("archive"), option("forget")]},
    ],
}  # fmt: skip
RICH: Json = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [
            {"type": "text", "text": "Rich "},
            {"type": "text", "text": "text", "style": {"bold": True}},
            {"type": "text", "text": " with <b>brackets</b>"},
        ]},
        {"type": "rich_text_list", "style": "bullet", "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]},
            {"type": "rich_text_section", "elements": [{"type": "emoji", "name": "rocket"}]},
        ]},
    ],
}  # fmt: skip
FIELDS: Json = {
    "type": "section",
    "text": mrkdwn("*Progress*  4 of 9 done, _two_ waiting, ~one~ dropped, `code`"),
    "fields": [mrkdwn("*Owner*\n<@USLACKBOT>"), mrkdwn("*Due*\n<!date^1795766400^{date_short_pretty}|27 Nov>")],
    "accessory": button("press", "Details"),
}
GALLERY: list[Json] = [
    {"type": "header", "text": plain("One of each")},
    FIELDS,
    {"type": "divider"},
    RICH,
    {"type": "image", "image_url": "data:image/gif;base64,R0lGODlhAQABAAAAACw=", "alt_text": "A picture"},
    {"type": "section", "text": mrkdwn("> quoted :tada:\n```let x = 1 < 2```\nhttps://example.com/plain")},
    {"type": "context", "elements": [mrkdwn("Asked by the app"), plain("at noon")]},
    CHOICES,
]


LAUNCH: Json = {
    "type": "modal",
    "callback_id": "launch",
    "title": plain("Launch"),
    "submit": plain("Start"),
    "blocks": [asked("name", "plain_text_input")],
}
PICK: Json = {
    "type": "modal",
    "callback_id": "pick",
    "title": plain("Pick"),
    "submit": plain("Save"),
    "blocks": [
        asked("city", "external_select", min_query_length=1, optional=True),
        asked("cities", "multi_external_select", min_query_length=1, optional=True),
    ],
}


def board(status: str) -> list[Json]:
    step = {"type": "section", "text": mrkdwn(f"*Status:* {status}"), "accessory": button("step_done", "Done")}
    return [{"type": "header", "text": plain("Board")}, step]


def create_echo(token: str, api_url: str) -> App:
    app = App(client=WebClient(token, base_url=api_url), request_verification_enabled=False)
    app.command("/launch")(_opener(LAUNCH))
    app.command("/pick")(_opener(PICK))
    app.view("launch")(_launched)
    app.view("pick")(_acked)
    app.options("value")(_found)
    app.action("step_done")(_step_done)
    app.global_shortcut("ask")(_opener(form()))
    app.message_shortcut("quote")(_quoted)
    app.command("/echo")(_echo)
    app.command("/form")(_open_form)
    app.action("deeper")(_push_form)
    app.view("form")(_submitted)
    app.event("app_home_opened")(_home)
    for action_id in ("press", "remove", "pick", "who", "when", "more", "greet"):
        app.action(action_id)(_pressed)
    return app


def _echo(ack: Ack, command: Json) -> None:
    ack(text=command["text"], blocks=[{"type": "section", "text": mrkdwn(command["text"])}, CHOICES])


def _open_form(ack: Ack, command: Json, client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=command["trigger_id"], view=form() | {"private_metadata": command["channel_id"]})


def _push_form(ack: Ack, body: Json, client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=form("Another form"))


def _submitted(ack: Ack, view: Json, client: WebClient) -> None:
    name = view["state"]["values"]["name"]["value"]["value"]
    if name == "bad":
        ack(response_action="errors", errors={"name": "Not that one, please."})
        return
    ack()
    if view["private_metadata"]:
        client.chat_postMessage(channel=view["private_metadata"], text=f"Saved: {name}")


def _opener(view: Json) -> Callable[..., None]:
    def open_view(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view)

    return open_view


def _acked(ack: Ack) -> None:
    ack()


def _launched(ack: Ack, body: Json, view: Json, client: WebClient) -> None:
    name = view["state"]["values"]["name"]["value"]["value"]
    if " " in name:
        ack(response_action="errors", errors={"name": "No spaces, please."})
        return
    ack()
    channel = client.conversations_create(name=name)["channel"]["id"]
    client.conversations_invite(channel=channel, users=[body["user"]["id"]])
    client.chat_postMessage(channel=channel, text="Board", blocks=board("open"))


def _step_done(ack: Ack, body: Json, client: WebClient) -> None:
    ack()
    client.chat_update(
        channel=body["channel"]["id"], ts=body["message"]["ts"], text="Board", blocks=board("done :tada:")
    )


def _quoted(ack: Ack, shortcut: Json, respond: Respond) -> None:
    ack()
    respond(text=f"You quoted: {shortcut['message']['text']}")


def _found(ack: Ack, payload: Json) -> None:
    fits = [one for one in CITIES if payload["value"].lower() in one.lower()]
    ack(options=[{"text": plain(one), "value": one.lower()} for one in fits])


def _pressed(ack: Ack, action: Json, respond: Respond, body: Json) -> None:
    ack()
    picked = action.get("selected_option") or {}
    value = action.get("value") or picked.get("value") or action.get("selected_user") or action.get("selected_date")
    if body["container"]["type"] == "message":
        respond(text=f"You chose {value}", replace_original=False)


def _home(client: WebClient, event: Json) -> None:
    greeting = [
        {"type": "header", "text": plain("Welcome home")},
        {"type": "actions", "elements": [button("greet", "Greet")]},
        *({"type": "section", "text": plain(f"Thing {number} of a long day")} for number in range(1, 41)),
    ]
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": greeting})
