"""blocks.validate: what Slack would say to blocks, without showing them to anyone."""

import json
from typing import Any

from sandbox import limits
from sandbox.block_kit.blocks import check_blocks
from sandbox.block_kit.checks import Report
from sandbox.block_kit.messages import judge_message
from sandbox.block_kit.views import VIEWS, judge_view
from sandbox.errors import Json, SlackError
from sandbox.web_api.call import Call

KINDS: dict[str, type] = {"blocks": list, "view": dict, "message": dict}


def validate(call: Call) -> Json:
    given = [name for name in KINDS if call.args.text(name)]
    if len(given) != 1:
        raise _unusable("must provide exactly one of `blocks`, `view`, or `message`")
    name = given[0]
    payload = _payload(call, name)
    report = Report()
    JUDGES[name](payload, report)
    if report.faults:
        report.put_in_order(payload)
        raise SlackError(f"invalid_{name}", errors=[fault.drawn() for fault in report.faults])
    return {}


def _payload(call: Call, name: str) -> Any:
    raw = call.args.values[name]
    if len(raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)) > limits.VALIDATED:
        raise _unusable(f"`{name}` must be less than {limits.VALIDATED + 1} characters")
    try:
        return call.args.structure(name, KINDS[name], "invalid_arguments")
    except SlackError as error:
        kind = "an array" if KINDS[name] is list else "an object"
        raise _unusable(f"`{name}` must be {kind} as valid JSON") from error


def _unusable(sentence: str) -> SlackError:
    # Without the [ERROR] that other methods put before such sentences: so Slack's documentation shows it.
    return SlackError("invalid_arguments", response_metadata={"messages": [sentence]})


def _judge_blocks(blocks: Any, report: Report) -> None:
    # Blocks alone do not say where they are to stand, so each may stand where any surface takes it.
    check_blocks(blocks, "MDH", report, "")


def _judge_view(view: Any, report: Report) -> None:
    kind = view.get("type")
    if kind is None:
        report.add("", "missing required field: type", "required", ["type"])
    elif kind not in list(VIEWS):
        report.add("/type", f"unsupported type: {kind}", "enum", list(VIEWS))
    else:
        judge_view(view, kind, report, "")


JUDGES = {"blocks": _judge_blocks, "view": _judge_view, "message": judge_message}
