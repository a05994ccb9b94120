"""Whatever JSON an app sends, the workspace answers with one of Slack's errors and never stumbles."""

from contextlib import suppress
from random import Random
from typing import Any

import pytest

from sandbox.block_kit.blocks import BLOCKS, check_blocks
from sandbox.block_kit.checks import Report
from sandbox.block_kit.elements import ELEMENTS
from sandbox.block_kit.find import with_ids
from sandbox.block_kit.values import first_values
from sandbox.block_kit.views import check_view
from sandbox.deliveries.hooks import said
from sandbox.edge.arguments import Arguments
from sandbox.errors import SlackError
from sandbox.state.ids import Ids
from sandbox.web_api.content import read_content

KINDS = [*BLOCKS, *ELEMENTS, "plain_text", "mrkdwn", "modal", "home", "rich_text_section"]
SCALARS: list[Any] = [None, True, False, 0, -1, 7.5, "", "x", "{", "[]", "é" * 4, *KINDS]
WORDS = sorted({name for shape in (*BLOCKS.values(), *ELEMENTS.values()) for name in shape.fields} | {"blocks"})
CASES = 100


def odd(dice: Random, depth: int = 0) -> Any:
    """Make some JSON; half of the objects have a type that Block Kit knows, and fields that it may have."""
    shape = dice.random()
    if depth > 4 or shape < 0.35:
        return dice.choice(SCALARS)
    if shape < 0.55:
        return [odd(dice, depth + 1) for _ in range(dice.randrange(4))]
    kind = dice.choice(KINDS)
    known = (BLOCKS.get(kind) or ELEMENTS.get(kind)) if dice.random() < 0.7 else None
    names = list(known.fields) if known else dice.sample(WORDS, 3)
    fields = {name: odd(dice, depth + 1) for name in names if dice.random() < 0.7}
    return {**fields, "type": kind} if dice.random() < 0.8 else fields


@pytest.fixture(params=range(3))
def dice(request: pytest.FixtureRequest) -> Random:
    return Random(request.param)


@pytest.mark.parametrize("surface", ["M", "D", "H"])
def test_blocks_are_taken_or_refused_and_taken_ones_can_be_shown(dice: Random, surface: str) -> None:
    for _ in range(CASES):
        blocks, report = [odd(dice), odd(dice)], Report()

        check_blocks(blocks, surface, report)

        if not report.messages:
            first_values(with_ids(blocks, Ids()))


@pytest.mark.parametrize("kind", ["modal", "home"])
def test_views_are_taken_or_refused(dice: Random, kind: str) -> None:
    for _ in range(CASES):
        view = {"type": kind, "title": odd(dice), "blocks": odd(dice), "submit": odd(dice), "external_id": odd(dice)}
        with suppress(SlackError):
            check_view(dice.choice([view, odd(dice)]), kind)


def test_messages_are_taken_or_refused(dice: Random) -> None:
    for _ in range(CASES):
        names = ("text", "blocks", "attachments", "metadata", "thread_ts", "markdown_text")
        with suppress(SlackError):
            read_content(Arguments({name: odd(dice) for name in names if dice.random() < 0.5}))


def test_answers_to_interactions_are_taken_or_refused(dice: Random) -> None:
    for _ in range(CASES):
        with suppress(SlackError):
            said({name: odd(dice) for name in ("text", "blocks", "attachments", "thread_ts")})
