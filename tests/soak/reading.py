"""What a message is about, read from its words as people read them; it knows no key and no event of ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tests.soak.history import History, Room, Said
from tests.soak.town import CHANNEL, DECISION, LEADERS, LEADERSHIP, LINES, PRIVATE, TEAM

NUDGES = frozenset(
    {
        "owner_not_accepted",
        "nothing_dated",
        "step_due",
        "step_overdue",
        "slipped_twice",
        "item_due",
        "item_overdue",
        "done_not_accepted",
    }
)
DEAL = re.compile(r"Deal \d{3}")
WORDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(words))
    for kind, words in (
        ("brief", r"Won: \*(?P<deal>Deal \d+)\*"),
        ("offer", r"<@(?P<who>\w+)>, will you own \*(?P<deal>Deal \d+)\* for"),
        ("owner_not_accepted", r"<@(?P<who>\w+)>, will you own \*(?P<deal>Deal \d+)\*\?"),
        ("owner_not_accepted", r"<@(?P<who>\w+)>, \*(?P<deal>Deal \d+)\* still needs your answer"),
        ("decision", r"<@(?P<who>\w+)>, please decide (who owns|how) \*(?P<deal>Deal \d+)\*"),
        ("leadership", r"<@(?P<who>\w+)>, \*(?P<deal>Deal \d+)\* for .* (stands still|has a step that keeps moving)\."),
        ("accept", r"<@(?P<who>\w+)> owns \*(?P<deal>Deal \d+)\* now"),
        ("expired", r"<@(?P<who>\w+)>, who should own \*(?P<deal>Deal \d+)\*\? "),
        ("decline", r"<@(?P<who>\w+)>, \*(?P<deal>Deal \d+)\* stays with you"),
        ("commit", r"Next step: \*(?P<what>step \w+)\*, <@(?P<who>\w+)>"),
        ("keep", r"Done: \*(?P<what>step \w+)\*, by <@(?P<who>\w+)>"),
        ("move", r"<@(?P<who>\w+)> moved \*(?P<what>step \w+)\* from"),
        ("park", r"\*(?P<what>step \w+)\* waits on"),
        ("consequence", r"<@(?P<who>\w+)>, \*(?P<what>step \w+)\* is not done"),
        ("step_due", r"Due .*: \*(?P<what>step \w+)\*, <@(?P<who>\w+)>"),
        ("step_overdue", r"<@(?P<who>\w+)>, \*(?P<what>step \w+)\* (was due|waits on|is past)"),
        ("nothing_dated", r"<@(?P<who>\w+)>, what is the next step for \*(?P<deal>Deal \d+)\*"),
        ("finish", r"<@(?P<who>\w+)>, please check \*(?P<line>.+?)\*"),
        ("done_not_accepted", r"<@(?P<who>\w+)>, \*(?P<line>.+?)\* waits to be accepted"),
        ("take", r"<@(?P<who>\w+)>, \*(?P<line>.+?)\* can start"),
        ("item_overdue", r"<@(?P<who>\w+)>, \*(?P<line>.+?)\* (was due|is past)"),
        ("item_due", r"Due.*: \*(?P<line>.+?)\*, <@(?P<who>\w+)>"),
        ("complete", r"The handover of \*(?P<deal>Deal \d+)\* is complete,"),
        (
            "settled",
            r"Everything on the checklist of \*(?P<deal>Deal \d+)\* is done and accepted\. <@(?P<who>\w+)>, can",
        ),
        ("promise", r"<@(?P<who>\w+)>, Account \d+ was promised this[^\n]*\n\*(?P<what>promise \w+)\*"),
        ("refuse", r"<@(?P<who>\w+)>, <@\w+> cannot deliver \*(?P<what>promise \w+)\*"),
        ("give", r"<@(?P<who>\w+)> has \*(?P<line>.+?)\* now"),
        ("customer_stale", r"<@(?P<who>\w+)>, (what does Account \d+ hear|is this still what)"),
        ("updated", r"<@(?P<who>\w+)>, the CRM changed \*(?P<deal>Deal \d+)\*"),
        ("decide", r"<@(?P<who>\w+)> decided: \*(?P<deal>Deal \d+)\*"),
        ("checklist", r"\*(?P<what>.+) checklist\*: "),
        ("digest", r"\d+ things? needs? you, |What needs somebody, |\d+ things? for leadership, "),
    )
)
ENDED = re.compile(r"\*(?P<what>[^*]+)\*: (<@\w+> |Done|Moved|Waits|No longer|Accepted|Sent back|Next step|Decided)")
KEEPS_MOVING = re.compile(r"• \*(?P<what>.+?)\*, <@\w+>: now due ")
UNACCEPTED = re.compile(r"• \*(?P<what>.+?)\*: done by ")
ABOUT_STEP = re.compile(r"• \*(?P<what>.+?)\*, <@(?P<who>\w+)>")
AMOUNT = re.compile(r"amount: .* → €([\d,]+)")
KEYS = {line.title: key for key, line in LINES.items()}


@dataclass(frozen=True, slots=True)
class Told:
    """A message understood. ``what`` is a step's words, a line's key or an amount; ``where`` is where it speaks."""

    kind: str
    deal: str
    what: str
    who: str
    where: str
    said: Said


def understood(said: Said, room: Room, homes: Mapping[str, str], steps: Mapping[str, str]) -> Told:
    """Read a message. ``homes``: the deal of each channel; ``steps``: the deal of each step's words.

    What is like nothing that Baton is known to say has the kind "unknown".
    """
    for kind, words in WORDS:
        found = words.match(said.text)
        if found:
            return _read(kind, found.groupdict(), said, room, homes, steps)
    # What was settled while it was on its way joins as a line that says so, and asks nobody.
    if said.is_line and ENDED.match(said.text):
        return _read("ended", {}, said, room, homes, steps)
    kind = "board" if "*Owner:*" in said.text else "unknown"
    return Told(kind, homes.get(said.channel, ""), "", "", _where(room), said)


def _read(
    kind: str,
    parts: Mapping[str, str],
    said: Said,
    room: Room,
    homes: Mapping[str, str],
    steps: Mapping[str, str],
) -> Told:
    line = KEYS.get(parts.get("line") or "", "")
    what, who, where = parts.get("what") or line, parts.get("who") or "", _where(room)
    named = DEAL.search(said.text) or DEAL.search(said.around)
    deal = parts.get("deal") or homes.get(said.channel) or steps.get(what) or (named[0] if named else "")
    if kind == "digest":
        deal = ""
    elif kind == "updated":
        amount = AMOUNT.search(said.text)
        what = amount[1].replace(",", "") if amount else ""
    elif kind in ("decision", "leadership"):
        where = DECISION if kind == "decision" else LEADERS
        kind, what = _stuck(said.text)
    return Told(kind, deal, what, who, where, said)


def _stuck(text: str) -> tuple[str, str]:
    """Read what a decision or leadership is asked about."""
    if "No date ahead" in text:
        return "nothing_dated", ""
    moving = KEEPS_MOVING.search(text)
    if moving:
        return "slipped_twice", moving["what"]
    unaccepted = UNACCEPTED.search(text)
    if unaccepted:
        return "done_not_accepted", KEYS.get(unaccepted["what"], "")
    about = ABOUT_STEP.search(text)
    if about is None:
        return "owner_not_accepted", ""
    line = KEYS.get(about["what"])
    return ("item_overdue", line) if line else ("step_overdue", about["what"])


def _where(room: Room) -> str:
    if room.person:
        return PRIVATE
    return {LEADERSHIP: LEADERS, TEAM: TEAM}.get(room.name, CHANNEL)


def read_all(history: History, deals: Mapping[str, str], steps: Mapping[str, str]) -> list[Told]:
    """Read everything that was said. ``deals``: the deal of each customer, as channels are named after them."""
    homes = {}
    for room in history.rooms:
        head = room.name.rpartition("-")[0]
        if head in deals:
            homes[room.id] = deals[head]
    return [understood(said, history.room(said), homes, steps) for said in history.said]
