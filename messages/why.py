"""Answer why: what is asked and was said, what was not and for what reason, and what comes if nobody acts."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.events import Nudged
from bot.model import Deal, DealStatus, Due, ItemStatus, LapseKind, Person, Step, StepStatus, UserId
from bot.rules.explaining import Asking, Explained, Word
from bot.rules.items import may_accept
from bot.rules.requests import who_answers
from bot.unsaid import Unsaid
from messages.blocks import Block, actions, context, section
from messages.buttons import accept_buttons, add_step, decide_buttons, item_done, offer_buttons, step_buttons
from messages.escaping import Mrkdwn
from messages.giving import give_one
from messages.leading import show_leads
from messages.message import Message, message
from messages.preview import asked_of, if_left, way
from messages.requests import answer_buttons
from messages.standing import asks_acceptance, find_item, find_step
from messages.unsaid import reason, why_unsaid
from messages.words import short, words

MOST_ASKED = 12
"""Each takes three blocks, which leaves room for the rest below Slack's fifty."""
MOST_SAID = 6


def why(
    deal: Deal, explained: Explained, viewer: UserId, people: Mapping[UserId, Person], zone: str, now: datetime
) -> Message:
    """Tell ``viewer``, in their zone, why this deal is as loud or as quiet as it is."""
    if not explained.asking:
        text = _quiet(deal, explained, zone, now)
        buttons = [add_step(deal)] if deal.status is DealStatus.OPEN else []
        return message(text, [section(text), *([actions(*buttons)] if buttons else [])])
    texts = [words("reply/why#head", deal=deal.facts.name, n=len(explained.asking))]
    blocks: list[Block] = [section(texts[0])]
    for asking in explained.asking[:MOST_ASKED]:
        texts.append(_asking(asking, explained, people, zone, now))
        ends_it = _buttons(deal, asking, viewer)
        blocks += [section(texts[-1]), *([actions(*ends_it)] if ends_it else [])]
    if left_out := len(explained.asking[MOST_ASKED:]):
        texts.append(words("reply/why#more", n=left_out))
        blocks.append(context(texts[-1]))
    return message(Mrkdwn("\n".join(texts)), blocks)


def _asking(asking: Asking, explained: Explained, people: Mapping[UserId, Person], zone: str, now: datetime) -> Mrkdwn:
    subject = asking.lapse.subject
    return words(
        "reply/why#asking",
        happened=words("history#lapse", kind=asking.lapse.kind.value, about=asking.about),
        said=[_word(each, zone, now) for each in asking.words[-MOST_SAID:]],
        put_off=_put_off(asking, zone, now),
        ahead=if_left(asking.ahead, people, zone, now),
        # Of what is due and then late, the second question goes on where the first one ends.
        is_last=not any(each.ahead for each in explained.asking if each.lapse.subject == subject),
    )


def _put_off(asking: Asking, zone: str, now: datetime) -> Mrkdwn | None:
    event = asking.put_off
    if event is None:
        return None
    until = short(Due(event.until.at, zone), now)
    return words("reply/why#put_off", by=event.by, until=until, reason=event.reason or None)


def _word(word: Word, zone: str, now: datetime) -> Mrkdwn:
    coming = word.held.until if word.held and not word.told_at else None
    return words(
        "reply/why#word",
        at=short(Due(word.told_at or coming or word.at, zone), now),
        waits=coming is not None,
        whom=_whom(word.nudge),
        is_leadership=way(word.nudge) == "leadership",
        is_told=word.told_at is not None,
        why_not=reason(word.skipped) if word.skipped else None,
        waited=_waited(word),
        spared=_spared(word.nudge),
    )


def _waited(word: Word) -> str | None:
    """Say for what a word waited: on its way, where it did, else before it was decided."""
    why = word.held.code if word.held else word.nudge.waited
    return why_unsaid(why) if why else None


def _spared(nudge: Nudged) -> str | None:
    """Say why it was not said where colleagues read it."""
    if nudge.is_beginning:
        return why_unsaid(Unsaid.BEGINNING)
    return why_unsaid(Unsaid.BUDGET) if nudge.spared_on else None


def _whom(nudge: Nudged) -> Mrkdwn:
    return words("reply/why#whom", way=way(nudge), who=asked_of(nudge))


def _quiet(deal: Deal, explained: Explained, zone: str, now: datetime) -> Mrkdwn:
    date, first = explained.next_date, explained.first
    return words(
        "reply/why#quiet",
        deal=deal.facts.name,
        status=deal.status.value,
        until=deal.held_until,
        date={"due": date.due, "what": date.what, "who": date.who} if date else None,
        first=short(Due(first.at, zone), now) if first else None,
        whom=_whom(first.nudge) if first else None,
        about=first.nudge.about if first else None,
        now=now,
    )


def _buttons(deal: Deal, asking: Asking, viewer: UserId) -> Sequence[Block]:
    """Return what ends the question, as far as the viewer can press it."""
    lapse = asking.lapse
    if lapse.decider_id == viewer:
        return decide_buttons(deal, lapse)
    if lapse.kind is LapseKind.OWNER_NOT_ACCEPTED:
        return offer_buttons(deal) if deal.asked_about_owner() == viewer else ()
    step, item = find_step(deal, lapse.subject), find_item(deal, lapse.subject)
    if step:
        return _of_step(deal, step, viewer)
    if item and asks_acceptance(item):
        return accept_buttons(deal, item) if viewer in may_accept(deal, item) else ()
    if item and item.status is ItemStatus.OPEN:
        return (item_done(deal, item),)
    of_deal = _OF_DEAL.get(lapse.kind)
    return of_deal(deal) if of_deal else ()


_OF_DEAL: Mapping[LapseKind, Callable[[Deal], Sequence[Block]]] = {
    LapseKind.COLLEAGUE_GONE: lambda deal: (show_leads(deal), give_one(deal)),
    LapseKind.NOTHING_DATED: lambda deal: (add_step(deal),),
}
"""What ends a question about no step and no line."""


def _of_step(deal: Deal, step: Step, viewer: UserId) -> Sequence[Block]:
    """Return what ends a question about a step, or about a request for one, which only whose turn it is answers."""
    if step.status is StepStatus.OPEN:
        return step_buttons(deal, step)
    return answer_buttons(deal, step) if who_answers(step) == viewer else ()
