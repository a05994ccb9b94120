"""A step that somebody asked a colleague for: the question, the answers to it, and how it stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.events import Nudged
from bot.model import Deal, Due, Step, StepStatus, UserId
from bot.offered import StepTurnedDown, StepWithdrawn
from bot.rules.requests import requests, who_answers
from messages import forms, ids, otherwise
from messages.blocks import Block, actions, button, field, modal, person_input, section, text_input
from messages.buttons import add_step, offered_step_buttons
from messages.escaping import Mrkdwn
from messages.ids import Press
from messages.message import Message, said
from messages.scene import Scene
from messages.standing import find_lapse, find_step, is_past
from messages.words import label, words


def answer_buttons(deal: Deal, step: Step) -> Sequence[Block]:
    """Draw the answers of the one whose turn it is; none once there is nothing left to answer."""
    if step.status is not StepStatus.OFFERED or step.request is None:
        return ()
    press = str(Press(deal.id, step.id, step.generation))
    if step.request.counter:
        return (
            button(label("button#agree"), ids.REQUEST_AGREE, press, style="primary", about=step.what),
            withdraw(deal, step),
        )
    take, turn_down = offered_step_buttons(deal, step)
    return (take, button(label("button#another_date"), ids.REQUEST_COUNTER, press, about=step.what), turn_down)


def withdraw(deal: Deal, step: Step) -> Block:
    press = str(Press(deal.id, step.id, step.generation))
    return button(label("button#withdraw"), ids.REQUEST_WITHDRAW, press, about=step.what)


def ask_somebody(deal: Deal, step_id: Any = None) -> Block:
    """Offer the form; with a step, for the same once more."""
    return button(
        label("requests#ask_somebody_else") if step_id else label("requests#ask_somebody"),
        ids.ASK,
        str(Press(deal.id, step_id)),
    )


def facts_of(event: Nudged, scene: Scene) -> Mapping[str, Any]:
    """Return what only a question of this kind tells: who wants it, by when, and what the other one named."""
    lapse = find_lapse(scene.the_deal, event.lapse_id)
    step = find_step(scene.the_deal, lapse.subject) if lapse else None
    asked_at = Due(step.made_at, scene.the_deal.zone) if step else None
    return {"request": _values(step, scene.now) if step else None, "asked_at": asked_at, "also": event.also}


def _values(step: Step, now: datetime) -> Mapping[str, Any]:
    asked = step.request
    return {
        "what": step.what,
        "to": step.by,
        "by": asked.by if asked else None,
        "due": step.due,
        "is_past": is_past(step.due, now),
        "counter": asked.counter if asked else None,
        "reason": asked.reason if asked else "",
        "now": now,
    }


def needs(deal: Deal, now: datetime) -> Sequence[Mrkdwn]:
    """Say whose answer is wanted, for the board."""
    return [
        words("board#need", kind="request", who=who_answers(step), request=_values(step, now), now=now)
        for step in requests(deal)
    ]


def of_viewer(deal: Deal, viewer: UserId, now: datetime) -> Sequence[tuple[Mrkdwn, list[Block]]]:
    """Return what somebody must answer, with the answers, and what they wait for, with a way to take it back."""
    found = []
    for step in requests(deal):
        is_turn = who_answers(step) == viewer
        if is_turn or (step.request and viewer in (step.request.by, step.by)):
            text = words("reply/request#glance", is_turn=is_turn, viewer=viewer, **_values(step, now))
            shown = answer_buttons(deal, step) if is_turn else _meanwhile(deal, step, viewer)
            found.append((text, [section(text), *([actions(*shown)] if shown else [])]))
    return found


def _meanwhile(deal: Deal, step: Step, viewer: UserId) -> Sequence[Block]:
    """Let the one who waits think better of it."""
    if step.request and viewer == step.request.by:
        return (withdraw(deal, step),)
    press = str(Press(deal.id, step.id, step.generation))
    return (button(label("button#another_date"), ids.REQUEST_COUNTER, press, about=step.what),)


def asked(deal: Deal, step: Step, now: datetime, *, whom: UserId, at: Due | None, is_again: bool = False) -> Message:
    """Tell the asker what happens now: ``whom`` is asked, ``at`` when, if not at once."""
    text = words(
        "reply/request#asked",
        whom=whom,
        asked_at=at,
        is_again=is_again,
        is_private=deal.is_private,
        **_values(step, now),
    )
    return said(text, withdraw(deal, step))


def turned_down(event: StepTurnedDown, scene: Scene) -> Message:
    """Tell who asked; what nobody asked for was agreed for the case that another step is not kept."""
    deal = scene.the_deal
    if event.asked_by is None:
        return otherwise.turned_down(event, scene)
    text = words("step/request#turned_down", asked_by=event.asked_by, by=event.by, what=event.what, reason=event.reason)
    return said(text, ask_somebody(deal, event.step_id), add_step(deal))


def withdrawn(event: StepWithdrawn, _scene: Scene) -> Message:
    return said(words("step/request#withdrawn", to=event.to, by=event.by, what=event.what))


def ask_form(press: Press, *, to: UserId | None = None, what: str = "", when: str = "") -> forms.View:
    """Ask whom, for what, and by when."""
    what_input = text_input(initial=what, placeholder=label("requests#lend_us_the_crane_crew"), most=forms.LONGEST)
    when_input = text_input(initial=when, placeholder=forms.WHEN_EXAMPLE, most=forms.LONGEST_WHEN)
    blocks = [
        field(forms.PERSON, label("requests#whom_do_you_ask"), person_input(to), hint=label("requests#ask_hint")),
        field(forms.WHAT, label("requests#what_do_you_need"), what_input),
        field(forms.WHEN, label("requests#by_when"), when_input, hint=label("forms#when_hint")),
    ]
    return modal(
        label("requests#ask_somebody"),
        callback_id=ids.FORM_ASK,
        metadata=str(press),
        submit=label("requests#ask"),
        blocks=blocks,
    )


def counter_form(press: Press, step: Step, now: datetime) -> forms.View:
    """Ask by when it can be done, and why not by the date that was asked for."""
    when_input = text_input(placeholder=forms.WHEN_EXAMPLE, most=forms.LONGEST_WHEN)
    why = text_input(placeholder=label("requests#the_crew_is_in_turku"), most=forms.LONGEST, multiline=True)
    blocks = [
        section(words("reply/request#wanted", **_values(step, now))),
        field(forms.WHEN, label("requests#by_when_can_you_do"), when_input, hint=label("requests#counter_hint")),
        field(forms.REASON, label("requests#why_not_by_then"), why, optional=True),
    ]
    return modal(
        label("requests#another_date"),
        callback_id=ids.FORM_COUNTER,
        metadata=str(press),
        submit=label("requests#send"),
        blocks=blocks,
    )
