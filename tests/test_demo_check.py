"""The check that the demo ends with: each spoiled trace breaks the one invariant that it should, and no other."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from demo_check import Traces, check

BOARD = "*Acme EV site* · Acme Oy\n*Owner:* <@U1>\n*Promised:* 25 January"
MISSED, KEPT = "import the data", "send the agenda"


def post(number: int, text: str) -> dict[str, Any]:
    """Return a message as the traffic has it, marked as Baton marks its own."""
    return {
        "kind": "call",
        "method": "chat.postMessage",
        "args": {"channel": "C1", "text": text, "metadata": {"event_payload": {"mark": str(number)}}},
        "answer": {"ok": True, "channel": "C1", "ts": f"{number}.000"},
    }


SAID = [
    post(1, BOARD),
    post(2, f"<@U1>, *{MISSED}* was due at 17:00. Done, a new date, or waiting on somebody?"),
    post(3, f"<@U1>, *{MISSED}* was due yesterday. Done, a new date, or waiting on somebody?"),
    post(4, f"<@U2>, please decide how it goes on with *{MISSED}*"),
    post(5, f"<@U1>, *{KEPT}* was due at 12:00. Done, a new date, or waiting on somebody?"),
    post(6, f"Done: *{KEPT}*, by <@U1>"),
]
SOUND = Traces(
    traffic=SAID,
    standing={"C1": [{"ts": each["answer"]["ts"]} for each in SAID]},
    timelines={"Acme": "3. asked\n2. made\n1. won"},
    missed=[MISSED],
)


def also(number: int, text: str) -> Traces:
    """Return the sound traces with one more message, which stands in its channel."""
    said = post(number, text)
    standing = [*SOUND.standing["C1"], {"ts": f"{number}.000"}]
    return replace(SOUND, traffic=[*SAID, said], standing={"C1": standing})


def doubled() -> Traces:
    left = also(7, SAID[1]["args"]["text"])
    left.traffic[-1]["args"]["metadata"] = SAID[1]["args"]["metadata"]
    return left


def without(number: int) -> Traces:
    """Return the sound traces as if a message had never been sent."""
    return replace(SOUND, traffic=[each for each in SAID if each["answer"]["ts"] != f"{number}.000"])


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert set(map(len, check(SOUND).values())) == {0}


@pytest.mark.parametrize(
    ("spoiled", "invariant", "finding"),
    [
        (lambda: also(7, BOARD.replace("<@U1>", "nobody yet")), "one owner per deal", "a board names nobody"),
        (lambda: also(7, BOARD.replace("<@U1>", "<@U1> <@U2>")), "one owner per deal", "a board names ["),
        (doubled, "no two equal nudges", "posted 2 times: "),
        (lambda: replace(SOUND, standing={"C1": SOUND.standing["C1"][1:]}), "nothing lost", "taken and not there: "),
        (lambda: without(3), "nothing lost", f"“{MISSED}” was missed and asked about 1 times, not 2"),
        (lambda: without(4), "nothing lost", f"“{MISSED}” was missed and nobody was asked to decide"),
        (lambda: also(7, SAID[4]["args"]["text"]), "no message for a done step", f"“{KEPT}” was asked about after"),
        (
            lambda: replace(SOUND, timelines={"Acme": "3. asked\n1. won"}),
            "gapless events",
            "Acme: 1 numbers are missing",
        ),
        (lambda: replace(SOUND, timelines={"Acme": ""}), "gapless events", "Acme: no timeline"),
    ],
)
def test_what_is_spoiled_breaks_one_invariant(spoiled: Callable[[], Traces], invariant: str, finding: str) -> None:
    broken = {name: wrong for name, wrong in check(spoiled()).items() if wrong}

    assert list(broken) == [invariant]
    assert [wrong.startswith(finding) for wrong in broken[invariant]] == [True]
