"""Delivery over HTTP: each kind in its own dress, signed so that the SDK's verifier believes it."""

import json
from urllib.parse import parse_qs

from slack_sdk.signature import SignatureVerifier

from sandbox.client import SandboxClient
from sandbox.deliveries.signing import signature_headers
from sandbox.running import Sandbox
from tests.sandbox.stage import HttpApp, Stage, actions, button

VECTOR = (
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
    "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
    "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)


def test_the_documented_signature_comes_out() -> None:
    headers = signature_headers("8f742231b10e8888abcd99yyyzzz85a5", 1531420618, VECTOR.encode())

    assert headers["X-Slack-Signature"] == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def test_what_arrives_is_signed_by_real_time_wherever_the_clock_stands(
    sandbox: Sandbox, stage: Stage, client: SandboxClient, http_app: HttpApp
) -> None:
    ana = stage.person()
    client.advance(400 * 24 * 3600)

    client.command(ana, stage.channel(ana), "/deal")

    heard = http_app.heard[0]
    assert SignatureVerifier(sandbox.signing_secret).is_valid_request(heard.raw, heard.headers)


def test_each_kind_comes_in_its_own_dress(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    ts = stage.post(channel, blocks=actions(button()))
    client.configure_app(events=["message.channels"])
    try:
        client.command(ana, channel, "/deal")
        client.press(ana, channel, ts, "go")
        client.message(ana, channel, "hi")
    finally:
        client.configure_app(events=[])

    command, press, event = http_app.heard
    assert parse_qs(command.raw.decode())["command"] == ["/deal"]
    assert json.loads(parse_qs(press.raw.decode())["payload"][0])["type"] == "block_actions"
    assert json.loads(event.raw)["type"] == "event_callback"
    assert [one.headers["content-type"].split("/")[1] for one in http_app.heard] == [
        "x-www-form-urlencoded",
        "x-www-form-urlencoded",
        "json",
    ]


def test_nobody_behind_the_url_is_a_failed_dispatch(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    client.configure_app(request_url="http://127.0.0.1:9/slack/events")
    try:
        answer = client.command(ana, channel, "/deal")
    finally:
        client.configure_app(request_url=http_app.url)

    assert answer["error"] == '/deal failed with the error "dispatch_failed"'
