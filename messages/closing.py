"""What a deal came to, in words: the summary that its closing leaves, its form, and what is said around it."""

from collections.abc import Sequence
from datetime import date

from bot.closed import Closing, DealClosed, DealReopened, EverythingSettled, Outcome, Summary
from bot.model import Deal, DealStatus
from bot.rules.archiving import archived_at
from bot.rules.closing import MOST_LESSONS, open_gates, usual_outcome, would_drop
from bot.working_time import local_day
from messages import forms, ids
from messages.blocks import Block, actions, button, choice_input, context, field, modal, section, text_input
from messages.buttons import add_step
from messages.escaping import Mrkdwn
from messages.ids import Press
from messages.ledger import accepted_first, in_full_lines
from messages.message import Message, message, said
from messages.scene import Scene
from messages.words import enumerated, label, words

MOST_NAMED, MOST_LINES = 5, 12
"""How much one place names: steps, lines of the checklist, and lines of what was learned."""

OUTCOME, LESSONS = "outcome", "lessons"
OUTCOMES = (
    (str(Outcome.DELIVERED), "closing#delivered"),
    (str(Outcome.PARTLY), "closing#partly"),
    (str(Outcome.NOT), "closing#not"),
)


def closed(event: DealClosed, scene: Scene) -> Message:
    """Leave the summary: everybody who worked on the deal reads it, and whoever has the next one."""
    deal = scene.the_deal
    at = scene.event.at if scene.event else scene.now
    closing = Closing(event.outcome, event.by, at, event.reason, event.lessons, event.summary)
    archived = archived_at(deal, at) if deal.channel_id else None
    ended = words(
        "closing/summary#ended",
        dropped=enumerated(event.dropped, MOST_NAMED) if event.dropped else None,
        undone=enumerated(event.undone, MOST_NAMED) if event.undone else None,
        archived=local_day(deal.zone, archived) if archived else None,
    )
    return _drawn(deal, closing, ended, is_over=_is_over(deal, closing))


def as_it_stands(scene: Scene) -> Message:
    """Draw the summary again of a deal that goes on after all."""
    deal = scene.the_deal
    if deal.closing is None:
        raise LookupError("The deal was never closed.")
    return _drawn(deal, deal.closing, words("closing/summary#goes_on"), is_over=_is_over(deal, deal.closing))


def _is_over(deal: Deal, closing: Closing) -> bool:
    return deal.status is DealStatus.CLOSED and deal.closing is not None and deal.closing.at == closing.at


def _drawn(deal: Deal, closing: Closing, ended: Mrkdwn, *, is_over: bool) -> Message:
    head = words(
        "closing/summary#head",
        by=closing.by,
        deal=deal.facts.name,
        outcome=closing.outcome.value,
        punctual=_punctual(closing.summary.promised_last, closing.summary.delivered_on),
        reason=closing.reason,
    )
    parts = [head, *parts_of(deal, closing)]
    blocks = [*(section(part) for part in parts), context(ended), *([actions(reopen(deal))] if is_over else [])]
    return message(Mrkdwn("\n".join((*parts, ended))), blocks)


def parts_of(deal: Deal, closing: Closing) -> Sequence[Mrkdwn]:
    """Return the figures of a closed deal and what was learned, for its summary and its board."""
    came_to = words("closing/summary#came_to", lines=_figures(deal, closing.summary))
    lessons = taught(closing)
    return [came_to, *([words("closing/summary#lessons", lines=lessons)] if lessons else [])]


def taught(closing: Closing) -> Sequence[str]:
    """Return what was learned, line by line, without what people draw before a line."""
    lines = (line.strip().lstrip("-*• ") for line in closing.lessons.splitlines())
    return [line for line in lines if line][:MOST_LINES]


def _figures(deal: Deal, summary: Summary) -> Sequence[Mrkdwn]:
    found = [_dates(summary)]
    if summary.lines:
        found.append(
            words(
                "closing/summary#checklist",
                settled=summary.settled,
                total=summary.lines,
                # Where it is said pair by pair, the sum of all pairs says nothing more.
                accepted=0 if summary.pairs else summary.accepted,
                at_once=summary.at_once,
                days=summary.handover_days,
            )
        )
    found += [*accepted_first(deal, summary.pairs), *in_full_lines(summary.steps, ())]
    counted = {
        "escalations": summary.escalations,
        "decisions": summary.decisions,
        "rescues": summary.rescues,
        "begun": summary.begun_anyway,
    }
    return [*found, words("closing/summary#help", **counted)]


def _dates(summary: Summary) -> Mrkdwn:
    is_moved = summary.promised_first != summary.promised_last
    days = _days(summary.promised_first, summary.delivered_on) if is_moved else None
    return words(
        "closing/summary#dates",
        won=summary.won_on,
        promised=summary.promised_last,
        first=summary.promised_first,
        delivered=summary.delivered_on,
        punctual=_punctual(summary.promised_last, summary.delivered_on),
        to_first=None if days is None else words("closing/summary#to_first", days=days),
    )


def _punctual(promised: date | None, delivered: date | None) -> Mrkdwn | None:
    days = _days(promised, delivered)
    return None if days is None else words("closing/summary#punctual", days=days)


def _days(promised: date | None, delivered: date | None) -> int | None:
    """Return how many days late it was, early ones below zero; days of the calendar, as the customer counts them."""
    return (delivered - promised).days if promised and delivered else None


def reopened(event: DealReopened, scene: Scene) -> Message:
    deal = scene.the_deal
    text = words("closing/said#reopened", by=event.by, deal=deal.facts.name, reason=event.reason, owner=deal.owner_id)
    return said(text, *([add_step(deal, style="primary")] if deal.status is DealStatus.OPEN else []))


def no_answer(event: DealClosed, scene: Scene) -> Message:
    """Spare somebody who waits, or is waited for, an answer that nobody needs."""
    return said(words("closing/said#no_answer", deal=scene.the_deal.facts.name, outcome=event.outcome.value))


def settled(event: EverythingSettled, scene: Scene) -> Message:
    """Ask the owner; what they have still planned is named in the form."""
    deal = scene.the_deal
    is_asked = deal.status is DealStatus.OPEN
    text = words("closing/said#settled", deal=deal.facts.name, who=event.who, owner=deal.owner_id)
    return said(text, *([close(deal, style="primary"), add_step(deal)] if is_asked else []))


def did(deal: Deal, closing: Closing) -> Message:
    return said(words("closing/said#did", deal=deal.facts.name, outcome=closing.outcome.value))


def did_reopen(deal: Deal) -> Message:
    return said(words("closing/said#did_reopen", deal=deal.facts.name), add_step(deal, style="primary"))


def close(deal: Deal, *, style: str | None = None) -> Block:
    return button(label("button#close_the_deal"), ids.CLOSE, str(Press(deal.id)), style=style)


def reopen(deal: Deal) -> Block:
    return button(label("button#take_it_up_again"), ids.REOPEN_DEAL, str(Press(deal.id)))


def close_form(deal: Deal, *, outcome: Outcome | None = None, reason: str = "", lessons: str = "") -> Block:
    """Ask what became of it and what was learned; above stands what ends with it."""
    before = deal.closing.lessons if deal.closing else ""
    ending, gates = would_drop(deal), open_gates(deal)
    text = words(
        "closing/said#form",
        ended=enumerated([step.what for step in ending], MOST_NAMED) if ending else None,
        gates=enumerated([item.title for item in gates], MOST_NAMED) if gates else None,
        days=deal.ladder.archive_after_days,
    )
    why = text_input(
        initial=reason, placeholder=label("closing#the_landlord_sold_the_site"), most=forms.LONGEST, multiline=True
    )
    learned = text_input(
        initial=lessons or before,
        placeholder=label("closing#ask_for_the_permit_before"),
        most=MOST_LESSONS,
        multiline=True,
    )
    blocks = [
        section(text),
        field(
            OUTCOME,
            label("closing#what_became_of_it"),
            choice_input([(value, label(name)) for value, name in OUTCOMES], str(outcome or usual_outcome(deal))),
        ),
        field(forms.REASON, label("closing#why_not_everything"), why, hint=label("closing#why_hint"), optional=True),
        field(
            LESSONS, label("closing#what_should_the_next"), learned, hint=label("closing#lessons_hint"), optional=True
        ),
    ]
    return _form(label("closing#close_the_deal"), ids.FORM_CLOSE, deal, label("closing#close"), blocks)


def reopen_form(deal: Deal) -> Block:
    element = text_input(placeholder=label("closing#the_customer_found_a_fault"), most=forms.LONGEST, multiline=True)
    blocks = [section(words("closing/said#reopen_form")), field(forms.REASON, label("closing#why_does_it_go"), element)]
    return _form(label("closing#take_it_up_again"), ids.FORM_REOPEN_DEAL, deal, label("closing#take_it_up"), blocks)


def _form(title: str, callback_id: str, deal: Deal, submit: str, blocks: Sequence[Block]) -> Block:
    return modal(title, callback_id=callback_id, metadata=str(Press(deal.id)), submit=submit, blocks=blocks)
