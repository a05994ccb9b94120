"""A digest: only what needs someone, one line for each thing."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from bot.events import Recorded
from bot.model import Due
from bot.outgoing import DigestFacts, Line
from messages.blocks import Block, actions, context, section
from messages.digest_buttons import line_buttons
from messages.endings import ended
from messages.escaping import Mrkdwn
from messages.ledger import in_short
from messages.message import Message, message
from messages.moments import clock, short_due
from messages.report import show_report
from messages.scene import Scene
from messages.words import day, label, words

MOST_OF_PERSON = 7
MOST = 20
ABOUT_DEAL = ("owner_offer", "colleague_gone", "nothing_dated")
FROM_SOMEBODY = ("owner_offer", "colleague_gone", "done_not_accepted", "to_accept", "request", "counter", "asked_for")


def digest(facts: DigestFacts, scene: Scene) -> Message:
    """Draw what fits; what does not is counted with what was left out before.

    A line that has its answer says how it ended, and has no buttons any more.
    """
    most = MOST_OF_PERSON if facts.audience == "person" else MOST
    shown = facts.lines[:most]
    more = facts.more + len(facts.lines[most:])
    head = words("digest#head", audience=facts.audience, n=len(facts.lines) + facts.more, day=_day(facts))
    texts, blocks = [head], [section(Mrkdwn(f"*{head}*"))]
    for line, ending in zip_longest(shown, scene.endings[: len(shown)]):
        text = _ended(line, ending, facts, scene) if ending else _line(line, facts)
        texts.append(text)
        blocks += [section(text), *(() if ending else _buttons(line, facts))]
    if more:
        texts.append(words("digest#more", more=more, command=Mrkdwn(scene.command)))
        blocks.append(context(texts[-1]))
    if facts.audience == "leadership":
        blocks.append(actions(show_report()))
    return message(Mrkdwn("\n".join(texts)), blocks)


def _line(line: Line, facts: DigestFacts) -> Mrkdwn:
    """Say one line. A person's names who asks them; the team's names nobody: it is about deals, not about people."""
    is_named = facts.audience == "leadership" or (facts.audience == "person" and line.kind in FROM_SOMEBODY)
    return line_words(line, facts.zone, date.fromisoformat(facts.day), is_named=is_named)


def line_words(line: Line, zone: str, today: date, *, is_named: bool) -> Mrkdwn:
    """Say what a line is about, on the wall of its reader."""
    return words(
        "digest#line",
        kind=line.kind,
        about=line.about,
        figures=in_short(line.figures) if line.figures else None,
        at=when(line.at, zone, today) if line.at else None,
        who=line.who if is_named else None,
        instead_of=line.instead_of,
        channel_id=line.channel_id,
        deal=line.deal_name,
    )


def _buttons(line: Line, facts: DigestFacts) -> Sequence[Block]:
    found = line_buttons(line) if facts.audience == "person" else ()
    return (actions(*found),) if found else ()


def _ended(line: Line, ending: Recorded, facts: DigestFacts, scene: Scene) -> Mrkdwn:
    about = line.deal_name if line.kind in ABOUT_DEAL else line.about
    said = ended(about, ending, scene, zone=facts.zone)
    return words("digest#ended", said=said, channel_id=line.channel_id, deal=line.deal_name)


def when(at: datetime, zone: str, today: date) -> str:
    """Say a moment in few words: the reader's own day is today."""
    local = at.astimezone(ZoneInfo(zone))
    is_today = local.date() == today
    return label("moments#today", clock=clock(local)) if is_today else short_due(Due(at, zone), today)


def _day(facts: DigestFacts) -> str:
    return day(date.fromisoformat(facts.day))
