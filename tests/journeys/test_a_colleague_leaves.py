"""Somebody who leads and holds something leaves the company: one person is asked at once, and gives it away by a button."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, MONDAY, Stage, stage

PLAYBOOK = """\
kind: repair-visit
title: Repair visit
owner_function: field
functions:
  field: {label: Field crew, email: jonas@example.com}
  finance: {label: Finance, email: lena@example.com}
items:
  - {key: visit, function: field, title: Agree the visit date, due: won + 9}
  - {key: invoice, function: finance, title: Send the invoice, due: won + 8}
"""


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with stage(tmp_path, playbook=PLAYBOOK) as made, made.serving():
        made.won({**ACME, "kind": "repair-visit"})
        made.settle()
        made.press("jonas", "Accept", "will you own")
        yield made


def leaves(on: Stage, name: str) -> None:
    """Let Slack switch an account off, and the next tick look at their deals."""
    on.slack.change_person(on.people[name].id, deleted=True)
    on.until(MONDAY + timedelta(hours=1))


def questions(on: Stage, to: str, about: str) -> list[str]:
    return [
        text for text in on.read_direct(to) if text.startswith(f"<@{on.people[to].id}>, who takes over from {about}")
    ]


def test_the_lead_is_asked_in_private_and_names_another(on: Stage) -> None:
    jonas, lena, mei = (on.people[name].id for name in ("jonas", "lena", "mei"))

    leaves(on, "lena")

    (asked,) = questions(on, "jonas", f"<@{lena}>")
    assert f"• <@{lena}> leads: “Finance”" in asked
    assert f"The account of <@{lena}> is deactivated, so you are asked." in asked
    assert f"<@{jonas}>: say who takes over from <@{lena}>" in on.board()
    assert not [text for text in on.read(on.channel()) if f"who takes over from <@{lena}> in" in text]

    direct = on.people["jonas"].goes(on.people["jonas"].direct())
    direct.presses("Name the lead of Finance")
    direct.fills({"Who leads Finance next?": mei}).submits()
    on.settle()

    led = f"<@{mei}> leads Finance on *Acme EV site* now, after <@{lena}>, as <@{jonas}> said."
    assert [text for text in on.read(on.channel()) if text.startswith(led)]
    assert "takes over" not in on.board()


def test_the_channel_hears_a_working_day_later_and_the_date_stays(on: Stage) -> None:
    jonas, lena = on.people["jonas"].id, on.people["lena"].id
    leaves(on, "lena")

    on.until(MONDAY + timedelta(days=1, hours=8))

    public = [text for text in on.read(on.channel()) if text.startswith(f"<@{jonas}>, who takes over from <@{lena}>")]
    assert len(public) == 1
    assert f"*Send the invoice*, <@{lena}>, Thu 10 Dec" in on.board()


def test_a_line_that_was_given_is_given_on(on: Stage) -> None:
    mei, ana = on.people["mei"].id, on.people["ana"].id
    on.type("lena", f"/deal give send the invoice to <@{mei}>")

    leaves(on, "mei")

    (asked,) = questions(on, "lena", f"<@{mei}>")
    assert f"• <@{mei}> has to give: “Send the invoice”" in asked
    direct = on.people["lena"].goes(on.people["lena"].direct())
    direct.presses("Give to…", about="Send the invoice")
    direct.fills({"Who gets it?": ana}).submits()
    on.settle()
    assert f"*Send the invoice*, <@{ana}>" in on.board()
