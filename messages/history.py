"""The numbered timeline of a deal: every event, one line each, oldest first."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime

from bot.events import Decided, Event, FactsChanged, LapseClosed, LapseOpened, Nudged, Recorded
from bot.model import Deal, Due, Person, UserId
from messages.blocks import MOST_BLOCKS, SECTION_TEXT, section
from messages.buttons import CHOICES
from messages.changes import in_words
from messages.escaping import Mrkdwn, length
from messages.message import Message, message
from messages.words import short, words

EPOCH = datetime.fromtimestamp(0, UTC)
MOST_SECTIONS = MOST_BLOCKS - 10
"""Slack refuses a message that is too big as a whole and does not say where that begins."""


def history(deal: Deal, recorded: Sequence[Recorded], _people: Mapping[UserId, Person]) -> Message:
    """Tell everything that happened; where it is too much for one message, the newest part of it."""
    now = max((one.at for one in recorded), default=EPOCH)
    sections = _sectioned([(one.seq, _line(deal, one, now)) for one in recorded])
    shown = sections[-MOST_SECTIONS:]
    left_out = shown[0][0] - 1 if len(shown) < len(sections) else 0
    head = words("history#head", deal=deal.facts.name, n=len(recorded), left_out=left_out)
    texts = [head, *(text for _, text in shown)]
    return message(Mrkdwn("\n".join(texts)), [section(text) for text in texts])


def _line(deal: Deal, recorded: Recorded, now: datetime) -> Mrkdwn:
    at = short(Due(recorded.at, deal.zone), now)
    return words("history#line", seq=recorded.seq, at=at, text=_happened(deal, recorded.event, now))


def _happened(deal: Deal, event: Event, now: datetime) -> Mrkdwn:
    values = {field.name: getattr(event, field.name) for field in fields(event)} | {"now": now}
    if isinstance(event, FactsChanged):
        values["changes"] = in_words(event.changes, deal)
    if isinstance(event, Decided):
        values["choice"] = CHOICES[event.choice].lower()
    if isinstance(event, LapseOpened | LapseClosed | Nudged):
        values["happened"] = words("history#lapse", kind=event.kind.value, about=event.about)
    return words(f"history#{type(event).__name__}", **values)


def _sectioned(lines: Sequence[tuple[int, Mrkdwn]]) -> list[tuple[int, Mrkdwn]]:
    """Join lines up to what a section holds; each comes with the number of its first line."""
    sections: list[tuple[int, Mrkdwn]] = []
    for seq, line in lines:
        if sections and length(sections[-1][1]) + length(line) < SECTION_TEXT:
            first, text = sections[-1]
            sections[-1] = (first, Mrkdwn(f"{text}\n{line}"))
        else:
            sections.append((seq, line))
    return sections
