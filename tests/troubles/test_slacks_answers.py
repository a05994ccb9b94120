"""A Slack that answers with a page, with half an answer or about somebody else: nothing is lost, nothing comes twice."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, Stage, stage
from tests.troubles.between import Between, as_html, between, half, of_another_workspace, only
from tests.troubles.scene import patiently

POST = "chat.postMessage"


@pytest.fixture(scope="module")
def proxy_and_stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Between, Stage]]:
    with stage(tmp_path_factory.mktemp("slack")) as on, between(on.workspace.api_url) as proxy:
        on.settings["SLACK_API_URL"] = proxy.api_url
        with on.serving():
            yield proxy, on


@pytest.mark.parametrize("body", [as_html, half, of_another_workspace])
def test_an_answer_that_is_none_is_looked_into_and_said_once(
    proxy_and_stage: tuple[Between, Stage], body: Callable[[bytes], bytes]
) -> None:
    proxy, on = proxy_and_stage
    account = body.__name__.replace("_", "")[:12]
    with proxy.changing(only(POST, body)):
        assert on.won({**ACME, "id": account, "account": {"name": account}})[0] == 202
        patiently(lambda: POST in proxy.changed, "a changed answer")
        patiently(lambda: "unknown" in states(on), "a row in doubt")
    proxy.changed.clear()

    while_time_passes(on, lambda: not waiting(on))

    said = on.read(on.channel(account))
    assert sum(text.startswith("Won: ") for text in said) == 1
    assert sum("*Owner:*" in text for text in said) == 1
    assert sum("will you own" in text for text in said) == 1
    assert "It is not known whether Slack has" in on.log
    assert "Incident" not in on.log


def test_people_who_cannot_be_read_anew_serve_on(proxy_and_stage: tuple[Between, Stage]) -> None:
    proxy, on = proxy_and_stage
    assert on.won({**ACME, "id": "D-77", "name": "Won before", "account": {"name": "before"}})[0] == 202
    on.settle()
    with proxy.changing(only("users.list", half)):
        on.slack.advance(timedelta(hours=7).total_seconds())
        patiently(lambda: "People were not read anew" in on.log, "a warning")
        shown = on.people["lena"].types("/deal list all", in_="delivery-team").shown

    assert "Won before" in shown
    on.settle()


def database(on: Stage) -> Path:
    return on.folder / "baton.db"


def states(on: Stage) -> list[str]:
    with closing(sqlite3.connect(database(on))) as memory:
        return [str(state) for (state,) in memory.execute("SELECT state FROM outbox")]


def waiting(on: Stage) -> bool:
    return not {"pending", "unknown"}.isdisjoint(states(on))


def while_time_passes(on: Stage, is_so: Callable[[], bool]) -> None:
    """Let what is in doubt settle. Its time is the machine's own, so what Baton noted moves back instead."""
    micros = timedelta(minutes=3) // timedelta(microseconds=1)

    def passes() -> bool:
        with closing(sqlite3.connect(database(on))) as memory, memory:
            for moment in ("due_at", "first_wire_at", "last_wire_at"):
                memory.execute(
                    f"UPDATE outbox SET {moment} = {moment} - ? WHERE {moment} > 0 AND lease_token IS NULL"
                    " AND state IN ('pending', 'unknown')",
                    (micros,),
                )
        on.slack.advance(20)
        return is_so()

    patiently(passes, "what was in doubt to be settled")
