"""The echo bot: all that Slack offers in a few lines of Bolt, unchanged over Socket Mode and over HTTP."""

import os
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

Json = dict[str, Any]
COMMANDS = ["/echo", "/ask"]
EVENTS = ["message.channels", "app_home_opened"]
FORM: Json = {
    "type": "modal",
    "callback_id": "named",
    "title": {"type": "plain_text", "text": "Who are you?"},
    "submit": {"type": "plain_text", "text": "Say"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Your name"},
            "element": {"type": "plain_text_input", "action_id": "value"},
        }
    ],
}


def button(label: str) -> list[Json]:
    words = {"type": "plain_text", "text": label}
    return [{"type": "actions", "elements": [{"type": "button", "action_id": "again", "text": words}]}]


def bot(settings: Mapping[str, str], **more: Any) -> App:
    client = WebClient(settings["SLACK_BOT_TOKEN"], base_url=settings["SLACK_API_URL"])
    app = App(client=client, signing_secret=settings["SLACK_SIGNING_SECRET"], **more)

    @app.command("/echo")
    def echo(ack: Ack, command: Json, say: Say) -> None:
        ack(f"echo: {command['text']}")
        say(text=f"{command['text']}?", blocks=[section(command["text"]), *button("Again")])

    @app.action("again")
    def again(ack: Ack, respond: Respond) -> None:
        ack()
        respond(text="again", replace_original=True)

    @app.command("/ask")
    def ask(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=FORM)

    @app.view("named")
    def named(ack: Ack, view: Json, body: Json, client: WebClient) -> None:
        name = view["state"]["values"]["name"]["value"]["value"]
        if name == "nobody":
            ack(response_action="errors", errors={"name": "Somebody, please."})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"Hello {name}")

    @app.event("message")
    def hear(event: Json, say: Say) -> None:
        if not event.get("bot_id") and not event.get("subtype"):
            say(f"You wrote {event['text']}")

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Welcome")]})

    return app


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


if __name__ == "__main__":
    if "SLACK_APP_TOKEN" in os.environ:
        SocketModeHandler(bot(os.environ), os.environ["SLACK_APP_TOKEN"]).start()
    bot(os.environ).start(int(os.environ["PORT"]))
