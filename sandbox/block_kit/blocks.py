"""Checks the blocks of a payload: the table of all blocks, and what holds over all blocks together."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sandbox import limits
from sandbox.block_kit.cards import CARDS
from sandbox.block_kit.checks import Report, by_type, many
from sandbox.block_kit.elements import ELEMENTS
from sandbox.block_kit.find import every_block, interactive_elements, placed_elements
from sandbox.block_kit.layout import LAYOUT, Block
from sandbox.block_kit.tables import TABLES
from sandbox.errors import Json

BLOCKS: Mapping[str, Block] = {**LAYOUT, **TABLES, **CARDS}
ONE_TABLE = "only_one_table_allowed"

Placed = list[tuple[str, Json]]
Rule = Callable[[Placed, str, Report], None]


def check_blocks(blocks: Any, surface: str, report: Report, path: str = "/blocks") -> None:
    """Report what Slack would refuse; `surface` is M for a message, D for a modal, H for a Home tab, or several."""
    allowed = [kind for kind, row in BLOCKS.items() if set(surface) & set(row.surfaces)]
    most = limits.MESSAGE_BLOCKS if surface == "M" else limits.VIEW_BLOCKS
    # A view may be empty: Slack opens one, and the app fills it when it has something to show.
    many(by_type(BLOCKS, allowed), most, least=0)(blocks, path, report)
    placed = list(every_block(blocks, path))
    for rule in TOGETHER:
        rule(placed, surface, report)


def needed_scopes(blocks: list[Json]) -> list[str]:
    """List the scopes without which Slack takes none of these blocks, in the order in which they are needed."""
    wanted = []
    for _, block in every_block(blocks):
        elements = [ELEMENTS[one["type"]].scope for one in interactive_elements(block)]
        wanted += [BLOCKS[block["type"]].scope, *elements]
    return list(dict.fromkeys(scope for scope in wanted if scope))


def _unique_block_ids(placed: Placed, _surface: str, report: Report) -> None:
    # Frames included: Slack does not say that they have ids of their own, and actions name no frame.
    seen: set[str] = set()
    for pointer, block in placed:
        block_id = block.get("block_id")
        if not isinstance(block_id, str) or block["type"] == "markdown":
            continue
        if block_id in seen:
            report.add(f"{pointer}/block_id", f"`block_id` {block_id} already exists", "uniqueItems", expected=True)
        seen.add(block_id)


def _unique_action_ids(placed: Placed, _surface: str, report: Report) -> None:
    for pointer, block in placed:
        seen: set[str] = set()
        for place, element in placed_elements(block, pointer):
            action_id = element.get("action_id")
            if not isinstance(action_id, str):
                continue
            if action_id in seen:
                words = f"`action_id` {action_id} already exists for block_id {block.get('block_id')}"
                report.add(f"{place}/action_id", words, "uniqueItems", expected=True)
            seen.add(action_id)


def _at_most(kind: str, most: int, words: str) -> Rule:
    def rule(placed: Placed, _surface: str, report: Report) -> None:
        found = [pointer for pointer, block in placed if block["type"] == kind]
        if len(found) > most:
            # The first that is too many is blamed, since Slack would have taken those before it.
            report.add(found[most], words, "maxItems", most)

    return rule


def _together(kind: str, field: str, most: int) -> Rule:
    """Make the rule that what can be read in this field of all blocks of this type stays within a number of characters.

    The block that goes over it is reported, since what stands before it would have been taken.
    """

    def rule(placed: Placed, _surface: str, report: Report) -> None:
        written = 0
        for pointer, block in placed:
            if block["type"] != kind or field not in block:
                continue
            written += sum(map(len, _texts_in(block[field])))
            if written > most:
                report.add(f"{pointer}/{field}", f"must be less than {most + 1} characters", "maxLength", most)
                return

    return rule


def _texts_in(value: Any) -> Iterator[str]:
    """Walk all texts in a field, those in the cells of tables and in formatted text included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)
    elif isinstance(value, dict):
        for name in ("text", "elements"):
            yield from _texts_in(value.get(name))


def _response_urls_in_forms(placed: Placed, surface: str, report: Report) -> None:
    """Let menus ask for a response URL only where submitting makes one: in the input blocks of a modal."""
    for pointer, block in placed:
        for place, element in placed_elements(block, pointer):
            if element.get("response_url_enabled") and not ("D" in surface and block["type"] == "input"):
                words = "response_url_enabled is for input blocks in modals"
                report.add(f"{place}/response_url_enabled", words, "not", ["response_url_enabled"])


# These look at all blocks at once, broken ones too, as all faults of a payload are told together.
TOGETHER: tuple[Rule, ...] = (
    _unique_block_ids,
    _unique_action_ids,
    _response_urls_in_forms,
    # Slack draws the one table below everything else, wherever it stood; two would have no order.
    _at_most("table", limits.TABLES, ONE_TABLE),
    _at_most(
        "data_visualization",
        limits.VISUALIZATIONS,
        f"no more than {limits.VISUALIZATIONS} data_visualization blocks allowed",
    ),
    _together("markdown", "text", limits.MARKDOWN_TEXT),
    _together("table", "rows", limits.TABLE_TEXT),
    _together("data_table", "rows", limits.DATA_TABLE_TEXT),
)
