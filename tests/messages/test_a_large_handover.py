"""Sixty lines, twelve functions and names of two hundred characters: whatever is drawn of it, Slack takes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.model import Deal, Item, ItemStatus, UserId
from bot.outgoing import Kind, Outgoing
from messages import ids, replies, several
from messages.blocks import Block
from messages.ids import Press
from messages.message import Message
from messages.rendering import render
from messages.which import which_item
from tests.messages.limits import wrong_with
from tests.messages.samples import NOW, OMAR, PEOPLE, deal, due, item, scene, step

ITEMS, FUNCTIONS, NAME = 60, 12, 200
MOST_SHOWN = 12_000
"""Characters of a message before Slack folds the rest of it away."""
NAMES = {
    "plain": lambda what: f"{what} of the town of Saint Mary ".ljust(NAME, "x"),
    "signs": lambda what: f"{what} <&> *_~` ".ljust(NAME, "&"),
    "wide": lambda what: f"{what} ".ljust(NAME, "🏗"),
}


def large(name: Any, status: str = "mixed", functions: int = FUNCTIONS) -> Deal:
    """Return a deal whose lines lie in some functions; mixed: of each kind some, and every third waits for two."""
    lines = tuple(_line(n, name, status, functions) for n in range(ITEMS))
    named = tuple((f"f{n}", name(f"Function {n}")) for n in range(functions))
    steps = tuple(step(n, name(f"Step {n}")) for n in range(30))
    leads = tuple((key, OMAR) for key, _ in named)
    base = deal(items=lines, functions=named, leads=leads, steps=steps)
    return replace(base, facts=replace(base.facts, name=name("Deal"), account=name("Account")))


def _line(n: int, name: Any, status: str, functions: int) -> Item:
    kinds = {"mixed": list(ItemStatus)[n % 4], "open": ItemStatus.OPEN, "waiting": ItemStatus.WAITING}
    evidence = ("link", "form", "count", "date", "text")[n % 5]
    return item(
        n,
        f"k{n}",
        name(f"Line {n}"),
        f"f{n % functions}",
        holder_id=OMAR,
        status=kinds[status],
        evidence=evidence,
        parts=(name("Terms"), name("Risks")) if evidence == "form" else (),
        waits_for=("k1", "k2") if n > 2 else (),
        accepted_by="f0",
        done_by=UserId("U0ANA"),
        proof="p" * 500,
        sent_back=name("Reason"),
        due=due(27),
    )


def drawn(of: Deal) -> Iterator[Message | Block]:
    """Draw all that shows the lines of a deal."""
    yield from checklists(of)
    for kind in (Kind.BOARD, Kind.BRIEF):
        yield render(Outgoing("key", kind, None), scene(of=of))
    yield replies.glance(of, OMAR, PEOPLE, NOW)
    yield several.form(of, of.items)
    yield which_item(of.items, "x" * 500, lambda _: ())


def checklists(of: Deal) -> Iterator[Message]:
    for function, _ in of.functions:
        yield render(Outgoing("key", Kind.CHECKLIST, None, detail=function), scene(of=of))
        for start in range(0, ITEMS, 20):
            yield replies.checklist(of, function, PEOPLE, NOW, start=start)
    yield replies.checklist(of, None, PEOPLE, NOW)


def shown(message: Message) -> str:
    """Return all the words of a message."""
    texts = [part for block in message.blocks for part in (block.get("text"), *block.get("elements", ()))]
    return "\n".join(each["text"] for each in texts if each and isinstance(each.get("text"), str))


@pytest.mark.parametrize("status", ["mixed", "open", "waiting"])
@pytest.mark.parametrize("functions", [FUNCTIONS, 1])
@pytest.mark.parametrize("name", NAMES)
def test_slack_takes_whatever_is_drawn_of_it(name: str, functions: int, status: str) -> None:
    of = large(NAMES[name], status, functions)

    assert [wrong for each in drawn(of) for wrong in wrong_with(each)] == []
    assert max(len(shown(each)) for each in checklists(of)) <= MOST_SHOWN


def test_each_line_is_on_one_page_and_each_page_leads_to_the_next() -> None:
    of = large(NAMES["plain"], "mixed", functions=1)
    seen: list[str] = []
    start: int | None = 0
    while start is not None:
        page = replies.checklist(of, "f0", PEOPLE, NOW, start=start)
        seen += re.findall(r"^(?:☐ \*|☑ \*|⏳ |✅ )(Line \d+) ", shown(page), re.MULTILINE)
        start = _next(page)

    assert sorted(seen) == sorted(f"Line {n}" for n in range(ITEMS))


def _next(page: Message) -> int | None:
    for block in page.blocks:
        for each in block.get("elements", ()):
            if each.get("action_id") == ids.SHOW_CHECKLIST:
                return int(Press.read(each["value"]).extra.rpartition(":")[2])
    return None


def test_the_board_names_each_function_with_who_is_next() -> None:
    board = render(Outgoing("key", Kind.BOARD, None), scene(of=large(NAMES["plain"], "open")))

    assert isinstance(board, Message)
    (lines,) = [block["text"]["text"] for block in board.blocks if "*Checklist*" in str(block.get("text"))]
    assert lines.count("Next: ") == FUNCTIONS
    assert not lines.endswith("…")
