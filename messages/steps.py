"""What is said about next steps: committed, kept, moved, parked, and what was agreed otherwise."""

from bot.events import ConsequenceDue, StepCommitted, StepKept, StepParked, StepRescheduled
from bot.model import Deal, Step, StepId, StepStatus
from messages.buttons import step_buttons
from messages.escaping import Mrkdwn
from messages.message import Message, said
from messages.otherwise import agreed
from messages.reasons import foreign
from messages.scene import Scene
from messages.standing import find_step
from messages.words import words


def committed(event: StepCommitted, scene: Scene) -> Message:
    deal = scene.the_deal
    step = find_step(deal, event.step_id)
    text = words(
        "step/committed",
        what=event.what,
        by=event.by,
        due=event.due,
        consequence=agreed(event.consequence),
        asked_by=event.asked_by if event.asked_by != event.by else None,
        link=event.link,
    )
    return said(text, *(step_buttons(deal, step) if step and step.status is StepStatus.OPEN else []))


def kept(event: StepKept, scene: Scene) -> Message:
    step = find_step(scene.the_deal, event.step_id)
    return said(
        words(
            "step/kept",
            what=event.what,
            by=event.by,
            on_time=event.on_time,
            as_first_dated=event.as_first_dated,
            first=step.first_due if step else None,
            now=scene.now,
        )
    )


def rescheduled(event: StepRescheduled, scene: Scene) -> Message:
    step = find_step(scene.the_deal, event.step_id)
    return said(
        words(
            "step/rescheduled",
            what=event.what,
            by=event.by,
            was=event.was,
            due=event.due,
            reason=event.reason,
            slips=event.slips,
            foreign=foreign(event.cause),
            first=step.first_due if step else event.was,
            now=scene.now,
        )
    )


def parked(event: StepParked, _scene: Scene) -> Message:
    waiting = event.parked
    return said(
        words(
            "step/parked",
            what=event.what,
            on=waiting.on,
            reason=waiting.reason,
            chaser=waiting.chaser_id,
            until=waiting.until,
        )
    )


def consequence(event: ConsequenceDue, scene: Scene) -> Message:
    deal = scene.the_deal
    step = find_step(deal, event.step_id)
    return said(
        words(
            "step/consequence",
            owner=deal.owner_id,
            what=event.what,
            due=step.due if step else None,
            consequence=agreed(event.consequence),
            now=scene.now,
        )
    )


def step_as_it_stands(step_id: StepId, scene: Scene) -> Message:
    """Redraw the message of a step: with its buttons while it is open, with its end afterwards."""
    deal = scene.the_deal
    step = find_step(deal, step_id)
    if step is None:
        raise LookupError(f"Deal {deal.id} has no step {step_id}.")
    return _open(deal, step, scene) if step.status is StepStatus.OPEN else said(_ended(deal, step))


def _open(deal: Deal, step: Step, scene: Scene) -> Message:
    waiting = step.parked
    text = words(
        "step/open",
        what=step.what,
        by=step.by,
        due=step.due,
        consequence=agreed(step.consequence),
        first=step.first_due if step.first_due != step.due else None,
        on=waiting.on if waiting else None,
        chaser=waiting.chaser_id if waiting else None,
        until=waiting.until if waiting else None,
        link=step.link,
        now=scene.now,
    )
    return said(text, *step_buttons(deal, step))


def _ended(deal: Deal, step: Step) -> Mrkdwn:
    return words(
        "step/ended",
        what=step.what,
        is_kept=step.status is StepStatus.KEPT,
        by=step.ended_by,
        at=step.ended_at,
        zone=deal.zone,
    )
