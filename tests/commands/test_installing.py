"""Installing over HTTP: out to Slack, back once in the same browser, and a sentence for everything that goes wrong."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.installed import Installation
from bot.ports import Trouble
from commands.installing import BACK, Reception
from messages.delivery.outcomes import Later, Outcome, Refused, Sent, Unsure
from messages.delivery.own_app import OwnApp
from messages.delivery.slack import Slack
from storage.opening import Storage, open_migrated
from storage.secrets.keys import read_keys

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PUBLIC = "https://baton.example.com"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
GIVEN = {
    "ok": True,
    "access_token": "xoxb-s3cret",
    "bot_user_id": "UBOT",
    "app_id": "A1",
    "scope": "chat:write,commands",
    "team": {"id": "T1", "name": "Acme <& Sons>"},
    "authed_user": {"id": "UANA"},
}
SENTENCES = {
    "stale": "This installation cannot be finished: the link was used already",
    "cancelled": "Baton was not installed: the installation was cancelled, and nothing has changed.",
}


class Answering(Slack):
    """Answers each exchange with what it was told to."""

    def __init__(self, answer: Outcome) -> None:
        super().__init__(None, base_url="http://127.0.0.1:9/")
        self.answer, self.asked = answer, list[Mapping[str, Any]]()

    def send(self, method: str, arguments: Mapping[str, Any]) -> Outcome:  # noqa: ARG002 - there is only one
        self.asked.append(arguments)
        return self.answer


@dataclass
class Browser:
    """One browser: it keeps the cookie that it was given, and brings it along."""

    reception: Reception
    cookies: dict[str, str] = field(default_factory=dict)

    def begins(self) -> Response:
        return self._kept(self.reception.send_off())

    def comes_back(self, **query: str) -> Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = [(b"cookie", cookies.encode())] if cookies else []
        given = {"type": "http", "method": "GET", "path": BACK, "headers": headers}
        return self._kept(self.reception.take_back(Request(given | {"query_string": urlencode(query).encode()})))

    def state(self) -> str:
        """Begin to install; return the state that Slack is to bring back."""
        address = self.begins().headers["location"]
        return parse_qs(urlsplit(address).query)["state"][0]

    def _kept(self, answer: Response) -> Response:
        for name, morsel in SimpleCookie(answer.headers.get("set-cookie", "")).items():
            self.cookies[name] = morsel.value
            if morsel["max-age"] == "0":
                del self.cookies[name]
        return answer


@dataclass
class Desk:
    """Where people are sent to Slack and taken back, and what came of it."""

    storage: Storage
    slack: Answering = field(default_factory=lambda: Answering(Sent(GIVEN)))
    at: datetime = NOW
    let_in: list[Installation] = field(default_factory=list)
    is_away: bool = False

    def admits(self, given: Installation) -> None:
        if self.is_away:
            raise Trouble("The disk is full.")
        self.let_in.append(given)

    def browser(self, public_url: str = PUBLIC) -> Browser:
        assert self.storage.states
        reception = Reception(
            states=self.storage.states,
            own_app=OwnApp(self.slack, "77.88", "s3cret"),
            let_in=self.admits,
            public_url=public_url,
            slack_api_url="https://slack.com/api/",
            scopes=("commands", "chat:write"),
            secret=lambda: uuid4().hex,
            now=lambda: self.at,
        )
        return Browser(reception)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    keys = read_keys(KEY, entropy=lambda size: uuid4().bytes[:size])
    storage = open_migrated(f"sqlite:///{tmp_path}/baton.db", ids=uuid4, keys=keys)
    yield Desk(storage)
    storage.close()


def text(answer: Response) -> str:
    return bytes(answer.body).decode()


def sentence(answer: Response) -> str:
    found = re.search(r"<p>(.*?)</p>", text(answer), re.DOTALL)
    assert found
    return found[1]


def test_a_browser_is_sent_to_slack_with_what_baton_asks_for(desk: Desk) -> None:
    browser = desk.browser()
    answer = browser.begins()

    address = urlsplit(answer.headers["location"])
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert (answer.status_code, address.netloc, address.path) == (302, "slack.com", "/oauth/v2/authorize")
    assert query.pop("state")
    assert query == {
        "client_id": "77.88",
        "scope": "commands,chat:write",
        "redirect_uri": f"{PUBLIC}/slack/oauth_redirect",
    }


def test_its_cookie_is_for_the_way_back_alone(desk: Desk) -> None:
    browser = desk.browser()
    cookie = browser.begins().headers["set-cookie"].lower()

    assert {part.strip() for part in cookie.split(";")[1:]} == {
        "httponly",
        "max-age=600",
        f"path={BACK}",
        "samesite=lax",
        "secure",
    }


def test_without_tls_as_on_ones_own_machine_the_cookie_still_comes_back(desk: Desk) -> None:
    browser = desk.browser("http://127.0.0.1:3000")
    assert "secure" not in browser.begins().headers["set-cookie"].lower()


def test_back_from_slack_the_workspace_is_let_in_and_the_page_says_so(desk: Desk) -> None:
    browser = desk.browser()
    answer = browser.comes_back(code="c0de", state=browser.state())

    (given,) = desk.let_in
    assert (given.team_id, given.by, given.token.bot) == ("T1", "UANA", "xoxb-s3cret")
    assert answer.status_code == 200
    assert sentence(answer).startswith("Baton is in Acme &lt;&amp; Sons&gt;. Nothing is posted anywhere until")
    assert "https://slack.com/app_redirect?app=A1&amp;team=T1" in text(answer)
    assert desk.slack.asked[0]["redirect_uri"] == f"{PUBLIC}/slack/oauth_redirect"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert not [secret for secret in ("s3cret", "c0de") if secret in text(answer) + str(answer.headers)]


def test_a_state_works_once(desk: Desk) -> None:
    browser = desk.browser()
    state, cookie = browser.state(), dict(browser.cookies)
    browser.comes_back(code="c0de", state=state)
    browser.cookies.update(cookie)
    again = browser.comes_back(code="another", state=state)

    assert (again.status_code, len(desk.let_in), len(desk.slack.asked)) == (400, 1, 1)
    assert sentence(again).startswith(SENTENCES["stale"])


@pytest.mark.parametrize("how", ["no state", "no cookie", "another browser", "too late", "made up"])
def test_what_did_not_begin_here_is_not_finished_and_slack_is_not_asked(desk: Desk, how: str) -> None:
    browser, other = desk.browser(), desk.browser()
    state = browser.state()
    other.state()
    given = {"code": "c0de", "state": {"no state": "", "made up": "v1.0.AAAA"}.get(how, state)}
    if how == "no cookie":
        browser.cookies.clear()
    if how == "too late":
        desk.at += timedelta(minutes=10)
    answer = (other if how == "another browser" else browser).comes_back(**given)

    assert answer.status_code == 400
    assert sentence(answer).startswith(SENTENCES["stale"])
    assert f'href="{PUBLIC}/slack/install"' in text(answer)
    assert (desk.let_in, desk.slack.asked) == ([], [])


def test_whoever_cancels_is_told_that_nothing_has_changed(desk: Desk) -> None:
    browser = desk.browser()
    answer = browser.comes_back(error="access_denied", state=browser.state())

    assert (answer.status_code, sentence(answer), desk.let_in) == (200, SENTENCES["cancelled"], [])


@pytest.mark.parametrize(
    ("outcome", "status", "says"),
    [
        (Refused("invalid_code"), 400, "Slack did not agree to the installation (invalid_code)."),
        (Unsure("no answer"), 502, "Slack could not be asked just now, so the installation is not finished."),
        (Later(30.0, "ratelimited"), 502, "Slack could not be asked just now"),
        (Sent({"ok": True}), 400, "Slack did not agree to the installation (an answer that lacks"),
    ],
)
def test_what_slack_does_not_do_is_said(desk: Desk, outcome: Outcome, status: int, says: str) -> None:
    desk.slack.answer = outcome

    browser = desk.browser()
    answer = browser.comes_back(code="c0de", state=browser.state())

    assert (answer.status_code, desk.let_in) == (status, [])
    assert sentence(answer).startswith(says)


def test_a_memory_that_is_away_is_said_and_no_trace_is_shown(desk: Desk) -> None:
    desk.is_away = True

    browser = desk.browser()
    answer = browser.comes_back(code="c0de", state=browser.state())

    assert answer.status_code == 503
    assert sentence(answer).startswith("Baton's memory cannot be used just now")
    assert "disk" not in text(answer)


def test_fewer_permissions_than_asked_for_are_told_to_the_operator(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.slack.answer = Sent(GIVEN | {"scope": "commands"})

    browser = desk.browser()
    browser.comes_back(code="c0de", state=browser.state())

    assert "In T1 Baton may not do everything: these scopes are missing: ['chat:write']" in caplog.text
    assert desk.let_in
