"""Every message and form reads as its golden file says; write them anew with GOLDEN=write and review the diff."""

import os
import re
from pathlib import Path

import pytest

from messages.blocks import Block
from messages.message import Message
from tests.messages.catalogue import everything
from tests.messages.limits import wrong_with
from tests.messages.samples import HOSTILE
from tests.messages.showing import shown

FILES = Path(__file__).parent / "golden"
CALM = everything()
HOSTILE_ONES = (
    "brief",
    "board",
    "checklist_sales",
    "digest_person",
    "form_won",
    "glance_owner",
    "history",
    "nudge_step_overdue_3",
    "refused_which_step_said",
    "said_line_done_to_accept",
    "said_step_committed",
    "topic",
)
ATTACKED = {f"hostile_{name}": drawn for name, drawn in everything(lambda _: HOSTILE).items() if name in HOSTILE_ONES}
ALL = CALM | ATTACKED
WORD = re.compile(r"\w+")
TOLD = {name: one for name, one in CALM.items() if isinstance(one, Message) and not one.text.endswith("…")}
"""What is too much to be read out ends in an ellipsis."""
UNTOLD = frozenset(
    ["https", "crm", "example", "deals", "1042", "view", "all", "amp", "tab", "1", "Open", "in", "the", "CRM"]
)
"""The link to the CRM is a way out, not news."""
IS_WRITING = os.environ.get("GOLDEN") == "write"


@pytest.mark.parametrize("name", sorted(ALL))
def test_reads_as_its_golden_file_says(name: str) -> None:
    file = FILES / f"{name}.txt"
    if IS_WRITING:
        file.write_text(shown(ALL[name]), encoding="utf-8")

    assert shown(ALL[name]) == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in FILES.glob("*.txt")} == set(ALL)


@pytest.mark.parametrize("name", sorted(ALL))
def test_keeps_within_what_slack_takes(name: str) -> None:
    assert wrong_with(ALL[name]) == []


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_screen_reader_is_told_all_that_the_eye_sees(name: str) -> None:
    drawn = TOLD[name]
    seen = [one["text"] for block in drawn.blocks for one in _texts(block) if one["type"] == "mrkdwn"]

    told = set(WORD.findall(drawn.text))
    assert [text for text in seen if not set(WORD.findall(text)) <= told | UNTOLD] == []


def _texts(block: Block) -> list[dict[str, str]]:
    """Return what a block says; buttons read themselves out."""
    own = [block["text"]] if "text" in block else []
    return [*own, *(one for one in block.get("elements", ()) if one["type"] != "button")]


@pytest.mark.parametrize("word", ["lapse", "rung", "ladder", "nudge", "item"])
def test_people_never_meet_a_word_of_the_machinery(word: str) -> None:
    seen = {name: _visible(shown(drawn)).lower() for name, drawn in CALM.items()}

    assert [name for name, text in seen.items() if word in text] == []


def _visible(text: str) -> str:
    """Take out what buttons and forms carry unseen."""
    return re.sub(r"\b(form\.)?item[._]\w+", "", text)
