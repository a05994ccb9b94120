"""A step moves for the customer, waits on them with somebody else to chase, and is done: the ledger tells it apart."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.stage import MONDAY, Stage, served

STEP = "call the site host"


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    """Set the stage over HTTP."""
    with served(tmp_path, over_http=True) as made:
        yield made


def test_a_slip_of_the_customers_and_a_wait_on_them_are_told_apart(on: Stage) -> None:
    on.won()
    on.settle()
    jonas, mei = on.people["jonas"].id, on.people["mei"].id
    on.press("jonas", "Accept", "will you own")
    on.type("jonas", f"/deal next {STEP} by tue 15:00")

    on.press("jonas", "Reschedule", STEP, when="thu 15:00", reason="They are away", cause="customer")

    assert on.read(on.channel())[-1] == (
        f"<@{jonas}> moved *{STEP}* from Tue 1 Dec 15:00 EET to Thursday 3 December 2026, 15:00 EET, "
        "because “They are away”. It was up to the customer."
    )
    echo = on.type("jonas", f"/deal waiting on customer until wed 12:00 chased by <@{mei}> because they sign")
    waits = f"*{STEP}* waits on the customer: “they sign”. <@{mei}> asks again by Wednesday 2 December 2026, 12:00 EET."
    assert echo.startswith(f"Noted: *{STEP}* waits on the customer; <@{mei}> asks again by")
    assert on.read(on.channel())[-1] == waits
    assert on.read_direct("mei")[-1].startswith(waits)
    whoever_chases_ends_it_and_the_figures_stand(on, mei)


def whoever_chases_ends_it_and_the_figures_stand(on: Stage, mei: str) -> None:
    on.until(MONDAY + timedelta(days=1, hours=7))

    assert on.type("mei", f"/deal done {STEP}") == f"Done: *{STEP}*."

    assert on.read(on.channel())[-1].startswith(f"Done: *{STEP}*, by <@{mei}>, by the new date. First date: Tue 1 Dec")
    for shown in (on.type("jonas", "/deal"), on.type("jonas", "/deal history")):
        assert "*So far*\n• 1 next step done, by a new date" in shown
        assert "• Moved 1 time by the customer" in shown
        assert "working hours on the customer" in shown
