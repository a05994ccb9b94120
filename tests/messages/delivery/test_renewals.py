"""Tokens that rotate are renewed in time; Slack's refusal stops one workspace and is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.installed import Installation, Token
from bot.model import WorkspaceId
from messages.delivery.guard import plainly
from messages.delivery.outcomes import Later, Outcome, Refused, Sent, Unsure
from messages.delivery.own_app import OwnApp
from messages.delivery.renewals import AHEAD, LEASE, Renewals
from messages.delivery.slack import Slack

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HERE, THERE = WorkspaceId(UUID(int=1)), WorkspaceId(UUID(int=2))
OLD = Token("xoxe.xoxb-1-old", "xoxe-1-old", NOW + timedelta(hours=1))
NEXT = {"ok": True, "access_token": "xoxe.xoxb-1-new", "refresh_token": "xoxe-1-new", "expires_in": 43_200}
INSTALLED = NEXT | {
    "bot_user_id": "UBOT",
    "app_id": "A1",
    "scope": "chat:write,commands",
    "team": {"id": "T1", "name": "Acme"},
    "enterprise": {"id": "E1", "name": "Holding"},
    "authed_user": {"id": "UANA"},
}


class Answering(Slack):
    """Answers as it is told, by the refresh token or code that is brought."""

    def __init__(self, answers: Mapping[str, Outcome]) -> None:
        super().__init__(None, base_url="http://127.0.0.1:9/")
        self.answers, self.asked = answers, list[Mapping[str, Any]]()

    def send(self, method: str, arguments: Mapping[str, Any]) -> Outcome:
        self.asked.append({"method": method, **arguments})
        return self.answers[arguments.get("refresh_token") or arguments["code"]]


@dataclass
class Memory:
    """Tokens by workspace, each renewed by one at a time."""

    tokens: dict[WorkspaceId, Token]
    leased: dict[WorkspaceId, datetime] = field(default_factory=dict)

    def due(self, *, by: datetime) -> Sequence[WorkspaceId]:
        return [each for each, token in self.tokens.items() if token.expires_at and token.expires_at <= by]

    def take(self, workspace_id: WorkspaceId, *, by: datetime, now: datetime, until: datetime) -> Token | None:  # noqa: ARG002 - as the memory is asked
        if self.leased.get(workspace_id, now) > now:
            return None
        self.leased[workspace_id] = until
        return self.tokens[workspace_id]

    def put(self, workspace_id: WorkspaceId, new: Token, *, instead_of: Token) -> bool:
        assert self.tokens[workspace_id] == instead_of
        self.tokens[workspace_id] = new
        return True


@dataclass
class Standing:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def machine(self) -> datetime:
        return self.at


@dataclass
class Bench:
    memory: Memory
    slack: Answering
    clock: Standing = field(default_factory=Standing)
    stopped: list[WorkspaceId] = field(default_factory=list)

    def run(self) -> None:
        own_app = OwnApp(self.slack, "77.88", "s3cret")
        Renewals(self.memory, own_app, self.clock, self.stopped.append, plainly).run()


def bench(*answers: Outcome) -> Bench:
    tokens = {HERE: OLD, THERE: Token("xoxe.xoxb-1-theirs", "xoxe-1-theirs", OLD.expires_at)}
    by_token = zip(("xoxe-1-old", "xoxe-1-theirs"), (*answers, Sent(NEXT)), strict=False)
    return Bench(Memory(tokens), Answering(dict(by_token)))


def test_what_is_nearly_over_is_renewed_with_what_renews_it_and_our_secret() -> None:
    made = bench(Sent(NEXT))

    made.run()

    assert made.memory.tokens[HERE] == Token("xoxe.xoxb-1-new", "xoxe-1-new", NOW + timedelta(hours=12))
    assert made.slack.asked[0] == {
        "method": "oauth.v2.access",
        "grant_type": "refresh_token",
        "refresh_token": "xoxe-1-old",
        "client_id": "77.88",
        "client_secret": "s3cret",
    }


def test_what_lasts_longer_is_left_alone() -> None:
    made = bench(Sent(NEXT))
    made.clock.at = NOW + timedelta(hours=1) - AHEAD - timedelta(seconds=1)

    made.run()

    assert made.slack.asked == []


@pytest.mark.parametrize("failure", [Unsure("no answer"), Later(30.0, "ratelimited"), Refused("invalid_client_id")])
def test_what_fails_in_one_workspace_is_told_keeps_no_other_waiting_and_is_tried_again(
    failure: Outcome, caplog: pytest.LogCaptureFixture
) -> None:
    made = bench(failure)

    made.run()
    made.run()

    assert made.memory.tokens[HERE] == OLD
    assert made.memory.tokens[THERE].bot == "xoxe.xoxb-1-new"
    assert [each["refresh_token"] for each in made.slack.asked] == ["xoxe-1-old", "xoxe-1-theirs"]
    assert f"Slack does not renew the token of workspace {HERE}, which is over at 2026-11-23 09:00 UTC" in caplog.text
    assert "/slack/install" in caplog.text

    made.clock.at += LEASE
    made.run()

    assert [each["refresh_token"] for each in made.slack.asked][2:] == ["xoxe-1-old"]
    assert made.stopped == []


def test_a_workspace_stops_when_its_token_is_over_and_nothing_renews_it() -> None:
    made = bench(Refused("invalid_refresh_token"))

    made.run()
    assert made.stopped == [], "the old one still works"

    made.clock.at = NOW + timedelta(hours=1)
    made.run()
    assert made.stopped == [HERE]


def test_no_answer_to_the_last_try_stops_nothing() -> None:
    made = bench(Unsure("no answer"))
    made.clock.at = NOW + timedelta(hours=2)

    made.run()

    assert made.stopped == []


def test_no_token_and_no_secret_is_told(caplog: pytest.LogCaptureFixture) -> None:
    made = bench(Refused("invalid_refresh_token"))

    made.run()

    assert not [
        secret for secret in ("xoxe", "s3cret") if secret in caplog.text + repr(OwnApp(made.slack, "1", "s3cret"))
    ]


def exchanged(answer: Mapping[str, Any]) -> Any:
    slack = Answering({"the code": Sent(answer)})
    return OwnApp(slack, "77.88", "s3cret").exchange("the code", "https://baton.example.com/back", now=NOW)


def test_a_code_is_exchanged_for_what_was_consented_to() -> None:
    got = exchanged(INSTALLED)

    assert isinstance(got, Installation)
    assert (got.team_id, got.team_name, got.enterprise_id, got.bot_user_id) == ("T1", "Acme", "E1", "UBOT")
    assert (got.by, got.app_id, got.scopes) == ("UANA", "A1", ("chat:write", "commands"))
    assert got.token == Token("xoxe.xoxb-1-new", "xoxe-1-new", NOW + timedelta(hours=12))


def test_a_token_that_lasts_has_no_end() -> None:
    got = exchanged({name: value for name, value in INSTALLED.items() if name not in {"expires_in", "refresh_token"}})

    assert got.token == Token("xoxe.xoxb-1-new")


@pytest.mark.parametrize("lacks", ["access_token", "bot_user_id", "team", "authed_user"])
def test_an_answer_that_lacks_a_part_installs_nothing(lacks: str) -> None:
    assert isinstance(exchanged({name: value for name, value in INSTALLED.items() if name != lacks}), Refused)


def test_a_whole_enterprise_is_not_served() -> None:
    assert isinstance(exchanged(INSTALLED | {"is_enterprise_install": True, "team": None}), Refused)
