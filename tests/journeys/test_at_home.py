"""Somebody opens their Home, does there what waits for them, and sees it change: over both ways to Slack."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, MONDAY, Stage, served, stage

PERMIT = "Get the permit"
PLAYBOOK = f"""\
kind: repair-visit
title: Repair visit
owner_function: field
functions:
  field: {{label: Field crew, usergroup: crew}}
  finance: {{label: Finance, usergroup: desk}}
items:
  - {{key: permit, function: field, title: {PERMIT}, due: won + 3, evidence: number, accepted_by: finance}}
"""

OVER = pytest.mark.parametrize("over_http", [False, True], ids=["socket", "http"])


@OVER
def test_what_waits_for_somebody_is_done_in_their_home(tmp_path: Path, over_http: bool) -> None:
    with served(tmp_path, over_http=over_http) as on:
        first = opened(on, "jonas")
        on.won()
        on.settle()
        offered = opened(on, "jonas")
        accepted = pressed(on, "jonas", "Accept")
        on.type("jonas", "/deal next call the site host by tomorrow 14:00")
        committed = opened(on, "jonas")
        answers = {"New date": "fri 15:00", "Why does it move?": "the host is away"}
        moved = pressed(on, "jonas", "Reschedule", "call the site host", **answers)
        # Slack does not take the Home that shows it done: the old one stands there for a few seconds more.
        on.slack.inject({"method": "views.publish", "do": "status:500"})
        assert on.people["jonas"].types("/deal done", in_=on.channel()).ok
        late = pressed(on, "jonas", "Done", "call the site host")
        on.people["jonas"].closes()
        after = on.people["jonas"].look("home").text

        assert "Sales promised something; here it comes true." in first
        assert "Will you own it?" in offered
        assert "Will you own it?" not in accepted
        assert "call the site host, Tue 1 Dec 14:00" in committed
        assert "call the site host, Fri 4 Dec 15:00" in moved
        assert "call the site host” is done already" in late
        assert "Nothing needs you today" in after
        assert "call the site host" not in after


@OVER
def test_somebody_sets_their_own_time_in_their_home(tmp_path: Path, over_http: bool) -> None:
    with served(tmp_path, over_http=over_http) as on:
        before = opened(on, "mei")
        refused = pressed(on, "mei", "Digest…", **{"When does your digest come?": "at dawn"})
        on.people["mei"].closes()
        pressed(on, "mei", "Digest…", **{"When does your digest come?": "7:30", "How often?": "Every working day"})
        on.people["mei"].closes()
        after = on.people["mei"].look("home").text

        assert "Digest: 8:30, when something needs you" in before
        assert "is no time of day" in refused
        assert "Digest: 7:30, every working day" in after


@OVER
def test_a_home_that_stands_open_shows_what_somebody_else_does(tmp_path: Path, over_http: bool) -> None:
    with crew(tmp_path, over_http=over_http) as on:
        on.press("jonas", "Accept", "will you own")
        on.press("jonas", "Done", PERMIT, proof="PN-1042")
        before = opened(on, "jonas")
        lenas = opened(on, "lena")
        views = published(on)

        on.press("lena", "Send back", f"please check *{PERMIT}*", reason="The drawing is missing")
        after = on.people["jonas"].look("home").text
        on.settle()

        assert PERMIT not in before
        assert PERMIT in lenas
        assert PERMIT in after
        assert PERMIT not in on.people["lena"].look("home").text
        # Hers and his, each once: nobody opened anything.
        assert published(on) - views == 2


@OVER
def test_a_home_that_stands_open_shows_what_became_due(tmp_path: Path, over_http: bool) -> None:
    with served(tmp_path, over_http=over_http) as on:
        on.won()
        on.settle()
        on.press("jonas", "Accept", "will you own")
        on.type("jonas", "/deal next call the site host by tomorrow 14:00")
        before = opened(on, "jonas")

        on.until(MONDAY + timedelta(days=1))
        after = on.people["jonas"].look("home").text

        assert "Nothing needs you today* · Mon 30 Nov 2026" in before
        assert "1 thing needs you today* · Tue 1 Dec 2026" in after


def published(on: Stage) -> int:
    """Return how many Homes were published so far."""
    return len([each for each in on.slack.traffic(0) if each.get("method") == "views.publish"])


@contextmanager
def crew(folder: Path, *, over_http: bool) -> Iterator[Stage]:
    """Have a deal with one line, which Jonas does and Lena checks."""
    books = folder / "playbooks"
    books.mkdir()
    (books / "repair-visit.yaml").write_text(PLAYBOOK)
    with stage(folder, over_http=over_http, BATON_PLAYBOOKS=str(books)) as on:
        on.workspace.group("crew", on.people["jonas"])
        on.workspace.group("desk", on.people["lena"])
        with on.serving():
            on.won({**ACME, "kind": "repair-visit"})
            on.settle()
            yield on


def opened(on: Stage, person: str) -> str:
    """Open a Home and return what it says."""
    on.people[person].opens_home()
    on.settle()
    return on.people[person].look("home").text


def pressed(on: Stage, person: str, label: str, about: str = "", **answers: str) -> str:
    """Press in the Home, fill in the form that it opens, if it does, and return what is seen then."""
    somebody = on.people[person]
    answer = somebody.presses(label, about=about, in_="home")
    assert answer.ok, answer.error
    if answers:
        somebody.fills(answers).submits()
    on.settle()
    return somebody.look("home").text
