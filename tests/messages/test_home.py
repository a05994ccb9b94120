"""However much there is, and however it is called, a Home fits into what Slack takes, and its pages leave nothing out."""

import json
from collections.abc import Iterator

import pytest

from bot.outgoing import Line
from bot.rules.at_home import PAGE, Part, Shown, at_home
from messages import home
from messages.blocks import Block
from tests.messages.homes import AROUND, many, published
from tests.messages.limits import wrong_with
from tests.messages.samples import ANA, HOSTILE, NOW, reword

MUCH = many(500)
"""Two thousand things: steps, lines of theirs, lines to be checked and lines of others."""
SEVERAL_PAGES = many(3 * PAGE - 5)
LONG = ("😀" * 900, "&<>" * 400, HOSTILE * 9, "*_~`" * 300)
PARTS = [Shown(), *(Shown(part) for part in Part if part not in (Part.ALL, Part.FUNCTION)), Shown(Part.FUNCTION, "f3")]


@pytest.mark.parametrize("said", ["short", *LONG], ids=["short", "emoji", "entities", "hostile", "signs"])
@pytest.mark.parametrize("shown", PARTS, ids=str)
def test_it_fits_whatever_people_wrote(shown: Shown, said: str) -> None:
    view = published(reword(many(60), lambda _: said), ANA, lambda word: word, shown)

    assert wrong_with(view) == []


@pytest.mark.parametrize("shown", PARTS, ids=str)
def test_it_fits_however_much_there_is(shown: Shown) -> None:
    view = published(MUCH, ANA, lambda word: word, shown)

    assert wrong_with(view) == []
    assert len(json.dumps(view)) < 100_000


def pages(part: Part) -> Iterator[tuple[Block, list[str]]]:
    """Turn the pages of a part as a person does, until there is no next one."""
    shown: Shown | None = Shown(part)
    while shown:
        facts = at_home(SEVERAL_PAGES, ANA, AROUND, shown=shown, now=NOW)
        view = home.view(str(shown), home.home(facts, NOW))
        (section,) = facts.sections
        yield view, [str(each.subject) for each in section.entries if isinstance(each, Line)]
        carried = [each["value"] for block in view["blocks"] for each in block.get("elements", ()) if is_next(each)]
        shown = Shown.read(carried[0]) if carried else None


def is_next(element: Block) -> bool:
    return str(element.get("action_id", "")).endswith(":next_page")


@pytest.mark.parametrize("part", [Part.STEPS, Part.ITEMS, Part.CHECKS])
def test_turning_its_pages_shows_everything_once(part: Part) -> None:
    shown = [subject for _, subjects in pages(part) for subject in subjects]

    assert len(shown) == len(set(shown)) == 3 * PAGE - 5


def test_every_page_but_the_last_is_full() -> None:
    counts = [len(subjects) for _, subjects in pages(Part.STEPS)]

    assert counts == [PAGE, PAGE, PAGE - 5]


def test_no_button_of_a_home_carries_more_than_slack_takes() -> None:
    long = "x" * 5_000
    view = published(reword(many(20), lambda _: long), ANA, lambda word: word)

    values = [each["value"] for block in view["blocks"] for each in block.get("elements", ()) if "value" in each]
    assert max(map(len, values)) <= 2_000
