"""A won deal from the CRM's webhook to a decision: over Socket Mode, over HTTP, and on PostgreSQL."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import MONDAY, Stage, served

NOON, AFTERNOON = MONDAY.replace(hour=12), MONDAY.replace(hour=14, minute=10)
NEXT_MORNING, NEXT_AFTERNOON = (MONDAY + timedelta(days=1, hours=each) for each in (-0.4, 7.5))
STEP = "call the site host"


@pytest.fixture(params=["socket mode", "http", pytest.param("postgresql", marks=pytest.mark.postgres)])
def on(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """Set the stage in each way in which Baton is run."""
    settings = {}
    if request.param == "postgresql":
        settings["DATABASE_URL"] = request.getfixturevalue("postgres_url")
    with served(tmp_path, over_http=request.param == "http", **settings) as made:
        yield made


def test_a_won_deal_is_carried_from_the_crm_to_a_decision(on: Stage) -> None:
    it_gets_a_channel_with_all_that_is_known(on)
    somebody_owns_it_and_commits_to_a_step(on)
    the_lapse_is_told_privately_then_openly(on)
    the_morning_brings_a_digest_and_the_afternoon_a_decision(on)


def it_gets_a_channel_with_all_that_is_known(on: Stage) -> None:
    status, answer = on.won()
    on.settle()

    said = on.slack.messages(on.channel())
    texts = [str(each["text"]) for each in said]
    assert (status, answer["status"]) == (202, "accepted")
    assert re.fullmatch(r"site-acme-oy-[a-z2-9]{6}", on.channels("acme")[0]["name"])
    assert sum(text.startswith("Won: *Acme EV site* for Acme Oy, €48,000") for text in texts) == 1
    assert [each["text"][:12] for each in said if each["pinned"]] == ["Acme EV site"]
    assert {text.split("*")[1] for text in texts if " checklist*: 0 of " in text} == {
        "Sales checklist",
        "Finance checklist",
        "Operations checklist",
    }
    asked = f"<@{on.people['jonas'].id}>, will you own *Acme EV site* for Acme Oy?"
    assert sum(text.startswith(asked) for text in texts) == 1


def somebody_owns_it_and_commits_to_a_step(on: Stage) -> None:
    jonas, lena = on.people["jonas"].id, on.people["lena"].id
    on.press("jonas", "Accept", "will you own")
    echo = on.type("jonas", f"/deal next {STEP} by 14:00 else Lena decides")

    assert f"<@{jonas}> owns *Acme EV site* now" in on.read(on.channel())[-2]
    assert echo == f"Noted: *{STEP}* by Monday 30 November 2026, 14:00 EET. Otherwise: <@{lena}> decides."
    assert on.read(on.channel())[-1].startswith(f"Next step: *{STEP}*, <@{jonas}>, by Monday 30 November 2026, 14:00")
    assert f"*Owner:* <@{jonas}>\n" in on.board()


def the_lapse_is_told_privately_then_openly(on: Stage) -> None:
    due = f"<@{on.people['jonas'].id}>, *{STEP}* was due Mon 30 Nov 14:00"
    on.until(NOON)
    assert [text.startswith(f"{due}. Done, a new date") for text in on.read_direct("jonas")] == [True]
    assert not [text for text in on.read(on.channel()) if text.startswith(due)]

    on.until(AFTERNOON)

    assert len(on.read_direct("jonas")) == 1
    # In the channel people read it by several clocks.
    assert on.read(on.channel())[-1].startswith(f"{due} EET. Done, a new date")


def the_morning_brings_a_digest_and_the_afternoon_a_decision(on: Stage) -> None:
    on.until(NEXT_MORNING)
    assert on.read_direct("jonas")[-1].startswith(f"1 thing needs you, Tue 1 Dec 2026\n*Past its date:* {STEP}")

    on.until(NEXT_AFTERNOON)

    lena = on.people["lena"].id
    (digest,) = [text for text in on.read_team() if text.startswith("What needs somebody, Tue 1 Dec 2026")]
    assert f"*Decide:* {STEP}" in digest
    card = next(text for text in on.read(on.channel()) if "please decide" in text)
    assert card.startswith(f"<@{lena}>, please decide how *Acme EV site* goes on, by Wed 2 Dec 15:30 CET.\n• *{STEP}*")
    assert f"Agreed otherwise: <@{lena}> decides" in card
    on.press("lena", "Continue", "please decide", what="send the crew", when="thu 12:00", reason="The host is back")
    decided, step = on.read(on.channel())[-2:]
    assert decided.startswith(f"<@{lena}> decided: *Acme EV site* goes on")
    assert step.startswith("Next step: *send the crew*")
    assert "Past its date" not in on.board()
