"""An admin settles how a workspace begins: who leads, nobody asked in public at first; what was chosen outlives a restart."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sandbox.trying.person import Person
from tests.journeys.stage import Stage, stage

PUBLIC_FROM = date(2026, 12, 7)


@pytest.mark.parametrize("over_http", [True, False], ids=["http", "sockets"])
def test_a_workspace_begins_quietly_and_its_admin_says_who_leads(tmp_path: Path, *, over_http: bool) -> None:
    with stage(tmp_path, over_http=over_http) as on:
        admin = on.workspace.person("nora", email="nora@example.com", tz="Europe/Helsinki", is_admin=True)
        with on.serving():
            _settle(admin.goes("general"))
            _ask_in_private_alone(on)
            _ask_aloud_afterwards(on)
        # Started again with the operator's channel in its environment: what the admin chose is not taken back.
        with on.serving():
            assert "no channel, so there is none" in admin.types("/deal settings").shown
            assert "Only an admin" in on.people["ana"].goes("general").types("/deal settings").shown


def _settle(admin: Person) -> None:
    assert "Nobody has changed anything here yet." in admin.types("/deal settings").shown
    for about, answers in (
        ("The first days", {"until": PUBLIC_FROM}),
        ("Who leads", {"leader:finance": "ana"}),
        ("Channels", {"team": None}),
    ):
        admin.presses("Change…", about=about)
        admin.fills(answers).submits()
        admin.closes()
    told = admin.types("/deal settings").shown
    assert "Until Mon 7 Dec 2026 nobody is asked in a channel" in told
    assert "changed who leads Finance, from nothing to" in told


def _ask_in_private_alone(on: Stage) -> None:
    on.won()
    on.settle()
    assert f"*Finance*: <@{on.people['ana'].id}>" in on.type("jonas", "/deal lead")
    on.press("jonas", "Accept")
    on.type("ana", "/deal next order the pump by wed")
    on.until(datetime(2026, 12, 2, 16, 0, 30, tzinfo=UTC))
    assert "ana is asked privately" in on.type("ana", "/deal why")
    on.until(datetime(2026, 12, 3, 9, 1, tzinfo=UTC))

    assert not any("*order the pump* was due" in text for text in on.read(on.channel()))
    assert sum("*order the pump* was due" in text for text in on.read_direct("ana")) > 1
    why = on.type("ana", "/deal why")
    assert "privately. Not in the channel: everybody here begins with private questions alone" in why


def _ask_aloud_afterwards(on: Stage) -> None:
    """Let the week be over: the next step that is missed is asked for where colleagues read it."""
    on.until(datetime(2026, 12, 7, 8, 0, tzinfo=UTC))
    on.type("ana", "/deal done")
    on.type("ana", "/deal next call the supplier by tue")
    on.until(datetime(2026, 12, 8, 16, 0, 30, tzinfo=UTC))
    assert not any("*call the supplier* was due" in text for text in on.read(on.channel()))
    on.until(datetime(2026, 12, 9, 9, 1, tzinfo=UTC))

    assert sum("*call the supplier* was due" in text for text in on.read(on.channel())) == 1
