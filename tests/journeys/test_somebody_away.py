"""Jonas in Helsinki is on leave; Mei in New York stands in, is asked in her own hours, and may answer for him."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.trying.screen import NotThere
from tests.journeys.stage import MONDAY, Stage, served

STEP = "open the site"
WEDNESDAY, THURSDAY, NEXT_MONDAY = (MONDAY + timedelta(days=each) for each in (2, 3, 7))


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path, over_http=True) as made:
        yield made


def heard(on: Stage, person: str) -> list[str]:
    """Return what Baton wrote to one person, if anything."""
    with suppress(NotThere):
        return on.read_direct(person)
    return []


def about_it(on: Stage, person: str) -> list[str]:
    """Return what somebody was asked about the step, privately."""
    return [text for text in heard(on, person) if text.startswith(f"<@{on.people[person].id}>, *{STEP}*")]


def test_who_stands_in_is_asked_and_answers_and_who_is_away_hears_nothing(on: Stage) -> None:
    on.won()
    on.settle()
    jonas, mei = (on.people[name].id for name in ("jonas", "mei"))
    on.press("jonas", "Accept", "will you own")
    on.type("jonas", f"/deal next {STEP} by wed 14:00")
    echo = on.type("jonas", f"/deal away from tue until fri stand-in <@{mei}>")
    assert f"Meanwhile <@{mei}> is asked instead" in echo
    on.until(MONDAY + timedelta(days=1))
    before = heard(on, "jonas")

    on.until(WEDNESDAY.replace(hour=12, minute=50))
    assert about_it(on, "mei") == [], "It is ten to eight in New York."
    on.until(WEDNESDAY.replace(hour=13, minute=10))

    (question,) = about_it(on, "mei")
    assert question.startswith(f"<@{mei}>, *{STEP}* was due Wed 2 Dec 07:00."), "As her wall tells it."
    assert f"You stand in for <@{jonas}> until Fri 4 Dec." in question
    done = on.people["mei"].presses("Done", about=STEP, in_=on.people["mei"].direct())
    assert done.ok, done.error
    on.settle()
    assert f"<@{mei}>" in next(text for text in on.read(on.channel()) if text.startswith("Done"))

    on.until(THURSDAY.replace(hour=14))
    assert any(f"<@{mei}>, what is the next step for *Acme EV site*" in text for text in heard(on, "mei"))
    assert f"*Needs a next step with a date* · for <@{jonas}>" in heard(on, "mei")[-1], "Her digest has his line."
    on.type("mei", "/deal next fetch the keys by 11.12. 12:00")
    on.until(NEXT_MONDAY - timedelta(minutes=70))
    assert heard(on, "jonas") == before
    assert f"<@{jonas}>" in on.board(), "He owns it as before."
