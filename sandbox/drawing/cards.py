"""Draws the blocks that agents use: cards, carousels of them, tasks, and plans of tasks."""

from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from sandbox.drawing.elements import draw_element
from sandbox.drawing.images import picture
from sandbox.drawing.mentions import drawn_link
from sandbox.drawing.reader import Reader
from sandbox.drawing.rich_text import rich_text
from sandbox.drawing.sheets import draw, joined
from sandbox.drawing.surface import Spot
from sandbox.drawing.texts import draw_text, words
from sandbox.errors import Json

# Slack draws signs for these; words can be read aloud.
STATUSES = {"pending": "To do", "in_progress": "Under way", "complete": "Done", "error": "Failed"}


def _card(spot: Spot) -> Markup:
    block = spot.block
    hero, sign = block.get("hero_image"), block.get("icon")
    return draw(
        "cards",
        "card",
        hero=picture(hero) if hero else "",
        sign=picture(sign) if sign else "",
        title=draw_text(block.get("title"), spot.reader),
        subtitle=draw_text(block.get("subtitle"), spot.reader),
        body=draw_text(block.get("body"), spot.reader),
        subtext=draw_text(block.get("subtext"), spot.reader),
        actions=joined([draw_element(one, spot, index) for index, one in enumerate(block.get("actions", []))]),
    )


def _carousel(spot: Spot) -> Markup:
    cards = spot.block.get("elements", [])
    drawn = [_card(Spot(spot.surface, one, f"{spot.id}-{index}")) for index, one in enumerate(cards)]
    return draw("cards", "carousel", cards=drawn)


def _task_card(spot: Spot) -> Markup:
    return _task(spot.block, spot.reader)


def _task(task: Json, reader: Reader) -> Markup:
    status = str(task.get("status", "pending"))
    return draw(
        "cards",
        "task",
        title=words(task.get("title")),
        status=status,
        said=STATUSES.get(status, status),
        details=_rich(task.get("details"), reader),
        output=_rich(task.get("output"), reader),
        sources=[_source(one, reader) for one in task.get("sources", [])],
    )


def _rich(given: Json | None, reader: Reader) -> Markup:
    return rich_text(given, reader) if given else Markup("")


def _source(source: Json, reader: Reader) -> Markup:
    url = source.get("url", "")
    return drawn_link(url, escape(words(source.get("text")) or url), reader)


def _plan(spot: Spot) -> Markup:
    tasks = [_task(one, spot.reader) for one in spot.block.get("tasks", [])]
    return draw("cards", "plan", title=words(spot.block.get("title")), tasks=tasks)


CARDS: Mapping[str, Callable[[Spot], Markup]] = {
    "card": _card,
    "carousel": _carousel,
    "task_card": _task_card,
    "plan": _plan,
}
