"""The register of promises: the question to the side that delivers, what became of each, and what everybody can read."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.context import Context
from bot.model import Deal, DealStatus, UserId
from bot.promises import PromiseStatus, RegisteredPromise
from bot.registered import (
    NothingPromised,
    PromiseDeclined,
    PromiseMissed,
    PromiseReworded,
    PromiseTold,
    PromiseWithdrawn,
)
from bot.rules.promise_kept import became
from bot.rules.promises import LIVE, promise_of, receiver, receivers, tellers
from bot.working_time import local_day
from messages import ids
from messages.blocks import Block, actions, button, context, section
from messages.escaping import Mrkdwn
from messages.ids import Press
from messages.message import Message, message, said
from messages.scene import Scene
from messages.words import conjoined, label, words

MOST_ASKED = 8
"""Promises with buttons in one message of the channel; more of them are read in the list."""
MOST_LISTED = 15
"""Two blocks each, and room for the rest below Slack's fifty."""

Part = tuple[Mrkdwn, list[Block]]
ORDER = (PromiseStatus.TOLD, PromiseStatus.DECLINED, PromiseStatus.ACCEPTED, PromiseStatus.WITHDRAWN)
"""What waits for somebody comes first."""


def asked(_event: PromiseTold | PromiseReworded, scene: Scene) -> Message:
    return question(scene)


def question(scene: Scene) -> Message:
    """Ask for an answer to each promise that has none; once all have theirs, say how they stand."""
    deal = scene.the_deal
    waiting = deal.register.having(PromiseStatus.TOLD) if deal.status is DealStatus.OPEN else ()
    head = words("promise/said#asked", n=len(waiting), **_about(deal))
    parts: list[Part] = [(head, [section(head)])]
    parts += [_line(each, answer_buttons(deal, each)) for each in waiting[:MOST_ASKED]]
    more = len(waiting[MOST_ASKED:])
    rest = words("promise/said#rest", more=more, tally=tally(deal), command=Mrkdwn(scene.command))
    return _together([*parts, (rest, [context(rest)])])


def none_told(event: NothingPromised, scene: Scene) -> Message:
    return said(words("promise/said#none", by=event.by, **_about(scene.the_deal)))


def declined(event: PromiseDeclined, scene: Scene) -> Message:
    """Give a promise back to whoever told it, with the two ways on."""
    values = {"what": event.what, "by": event.by, "told_by": event.told_by, "reason": event.reason}
    return said(words("promise/said#declined", **values, **_about(scene.the_deal)), *_while_live(event, scene))


def withdrawn(event: PromiseWithdrawn, scene: Scene) -> Message:
    values = {"what": event.what, "by": event.by, "reason": event.reason, "was_accepted": event.was_accepted}
    text = words("promise/said#withdrawn", is_from_crm=event.is_from_crm, **values, **_about(scene.the_deal))
    return said(text)


def missed(event: PromiseMissed, scene: Scene) -> Message:
    text = words("promise/said#missed", what=event.what, by=event.by)
    return said(text, *_while_live(event, scene))


def tally(deal: Deal) -> Mrkdwn | None:
    """Say in one line how the register stands; None: sales has not said anything yet."""
    register = deal.register
    if not register.is_stated:
        return None
    back = [each.by for each in register.having(PromiseStatus.DECLINED)]
    given = {"receiver": receiver(deal), "back_with": list(dict.fromkeys(back))}
    named = (("accepted", PromiseStatus.ACCEPTED), ("told", PromiseStatus.TOLD), ("back", PromiseStatus.DECLINED))
    counts = [
        words(f"promise/said#{name}", n=len(register.having(status)), **given)
        for name, status in named
        if register.having(status)
    ]
    n = len(register.having(*LIVE))
    return words("promise/said#tally", n=n, none_by=register.none_by, counts=Mrkdwn(conjoined(counts)))


def listed(deal: Deal, viewer: UserId, around: Context, scene: Scene) -> Message:
    """Show the register to one person, with the buttons that they may press."""
    head = words("promise/list#head", deal=deal.facts.name, tally=tally(deal))
    ordered = sorted(deal.register.promises, key=lambda each: ORDER.index(each.status))
    parts: list[Part] = [(head, [section(head)])]
    parts += [_entry(deal, each, viewer, around, scene) for each in ordered[:MOST_LISTED]]
    if ordered[MOST_LISTED:]:
        more = words("promise/list#more", n=len(ordered[MOST_LISTED:]))
        parts.append((more, [context(more)]))
    buttons = [*_telling(deal)] if _may_tell(deal, viewer, around, scene) else []
    drawn = _together(parts)
    return message(Mrkdwn(drawn.text), [*drawn.blocks, *([actions(*buttons)] if buttons else [])])


def answer_buttons(deal: Deal, promise: RegisteredPromise) -> Sequence[Block]:
    press = str(Press(deal.id, promise.id, promise.generation))
    return (
        button(label("button#accept"), ids.PROMISE_ACCEPT, press, style="primary", about=promise.what),
        button(label("button#decline_form"), ids.PROMISE_DECLINE, press, about=promise.what),
    )


def change_buttons(deal: Deal, promise: RegisteredPromise) -> Sequence[Block]:
    press = str(Press(deal.id, promise.id, promise.generation))
    return (
        button(label("button#edit_form"), ids.PROMISE_REWORD, press, about=promise.what),
        button(label("button#withdraw_form"), ids.PROMISE_WITHDRAW, press, about=promise.what),
    )


def _telling(deal: Deal) -> Iterator[Block]:
    press = str(Press(deal.id))
    yield button(label("button#add_a_promise"), ids.PROMISE_TELL, press)
    if not deal.register.is_stated:
        yield button(label("button#nothing_beyond_the_contract"), ids.PROMISE_NONE, press)


def _entry(deal: Deal, promise: RegisteredPromise, viewer: UserId, around: Context, scene: Scene) -> Part:
    stands = words(
        "promise/list#stands",
        status=promise.status.value,
        answered_by=promise.answered_by,
        reason=promise.reason,
        is_gone=promise.is_gone,
        receiver=receiver(deal),
        became=became(deal, promise, today=local_day(deal.zone, scene.now)),
    )
    text = words("promise/list#entry", what=promise.what, due_on=promise.due_on, by=promise.by, stands=stands)
    return _with_buttons(text, _for(deal, promise, viewer, around, scene))


def _for(deal: Deal, promise: RegisteredPromise, viewer: UserId, around: Context, scene: Scene) -> Sequence[Block]:
    """Return what somebody may do with a promise: the same rules decide again when they press."""
    if deal.status is not DealStatus.OPEN or promise.status is PromiseStatus.WITHDRAWN:
        return ()
    may_answer = viewer in receivers(deal, around, promise, now=scene.now)
    answers = answer_buttons(deal, promise) if promise.status is PromiseStatus.TOLD and may_answer else ()
    is_theirs = viewer == promise.by or _may_tell(deal, viewer, around, scene)
    return (*answers, *(change_buttons(deal, promise) if is_theirs else ()))


def _may_tell(deal: Deal, viewer: UserId, around: Context, scene: Scene) -> bool:
    return deal.status is DealStatus.OPEN and viewer in tellers(deal, around, now=scene.now)


def _while_live(event: PromiseDeclined | PromiseMissed, scene: Scene) -> Sequence[Block]:
    promise = promise_of(scene.the_deal, event.promise_id)
    return change_buttons(scene.the_deal, promise) if promise.status in LIVE else ()


def _line(promise: RegisteredPromise, buttons: Sequence[Block]) -> Part:
    text = words("promise/said#line", what=promise.what, due_on=promise.due_on, by=promise.by)
    return _with_buttons(text, buttons)


def _with_buttons(text: Mrkdwn, buttons: Sequence[Block]) -> Part:
    return text, [section(text), *([actions(*buttons)] if buttons else [])]


def _together(parts: Sequence[Part]) -> Message:
    return message(Mrkdwn("\n".join(text for text, _ in parts)), [block for _, blocks in parts for block in blocks])


def _about(deal: Deal) -> dict[str, Any]:
    return {"account": deal.facts.account, "receiver": receiver(deal)}
