"""The rules of whole views: modals and Home tabs."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox import limits
from sandbox.block_kit.blocks import check_blocks
from sandbox.block_kit.checks import Check, Report, Shape, anything, flag, one_of, string
from sandbox.block_kit.find import every_block, placed_elements
from sandbox.block_kit.objects import plain
from sandbox.errors import InvalidArgumentsError, Json, SlackError

COMMON: Mapping[str, Check] = {
    "blocks": anything,
    "private_metadata": string(limits.PRIVATE_METADATA),
    "callback_id": string(limits.CALLBACK_ID),
    "external_id": string(limits.CALLBACK_ID),
}


def _submit_with_inputs(view: Json, path: str, report: Report) -> None:
    """Ask for a button to submit what is put into the form; it would be lost."""
    has_input = any(block["type"] == "input" for _, block in every_block(view.get("blocks")))
    if has_input and view.get("submit") is None:
        words = "missing required field: submit, because the view has input blocks"
        report.add(path, words, "required", ["submit"])


def _one_focus(view: Json, path: str, report: Report) -> None:
    blocks = every_block(view.get("blocks"), f"{path}/blocks")
    elements = [held for pointer, block in blocks for held in placed_elements(block, pointer)]
    focused = [place for place, element in elements if element.get("focus_on_load")]
    # The first is as good as any; the others are what is too much.
    for place in focused[1:]:
        words = "focus_on_load can be set for one element only"
        report.add(f"{place}/focus_on_load", words, "uniqueItems", expected=True)


VIEWS: Mapping[str, Shape] = {
    "modal": Shape(
        {
            **COMMON,
            "type": one_of("modal"),
            "title": plain(limits.VIEW_TITLE),
            "submit": plain(limits.VIEW_TITLE),
            "close": plain(limits.VIEW_TITLE),
            "clear_on_close": flag,
            "notify_on_close": flag,
        },
        required=("type", "blocks", "title"),
        rules=(_submit_with_inputs, _one_focus),
    ),
    # A Home tab is neither submitted nor closed.
    "home": Shape({**COMMON, "type": one_of("home")}, required=("type", "blocks"), rules=(_one_focus,)),
}
SURFACES = {"modal": "D", "home": "H"}


def check_view(view: Any, kind: str) -> Json:
    """Give the view back, if Slack would take it as this kind (modal or home); raises SlackError otherwise."""
    if not isinstance(view, dict):
        raise InvalidArgumentsError("missing required field: view")
    # Before the rules: a view that is too large is not looked into any further.
    if len(json.dumps(view, ensure_ascii=False).encode(errors="replace")) > limits.VIEW_BYTES:
        raise SlackError("view_too_large")
    report = Report()
    judge_view(view, kind, report, "/view")
    if report.faults:
        report.put_in_order({"view": view})
        # Of views Slack says invalid_arguments, where of messages it says invalid_blocks.
        raise InvalidArgumentsError(*report.messages)
    return view


def judge_view(view: Json, kind: str, report: Report, path: str) -> None:
    """Report everything in the view that Slack would refuse."""
    VIEWS[kind](view, path, report)
    if view.get("blocks") is not None:
        check_blocks(view["blocks"], SURFACES[kind], report, f"{path}/blocks")
