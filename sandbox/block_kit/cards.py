"""The rules of blocks in frames: alerts, cards, carousels, containers, tasks and plans."""

from collections.abc import Mapping

from sandbox import limits
from sandbox.block_kit.checks import Shape, anything, by_type, flag, many, one_of, string
from sandbox.block_kit.elements import ELEMENTS
from sandbox.block_kit.layout import LAYOUT, Block, block, elements_of
from sandbox.block_kit.objects import plain, text
from sandbox.block_kit.rich_text import rich_text
from sandbox.block_kit.rules import at_least_one, never_with, only_with
from sandbox.block_kit.tables import TABLES

PICTURE = by_type(ELEMENTS, ("image",))
# Slack names no surface for the newest blocks except where it shows them, in messages; so no other takes them here.
CARD = block(
    {
        "hero_image": PICTURE,
        "icon": PICTURE,
        "title": text(limits.CARD_TITLE),
        "subtitle": text(limits.CARD_TITLE),
        "body": text(limits.CARD_TEXT),
        "subtext": text(limits.CARD_TEXT),
        "actions": elements_of("card", limits.CARD_ACTIONS),
    },
    surfaces="M",
    rules=(at_least_one("hero_image", "title", "actions", "body"),),
)
SOURCE = Shape(
    {"type": anything, "url": string(limits.URL, 1), "text": string(least=1)}, required=("type", "url", "text")
)
TASK = block(
    {
        "task_id": string(limits.BLOCK_ID, 1),
        # A bare string, unlike the titles of all other blocks: tasks were made for streams of an agent's progress.
        "title": string(least=1),
        "status": one_of("pending", "in_progress", "complete", "error"),
        "details": rich_text,
        "output": rich_text,
        "sources": many(by_type({"url": SOURCE}), least=0),
    },
    "task_id",
    "title",
    surfaces="M",
)
# No frames within frames, and nothing that only another frame may hold.
CONTAINED = ("actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table", "video")

CARDS: Mapping[str, Block] = {
    "alert": block(
        {
            "text": text(limits.ALERT_TEXT),
            "level": one_of("default", "info", "warning", "error", "success"),
        },
        "text",
        surfaces="D",
    ),
    "card": CARD,
    "carousel": block({"elements": many(by_type({"card": CARD}), limits.CAROUSEL_CARDS)}, "elements", surfaces="M"),
    "task_card": TASK,
    "plan": block(
        {"title": string(least=1), "tasks": many(by_type({"task_card": TASK}), limits.PLAN_TASKS, least=0)},
        "title",
        surfaces="M",
    ),
    "container": block(
        {
            "title": plain(limits.CONTAINER_TITLE),
            "rich_text_title": rich_text,
            "subtitle": text(limits.CONTAINER_TITLE),
            "child_blocks": many(by_type({**LAYOUT, **TABLES}, CONTAINED), limits.CONTAINER_BLOCKS),
            "width": one_of("narrow", "standard", "wide", "full"),
            "icon": PICTURE,
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
        "child_blocks",
        surfaces="M",
        rules=(
            at_least_one("title", "rich_text_title"),
            only_with("default_collapsed", "is_collapsible"),
            # What can be folded has a line of its own under its title already.
            never_with("has_header_divider", "is_collapsible"),
        ),
    ),
}
