"""Blocks within blocks, and the elements in them, are found, named and told apart."""

from copy import deepcopy
from typing import Any

import pytest

from sandbox.block_kit.find import action_ids, every_block, find_element, placed_elements, touchable, with_ids
from sandbox.state.ids import Ids
from tests.sandbox.block_kit.build import IMAGE, PLAIN, card, cell, container, section, select, task
from tests.sandbox.stage import Json, actions, button

NAMELESS: Json = {"type": "button", "text": PLAIN}
CAROUSEL: Json = {"type": "carousel", "elements": [card(actions=[button("one")]), card(actions=[button("two")])]}


def test_blocks_in_frames_are_walked_after_their_frame_with_pointers() -> None:
    plan = {"type": "plan", "title": "Plan", "tasks": [task()]}

    walked = [
        (pointer, block["type"]) for pointer, block in every_block([container(section()), CAROUSEL, plan], "/blocks")
    ]

    assert walked == [
        ("/blocks/0", "container"),
        ("/blocks/0/child_blocks/0", "section"),
        ("/blocks/1", "carousel"),
        ("/blocks/1/elements/0", "card"),
        ("/blocks/1/elements/1", "card"),
        ("/blocks/2", "plan"),
        ("/blocks/2/tasks/0", "task_card"),
    ]


@pytest.mark.parametrize("odd", [None, "blocks", 7, {}, [None, "x", {"type": 7}, {}], [{"type": "plan", "tasks": "x"}]])
def test_what_is_no_block_is_passed_over(odd: Any) -> None:
    assert [block for _, block in every_block(odd) if block["type"] != "plan"] == []


@pytest.mark.parametrize(
    ("block", "pointers"),
    [
        (section(accessory=select()), ["/accessory"]),
        (section(accessory=IMAGE), []),
        (section(), []),
        ({"type": "input", "element": select()}, ["/element"]),
        (actions(button("a"), button("b"))[0], ["/elements/0", "/elements/1"]),
        (card(actions=[button()]), ["/actions/0"]),
        ({"type": "context", "elements": [IMAGE]}, []),
        ({"type": "actions", "elements": ["x", button()]}, ["/elements/1"]),
    ],
)
def test_elements_are_found_where_their_block_keeps_them(block: Json, pointers: list[str]) -> None:
    assert [pointer for pointer, _ in placed_elements(block)] == pointers


def test_an_element_is_found_by_action_id_and_narrowed_by_block_id() -> None:
    blocks = [*actions(button("go", "1"), block_id="a"), *actions(button("go", "2"), block_id="b")]

    first, narrowed = find_element(blocks, "go"), find_element(blocks, "go", "b")

    assert first is not None
    assert narrowed is not None
    assert (first[1]["value"], narrowed[1]["value"]) == ("1", "2")
    assert find_element(blocks, "stop") is None
    assert find_element(blocks, "go", "c") is None


def test_an_element_in_a_frame_belongs_to_the_block_that_holds_it() -> None:
    finished = with_ids([CAROUSEL], Ids())

    found = find_element(finished, "two")

    assert found is not None
    assert found[0] == finished[0]["elements"][1]
    assert action_ids(finished) == ["one", "two"]


def test_ids_are_given_where_the_app_gave_none() -> None:
    beside, row, framed = with_ids(
        [
            {"type": "section", "accessory": NAMELESS},
            {"type": "actions", "elements": [NAMELESS, NAMELESS]},
            container({"type": "input", "label": PLAIN, "element": {"type": "datepicker"}}),
        ],
        Ids(),
    )

    blocks = [beside, row, framed, framed["child_blocks"][0]]
    ids = [element["action_id"] for _, element in touchable([beside, row, framed])]
    assert len({block["block_id"] for block in blocks}) == len(blocks)
    assert len(set(ids)) == len(ids) == 4
    assert "action_id" not in NAMELESS


def test_ids_that_the_app_gave_are_kept() -> None:
    (kept,) = with_ids(actions(button("go"), block_id="mine"), Ids())

    assert (kept["block_id"], kept["elements"][0]["action_id"]) == ("mine", "go")


def test_nulls_are_forgotten_except_where_they_keep_a_place() -> None:
    table = {"type": "table", "block_id": None, "rows": [[cell()]], "column_settings": [None, {"align": None}]}
    beside = section(accessory={**button("go"), "style": None}, fields=None, block_id="b")

    kept, plain = with_ids([table, beside], Ids())

    assert kept["column_settings"] == [None, {}]
    assert kept["block_id"]
    assert plain == section(accessory=button("go"), block_id="b")


def test_the_blocks_of_the_app_are_not_touched() -> None:
    blocks = [container({"type": "actions", "elements": [NAMELESS]})]
    before = deepcopy(blocks)

    with_ids(blocks, Ids())[0]["child_blocks"][0]["elements"][0]["text"]["text"] = "changed"

    assert blocks == before


def test_pictures_get_no_action_id() -> None:
    (beside,) = with_ids([section(accessory=IMAGE)], Ids())

    assert "action_id" not in beside["accessory"]


def test_a_markdown_block_gets_an_id_of_slacks_own() -> None:
    (markdown,) = with_ids([{"type": "markdown", "text": "hi", "block_id": "mine"}], Ids())

    assert markdown["block_id"] != "mine"
