"""Who may do what, over both transports: guests, people of other companies, former owners, and whoever was put out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.trying.person import Person
from tests.journeys.stage import ACME, PATIENCE, Stage, stage

PLAYBOOK = """\
kind: repair-visit
title: Repair visit
owner_function: field
private_above_minor: 1000000
functions:
  field: {label: Field crew, usergroup: field}
items:
  - {key: visit, function: field, title: Agree the visit date, due: won + 3, evidence: date}
  - {key: repair, function: field, title: Repair the gate, due: visit + 3, waits_for: [visit]}
"""
COLLEAGUES = "this is for the colleagues of this workspace"
COMPANY = "This is for the people of the company whose deal it is"
CHANNEL = "This is only for the people in the deal's channel"


@pytest.fixture(params=["socket", "http"])
def on(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    with (
        stage(tmp_path, over_http=request.param == "http", playbook=PLAYBOOK) as made,
        made.serving(),
    ):
        yield made


def won(on: Stage, customer: str, amount: int) -> str:
    """Win a repair for a customer; return the channel that it gets."""
    named = {"id": f"D-{customer}", "name": f"{customer} gate", "account": {"name": customer}}
    on.won({**ACME, **named, "kind": "repair-visit", "amount_minor": amount, "custom": {}})
    on.settle()
    return on.channel(customer.lower())


def shown(on: Stage, person: Person, text: str, channel: str) -> str:
    answer = person.types(text, in_=channel)
    on.settle()
    return answer.heard().shown


def test_whoever_is_no_colleague_changes_nothing_and_reads_why(on: Stage) -> None:
    channel = won(on, "Birch", 900_000)
    guest = on.workspace.person("gus", guest="multi-channel", email="gus@example.org")
    visitor = on.workspace.person("ola", team="T0BIRCH")
    on.people["ana"].invites(guest, visitor, to=channel)
    on.settle()
    before = on.read(channel)

    assert COLLEAGUES in shown(on, guest, "/deal next measure by fri", channel)
    assert COLLEAGUES in shown(on, guest, "/deal won Cedar gate", channel)
    assert "Birch gate" in shown(on, guest, "/deal", channel)
    assert shown(on, guest, "/deal list all", channel).startswith("No deals of yours.")

    for label in ("Accept", "Decline"):
        assert not visitor.presses(label, in_=channel).heard().has_form
        on.settle()
        visitor.sees(COMPANY, in_=channel)
    assert on.read(channel) == before


def test_a_form_of_somebody_who_owned_the_deal_when_it_was_opened_is_refused(on: Stage) -> None:
    channel = won(on, "Birch", 900_000)
    ana, jonas = on.people["ana"], on.people["jonas"]
    assert ana.types("/deal unlock repair", in_=channel).has_form

    jonas.presses("Accept", in_=channel).heard()
    on.settle()
    refused = ana.fills_the_rest().submits()

    assert "Only" in "".join(refused.errors.values())
    assert "jonas" in "".join(refused.errors.values())
    assert "anyway" not in "\n".join(on.read(channel))


def test_what_was_shown_to_somebody_who_was_put_out_of_a_private_channel_is_theirs_no_more(on: Stage) -> None:
    channel = won(on, "Cedar", 4_800_000)
    jonas = on.people["jonas"]
    jonas.presses("Accept", in_=channel).heard()
    on.settle()
    mei = on.people["mei"]
    jonas.invites(mei, to=channel).heard()
    shown(on, mei, "/deal next order the gate by fri", channel)
    assert mei.types("/deal reschedule order the gate", in_=channel).has_form

    on.slack.act(jonas.id, "remove", channel=channel, who=mei.id)
    on.settle()
    refused = mei.goes("general").fills_the_rest().submits()

    assert CHANNEL in "".join(refused.errors.values())
    for text in ("/deal list all", "/deal list mine", "/deal report"):
        assert "Cedar" not in shown(on, mei, text, on.settings["BATON_TEAM_CHANNEL"])
    mei.opens_home()
    on.settle()
    mei.does_not_see("Cedar", in_="home")

    jonas.invites(mei, to=channel).heard()
    on.settle()
    assert "Cedar gate" in shown(on, mei, "/deal list mine", on.settings["BATON_TEAM_CHANNEL"])


@pytest.mark.parametrize("on", ["socket"], indirect=True)
def test_whoever_was_put_out_while_nobody_listened_is_found_out_when_baton_is_back(on: Stage) -> None:
    channel = won(on, "Cedar", 4_800_000)
    jonas, mei, team = on.people["jonas"], on.people["mei"], on.settings["BATON_TEAM_CHANNEL"]
    jonas.presses("Accept", in_=channel).heard()
    jonas.invites(mei, to=channel).heard()
    shown(on, mei, "/deal next order the gate by fri", channel)
    on.slack.advance(120)
    asked = asked_who_is_in(on)
    assert asked
    assert "Cedar gate" in shown(on, mei, "/deal list mine", team)

    on.kill()
    # Over the socket Slack tells nobody who is not there, and never again.
    on.slack.act(jonas.id, "remove", channel=channel, who=mei.id)
    with on.serving():
        assert on.slack.until(lambda: asked_who_is_in(on) > asked or None, seconds=PATIENCE)
        on.settle()
        for text in ("/deal list all", "/deal list mine", "/deal report"):
            assert "Cedar" not in shown(on, mei, text, team)
        assert "Cedar" in shown(on, jonas, "/deal list mine", team)


def asked_who_is_in(on: Stage) -> int:
    """Return how often Slack was asked who is in a channel, once it was."""
    found = on.slack.until(lambda: len(on.workspace.traffic("conversations.members")) or None, seconds=PATIENCE)
    return int(found or 0)
