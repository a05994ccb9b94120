"""A request URL is proved with a challenge, and whoever entered a wrong one reads what was wrong with it."""

import json
from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from sandbox.client import SandboxClient
from sandbox.hosting import hosting
from sandbox.running import Sandbox
from sandbox.workspace import Workspace
from tests.sandbox.stage import MONDAY, HttpApp, Json, Reply, sent_back

TEXT, FORM = "text/plain", "application/x-www-form-urlencoded"


@pytest.fixture
def at(client: SandboxClient, http_app: HttpApp) -> Iterator[None]:
    """Bring the app's own address back afterwards."""
    yield
    client.configure_app(request_url=http_app.url)


@pytest.mark.parametrize(
    ("content_type", "words"),
    [
        (TEXT, "{}"),
        (TEXT, " {}\n"),
        (FORM, "challenge={}"),
        ("application/json", '{{"challenge": "{}"}}'),
        ("application/json; charset=utf-8", '{{"challenge": "{}", "more": 1}}'),
    ],
)
def test_the_challenge_may_come_back_in_three_dresses(
    client: SandboxClient, http_app: HttpApp, content_type: str, words: str
) -> None:
    def echo(payload: Json) -> Reply:
        return 200, words.format(payload.get("challenge", "")), {"Content-Type": content_type}

    http_app.answer = echo

    assert client.verify_request_url() == {"ok": True, "request_url": http_app.url}


def test_both_questions_are_signed_and_logged(sandbox: Sandbox, client: SandboxClient, http_app: HttpApp) -> None:
    before = client.traffic()[-1]["number"]
    http_app.answer = lambda payload: (200, payload.get("challenge", ""))

    client.verify_request_url()

    challenge, check = http_app.heard
    assert json.loads(challenge.raw).keys() == {"type", "token", "challenge"}
    assert check.payload["ssl_check"] == "1"
    verifier = SignatureVerifier(sandbox.signing_secret)
    assert all(verifier.is_valid_request(one.raw, one.headers) for one in http_app.heard)
    assert [one["method"] for one in client.traffic(before)] == ["url_verification", "ssl_check"]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ((200, ""), ["not with the challenge"]),
        ((200, "hello"), ["not with the challenge", "'hello'"]),
        ((200, "[]", {"Content-Type": "application/json"}), ["not with the challenge"]),
        ((200, "{", {"Content-Type": "application/json"}), ["not with the challenge"]),
        ((404, "not found"), ["answered 404", "Slack wants 200"]),
        ((302, "", {"Location": "/"}), ["answered 302"]),
    ],
)
def test_a_wrong_answer_is_told_in_a_sentence(
    client: SandboxClient, http_app: HttpApp, reply: Reply, words: list[str]
) -> None:
    http_app.answer = lambda _: reply

    with sent_back(409, http_app.url, *words):
        client.verify_request_url()


def test_an_app_that_stumbles_over_ssl_check_is_told_so(client: SandboxClient, http_app: HttpApp) -> None:
    http_app.answer = lambda payload: (200, payload["challenge"]) if "challenge" in payload else (500, "")

    with sent_back(409, "answered 500 to ssl_check"):
        client.verify_request_url()


@pytest.mark.usefixtures("at")
def test_nobody_at_the_address_is_told_with_what_to_do(client: SandboxClient) -> None:
    client.configure_app(request_url="http://127.0.0.1:9/slack/events")

    with sent_back(409, "connection_failed", "Start the app"):
        client.verify_request_url()


@pytest.mark.usefixtures("at")
def test_without_an_address_the_refusal_shows_how_to_give_one(client: SandboxClient) -> None:
    client.configure_app(request_url="")

    with sent_back(400, "no request URL", "POST /sandbox/app"):
        client.verify_request_url()


def test_a_bolt_app_passes() -> None:
    with Workspace.start(start=MONDAY) as workspace:
        client = WebClient(workspace.bot_token, base_url=workspace.api_url)
        with hosting(App(client=client, signing_secret=workspace.signing_secret), workspace, over="http"):
            assert workspace.client.verify_request_url()["ok"]
