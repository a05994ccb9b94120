"""The rules of whole views: modals and Home tabs."""

import json
from typing import Any

from sandbox import limits
from sandbox.block_kit.blocks import check_blocks
from sandbox.block_kit.checks import Report, Shape, anything, flag, one_of, string
from sandbox.block_kit.find import interactive_elements
from sandbox.block_kit.objects import plain
from sandbox.errors import InvalidArgumentsError, Json, SlackError

COMMON = {
    "type": one_of("modal", "home"),
    "blocks": anything,
    "private_metadata": string(limits.PRIVATE_METADATA),
    "callback_id": string(limits.CALLBACK_ID),
    "external_id": string(limits.CALLBACK_ID),
}
MODAL = Shape(
    {
        **COMMON,
        "title": plain(limits.VIEW_TITLE),
        "submit": plain(limits.VIEW_TITLE),
        "close": plain(limits.VIEW_TITLE),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
    required=("type", "blocks", "title"),
)
HOME = Shape(
    {**COMMON, "title": anything, "submit": anything, "close": anything, "clear_on_close": flag,
     "notify_on_close": flag},
    required=("type", "blocks"),
)  # fmt: skip


def check_view(view: Any, kind: str) -> Json:
    """Give the view back, if Slack would take it as this kind (modal or home); raises SlackError otherwise."""
    if not isinstance(view, dict):
        raise InvalidArgumentsError("missing required field: view")
    if len(json.dumps(view, ensure_ascii=False).encode()) > limits.VIEW_BYTES:
        raise SlackError("view_too_large")
    report = Report()
    (MODAL if kind == "modal" else HOME)(view, "/view", report)
    if view.get("type") not in (None, kind):
        report.add("/view/type", f"must be one of: {kind}")
    check_blocks(view.get("blocks"), "D" if kind == "modal" else "H", report, "/view/blocks")
    if not report.messages:
        _check_form(view, report)
    if report.messages:
        raise InvalidArgumentsError(*report.messages)
    return view


def _check_form(view: Json, report: Report) -> None:
    if view["type"] == "modal" and not view.get("submit") and any(one["type"] == "input" for one in view["blocks"]):
        report.add("/view", "missing required field: submit, because the view has input blocks")
    elements = [one for block in view["blocks"] for one in interactive_elements(block)]
    if sum(bool(one.get("focus_on_load")) for one in elements) > 1:
        report.add("/view", "focus_on_load can be set for one element only")
