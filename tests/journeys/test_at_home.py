"""Somebody opens their Home, does there what waits for them, and sees it change: over both ways to Slack."""

from pathlib import Path

import pytest

from tests.journeys.stage import Stage, served

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
        on.type("jonas", "/deal done")
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
