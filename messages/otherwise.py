"""What was agreed for the case that a step is not kept, in words; and a step that was written for that case."""

from bot.model import Consequence, Otherwise, Step, StepId, StepStatus
from bot.offered import StepOffered, StepTurnedDown
from messages.buttons import add_step, offered_step_buttons
from messages.escaping import Mrkdwn
from messages.message import Message, said
from messages.scene import Scene
from messages.standing import find_step
from messages.words import label, words


def agreed(consequence: Consequence | None) -> Mrkdwn | None:
    """Say it so that a sentence can go on after "Otherwise:", without a full stop."""
    if consequence is None:
        return None
    return words(f"step/otherwise#{consequence.kind}", person=consequence.person, text=consequence.text)


def spoken(usual: Consequence | None) -> str | None:
    """Say what the playbook has happen, as a choice of a form shows it: plain, since nobody is named there."""
    if usual is None:
        return None
    kinds = {Otherwise.DECIDE: label("otherwise#decide"), Otherwise.LEAD: label("otherwise#lead")}
    return label("otherwise#usual", what=kinds.get(usual.kind) or usual.text)


def offered(event: StepOffered, scene: Scene) -> Message:
    """Ask somebody to take on what was agreed for this case; drawn anew, it says what came of it."""
    step = find_step(scene.the_deal, event.step_id)
    if step and step.status is not StepStatus.OFFERED:
        return offer_as_it_stands(event.step_id, scene)
    text = words("step/offered#asked", to=event.to, late=event.late, what=event.what)
    return said(text, *(offered_step_buttons(scene.the_deal, step) if step else ()))


def offer_as_it_stands(step_id: StepId, scene: Scene) -> Message:
    step = find_step(scene.the_deal, step_id)
    if step is None:
        raise LookupError(f"Deal {scene.the_deal.id} has no step {step_id}.")
    late = find_step(scene.the_deal, step.instead_of)
    if step.status is StepStatus.OFFERED:
        about = late.what if late else step.what
        text = words("step/offered#asked", to=step.by, late=about, what=step.what)
        return said(text, *offered_step_buttons(scene.the_deal, step))
    return said(_answered(step, late))


def turned_down(event: StepTurnedDown, scene: Scene) -> Message:
    deal = scene.the_deal
    text = words("step/offered#turned_down", owner=deal.owner_id, by=event.by, what=event.what, reason=event.reason)
    return said(text, add_step(deal, style="primary"))


def _answered(step: Step, late: Step | None) -> Mrkdwn:
    is_taken = step.status is not StepStatus.DROPPED or step.ended_by is None
    by = step.by if is_taken else step.ended_by
    return words("step/offered#answered", late=late.what if late else None, what=step.what, by=by, is_taken=is_taken)
