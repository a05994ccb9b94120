"""A small Bolt app runs against the workspace unchanged: over Socket Mode, on two connections, and over signed HTTP."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.running import Sandbox
from tests.sandbox.stage import MONDAY, PATIENT, WRITTEN, Json, Stage, actions, button, field_of, modal


def echo_app(sandbox: Sandbox, name: str = "echo") -> App:
    client = WebClient(sandbox.bot_token, base_url=sandbox.api_url)
    app = App(client=client, signing_secret=sandbox.signing_secret, process_before_response=True)

    @app.command("/echo")
    def echo(ack: Ack, command: Json) -> None:
        ack(f"{name}: {command['text']}")

    @app.command("/ask")
    def ask(ack: Ack, command: Json, client: WebClient) -> None:
        client.views_open(trigger_id=command["trigger_id"], view=modal(field_of("name", WRITTEN)))
        ack()

    @app.view("form")
    def named(ack: Ack, view: Json, body: Json, client: WebClient) -> None:
        given = view["state"]["values"]["name"]["value"]["value"]
        if given == "nobody":
            ack(response_action="errors", errors={"name": "Someone, please."})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text=f"hello {given}")

    @app.action("go")
    def go(ack: Ack, respond: Respond) -> None:
        respond(text="gone", replace_original=True)
        ack()

    @app.event("message")
    def hear(event: Json, say: Say) -> None:
        if not event.get("subtype"):
            say(f"you wrote {event['text']}")

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": actions(button("go"))})

    @app.event("member_joined_channel")
    def joined() -> None:
        pass

    return app


def leave(sandbox: Sandbox, *handlers: SocketModeHandler) -> None:
    """Close the app's sockets; ended from both sides, since the SDK alone waits three seconds for its reader."""
    closing = [threading.Thread(target=one.close) for one in handlers]
    for one in closing:
        one.start()
    time.sleep(0.05)
    sandbox.client.disconnect("cut")
    for one in closing:
        one.join()


def run_over_http(app: App) -> tuple[str, uvicorn.Server, threading.Thread]:
    async def events(request: Request) -> Response:
        received = to_bolt_request(request, await request.body())
        return to_starlette_response(await run_in_threadpool(app.dispatch, received))

    config = uvicorn.Config(
        Starlette(routes=[Route("/slack/events", events, methods=["POST"])]), port=0, log_config=None, ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    return f"http://127.0.0.1:{port}/slack/events", server, thread


@pytest.fixture(scope="module", params=["socket", "http"])
def team(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """Give a workspace in which the echo app runs, over one transport and then over the other."""
    with Sandbox.start(start=MONDAY, ack_seconds=PATIENT) as sandbox:
        app = echo_app(sandbox)
        if request.param == "socket":
            handler = SocketModeHandler(app, sandbox.app_token, ping_interval=1)
            handler.connect()
            yield sandbox
            leave(sandbox, handler)
        else:
            url, server, thread = run_over_http(app)
            sandbox.client.configure_app(request_url=url)
            yield sandbox
            server.should_exit = True
            thread.join()


@pytest.fixture
def scene(team: Sandbox) -> Stage:
    slack = WebClient(team.bot_token, base_url=team.api_url)
    return Stage(team.client, slack)


def test_a_command_is_echoed(scene: Stage) -> None:
    ana = scene.person()

    answer = scene.client.command(ana, scene.channel(ana), "/echo Grüße <b>")

    assert answer["shown"]["text"] == "echo: Grüße &lt;b&gt;"


def test_a_form_is_opened_refused_and_taken(scene: Stage) -> None:
    ana = scene.person()
    form = scene.client.command(ana, scene.channel(ana), "/ask")["view"]

    refused = scene.client.submit(ana, form["id"], {"name": {"value": "nobody"}})
    taken = scene.client.submit(ana, form["id"], {"name": {"value": "Mei"}})

    scene.client.advance(0)
    direct = scene.slack.conversations_open(users=ana)["channel"]["id"]
    assert refused["errors"] == {"name": "Someone, please."}
    assert taken["closed"]
    assert scene.texts(direct) == ["hello Mei"]


def test_a_button_replaces_its_message(scene: Stage) -> None:
    ana = scene.person()
    channel = scene.channel(ana)
    ts = scene.post(channel, "press", blocks=actions(button("go")))

    assert scene.client.press(ana, channel, ts, "go")["ok"]
    assert scene.history(channel)[0]["text"] == "gone"


def test_a_message_is_answered_once_and_the_answer_is_not(scene: Stage) -> None:
    ana = scene.person()
    channel = scene.channel(ana)

    scene.client.message(ana, channel, "hi")

    until = time.monotonic() + PATIENT
    while len(scene.texts(channel)) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    scene.client.advance(0)
    assert scene.texts(channel) == ["hi", "you wrote hi"]


def test_the_home_tab_appears_when_it_is_opened(scene: Stage) -> None:
    ana = scene.person()

    scene.client.open_home(ana)

    until = time.monotonic() + PATIENT
    while scene.client.home(ana) is None and time.monotonic() < until:
        time.sleep(0.01)
    home = scene.client.home(ana)
    assert home is not None
    assert home["blocks"][0]["elements"][0]["action_id"] == "go"


def test_two_bolt_connections_share_the_work_and_each_payload_goes_to_one() -> None:
    with Sandbox.start(start=MONDAY, ack_seconds=PATIENT) as sandbox:
        handlers: list[Any] = []
        for name in ("one", "two"):
            handlers.append(SocketModeHandler(echo_app(sandbox, name), sandbox.app_token, ping_interval=1))
            handlers[-1].connect()
        stage = Stage(sandbox.client, WebClient(sandbox.bot_token, base_url=sandbox.api_url))
        ana = stage.person()
        channel = stage.channel(ana)

        said = [sandbox.client.command(ana, channel, f"/echo {n}")["shown"]["text"] for n in range(10)]

        leave(sandbox, *handlers)
    assert {one.split(":")[0] for one in said} == {"one", "two"}
    assert [one.split(" ")[1] for one in said] == [str(n) for n in range(10)]


def test_bolt_comes_back_when_it_is_asked_to_reconnect() -> None:
    with Sandbox.start(start=MONDAY, ack_seconds=PATIENT) as sandbox:
        handler = SocketModeHandler(echo_app(sandbox), sandbox.app_token, ping_interval=1)
        handler.connect()
        client = sandbox.client
        stage = Stage(client, WebClient(sandbox.bot_token, base_url=sandbox.api_url))
        ana = stage.person()
        channel = stage.channel(ana)
        client.disconnect("refresh_requested")

        assert client.command(ana, channel, "/echo again")["shown"]["text"] == "echo: again"
        assert [one["method"] for one in client.traffic()].count("apps.connections.open") == 2
        leave(sandbox, handler)
