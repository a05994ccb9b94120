"""A step is missed: what was agreed for that case is put to its person, the decision is asked for, and the deal stops."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import MONDAY, Stage, served

STEP = "call the site host"
WEDNESDAY = MONDAY + timedelta(days=2)
AFTER_TWO_WEEKS = MONDAY + timedelta(days=17)


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    """Set the stage over HTTP."""
    with served(tmp_path, over_http=True) as made:
        yield made


def test_what_was_agreed_happens_by_people_and_a_stopped_deal_is_put_away(on: Stage) -> None:
    on.won()
    on.settle()
    lena, mei = (on.people[name].id for name in ("lena", "mei"))
    on.press("jonas", "Accept", "will you own")

    echo = on.type("jonas", f"/deal next {STEP} by 14:00 else <@{mei}> tells the customer")

    assert echo.endswith(f"14:00 EET. Otherwise: <@{mei}>: tells the customer.")
    channel = on.channel()
    asked = f"<@{mei}>, *{STEP}* is not done. Agreed for this case: *tells the customer*. Will you do it, and by when?"
    for moment in (MONDAY.replace(hour=12), MONDAY.replace(hour=14, minute=10), MONDAY + timedelta(days=1, hours=-0.4)):
        on.until(moment)
    assert asked not in on.read(channel)

    on.until(MONDAY + timedelta(days=1, hours=7.5))

    assert on.read(channel).count(asked) == 1
    on.press("mei", "I will do it", asked[:40], when="wed 10:00")
    assert on.read(channel)[-1].startswith(f"Next step: *tells the customer*, <@{mei}>, by Wednesday 2 December 2026")
    assert f"*{STEP}* was not done. <@{mei}> takes on *tells the customer*." in on.read(channel)
    the_lead_stops_it(on, channel, lena)
    nobody_is_reminded_and_the_channel_is_put_away(on, channel)


def the_lead_stops_it(on: Stage, channel: str, lena: str) -> None:
    card = next(text for text in on.read(channel) if "please decide" in text)
    assert card.startswith(f"<@{lena}>, please decide how *Acme EV site* goes on, by Wed 2 Dec 15:30 CET.")

    on.press("lena", "Stop", "please decide", code="customer", reason="They buy elsewhere")

    decided = next(text for text in on.read(channel) if f"<@{lena}> decided" in text)
    assert decided == (
        f"<@{lena}> decided: *Acme EV site* stops here. Nothing more is due, and nobody is reminded. "
        "This channel is archived on Tuesday 15 December 2026; what was said stays readable. "
        "Why: the customer changed their mind, “They buy elsewhere”.\n"
        f"No longer planned: “{STEP}” and “tells the customer”."
    )


def nobody_is_reminded_and_the_channel_is_put_away(on: Stage, channel: str) -> None:
    said = len(on.read(channel))
    on.until(WEDNESDAY + timedelta(days=12))
    assert len(on.read(channel)) == said
    assert not on.channels("acme")[0]["is_archived"]

    on.until(AFTER_TWO_WEEKS)

    assert on.channels("acme")[0]["is_archived"]
    assert not [text for text in on.read_direct("jonas") if "unarchive" in text]
