"""The numbered timeline of a deal: every event, one line each, oldest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime

from bot.events import (
    ConsequenceDue,
    Decided,
    Event,
    FactsChanged,
    LapseClosed,
    LapseOpened,
    Nudged,
    NudgeHeld,
    NudgeSkipped,
    Recorded,
    StepCommitted,
    StepRescheduled,
)
from bot.model import Deal, Due, Person, UserId
from messages.blocks import MOST_BLOCKS, SECTION_TEXT, section
from messages.buttons import choice_within
from messages.changes import in_words
from messages.escaping import Mrkdwn, length
from messages.message import Message, message
from messages.otherwise import agreed
from messages.reasons import coded, foreign
from messages.unsaid import reason, why_unsaid
from messages.words import conjoined, short, words

EPOCH = datetime.fromtimestamp(0, UTC)
MOST_SECTIONS = MOST_BLOCKS - 10
"""Slack refuses a message that is too big as a whole and does not say where that begins."""


def history(
    deal: Deal, recorded: Sequence[Recorded], _people: Mapping[UserId, Person], so_far: Mrkdwn | None = None
) -> Message:
    """Tell everything that happened; where it is too much for one message, the newest part of it.

    ``so_far`` are the deal's figures in words.
    """
    now = max((one.at for one in recorded), default=EPOCH)
    shown = _newest((one.seq, _line(deal, one, now)) for one in reversed(recorded))
    left_out = shown[0][0] - recorded[0].seq if shown else 0
    head = words("history#head", deal=deal.facts.name, n=len(recorded), left_out=left_out)
    texts = [head, *([so_far] if so_far else []), *(text for _, text in shown)]
    return message(Mrkdwn("\n".join(texts)), [section(text) for text in texts])


def _line(deal: Deal, recorded: Recorded, now: datetime) -> Mrkdwn:
    at = short(Due(recorded.at, deal.zone), now)
    return words("history#line", seq=recorded.seq, at=at, text=_happened(deal, recorded.event, now))


def _happened(deal: Deal, event: Event, now: datetime) -> Mrkdwn:
    values = {field.name: getattr(event, field.name) for field in fields(event)} | {"now": now}
    values["label"] = deal.label(getattr(event, "function", ""))
    if isinstance(event, FactsChanged):
        values["changes"] = _changes(in_words(event.changes, deal))
    if isinstance(event, StepCommitted | ConsequenceDue):
        values["consequence"] = agreed(event.consequence)
    if isinstance(event, StepRescheduled):
        values["foreign"] = foreign(event.cause)
    if isinstance(event, Decided):
        values |= {"choice": choice_within(event.choice), "coded": coded(event.code)}
    if isinstance(event, LapseOpened | LapseClosed | Nudged):
        values["happened"] = words("history#lapse", kind=event.kind.value, about=event.about)
    if isinstance(event, NudgeHeld):
        values |= {"until": short(Due(event.until, deal.zone), now), "why": why_unsaid(event.code)}
    if isinstance(event, NudgeSkipped):
        values["why"] = reason(event)
    if isinstance(event, LapseClosed):
        values["how"] = why_unsaid(event.how) if event.how else None
    if isinstance(event, Nudged):
        values["waited"] = why_unsaid(event.waited) if event.waited else None
    return words(f"history#{type(event).__name__}", **values)


def _changes(changes: Sequence[tuple[str, str, str]]) -> Mrkdwn:
    named = [words("history#change", field=field, before=before, after=after) for field, before, after in changes]
    return Mrkdwn(conjoined(named))


def _newest(lines: Iterable[tuple[int, Mrkdwn]]) -> list[tuple[int, Mrkdwn]]:
    """Join lines, given from the newest back, into as many sections as one message holds, each with its first number.

    Lines that do not fit are never drawn: a deal's history can be long.
    """
    sections: list[tuple[int, Mrkdwn]] = []
    for seq, line in lines:
        if sections and length(sections[0][1]) + length(line) < SECTION_TEXT:
            sections[0] = (seq, Mrkdwn(f"{line}\n{sections[0][1]}"))
        elif len(sections) < MOST_SECTIONS:
            sections.insert(0, (seq, line))
        else:
            break
    return sections
