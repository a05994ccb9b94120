"""Five things of one person come due at once over three deals: one message, two public words, and answers that show."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.stage import ACME, MONDAY, Stage, served

NOON, AFTERNOON = MONDAY.replace(hour=12), MONDAY.replace(hour=14, minute=10)
DEALS = {"acme": ("call the host", "order the pump"), "beta": ("send the crew", "book the lift"), "gamma": ("ask Mei",)}
STEPS = [what for steps in DEALS.values() for what in steps]


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Stage]:
    with served(tmp_path) as made:
        yield made


def test_five_things_that_are_due_at_once_are_one_message_and_two_public_words(on: Stage) -> None:
    jonas_owns_three_deals_with_five_steps(on)
    at_noon_he_reads_one_message(on)
    done = what_he_does_shows_in_it(on)
    left = [what for what in STEPS if what != done]
    in_the_afternoon_two_channels_ask_and_the_rest_is_told_to_him_alone(on, left)
    what_he_does_then_shows_everywhere(on, left)


def jonas_owns_three_deals_with_five_steps(on: Stage) -> None:
    for number, (account, steps) in enumerate(DEALS.items()):
        name = account.capitalize()
        on.won({**ACME, "id": f"D-{number}", "name": f"{name} site", "account": {"name": f"{name} Oy"}})
        on.settle()
        on.press("jonas", "Accept", "will you own", account=account)
        for what in steps:
            assert on.type("jonas", f"/deal next {what} by 14:00", account=account).startswith("Noted")


def at_noon_he_reads_one_message(on: Stage) -> None:
    on.until(NOON)

    (message,) = on.read_direct("jonas")

    head, *lines = message.split("\n")
    assert head == "5 things you were asked"
    assert sorted(
        what for what in STEPS if any(f"*{what}* was due Mon 30 Nov 14:00" in line for line in lines)
    ) == sorted(STEPS)


def what_he_does_shows_in_it(on: Stage) -> str:
    jonas = on.people["jonas"]
    jonas.presses("Done", about="things you were asked", in_=jonas.direct())
    on.settle()

    (message,) = on.read_direct("jonas")
    (ended,) = re.findall(rf"^\*(.+)\*: Done by <@{jonas.id}>, Mon 30 Nov 14:0", message, re.MULTILINE)
    assert message.startswith("5 things you were asked. 4 still wait for you.\n")
    return next(what for what in STEPS if what.lower() == ended.lower())


def in_the_afternoon_two_channels_ask_and_the_rest_is_told_to_him_alone(on: Stage, left: list[str]) -> None:
    on.until(AFTERNOON)

    public = [text for account in DEALS for text in on.read(on.channel(account)) if "was due Mon 30 Nov 14:00" in text]
    first, spared = on.read_direct("jonas")
    assert len(public) == 2
    assert first.startswith("5 things you were asked. 4 still wait for you.\n")
    assert spared.startswith(
        "2 things you were asked, here and not in public, since you were asked there twice today\n"
    )
    assert [what for what in STEPS if any(f"*{what}* was due" in text for text in (*public, spared))] == left
    histories = [on.type("jonas", "/deal history", account=account) for account in DEALS]
    assert "".join(histories).count("privately, after two public questions that day") == 2


def what_he_does_then_shows_everywhere(on: Stage, left: list[str]) -> None:
    jonas = on.people["jonas"].id
    for account, steps in DEALS.items():
        for what in steps:
            if what in left:
                on.type("jonas", f"/deal done {what}", account=account)
    on.slack.advance(60)
    on.settle()

    first, spared = on.read_direct("jonas")
    said = [text for account in DEALS for text in on.read(on.channel(account))]
    assert first.startswith("5 things you were asked. None still wait for you.\n")
    assert spared.split("\n")[0].endswith(". None still wait for you.")
    assert not [text for text in said if "Done, a new date, or waiting on somebody?" in text]
    assert len([text for text in said if f": Done by <@{jonas}>" in text]) == 2
