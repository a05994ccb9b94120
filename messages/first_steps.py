"""The first steps, in one message that is drawn anew as they are done: what Baton is, and the one thing to do now."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.first_run import SETTLED_BY_ADMINS, FirstStep, FirstSteps, Stands
from bot.outgoing import DigestFacts
from messages import ids
from messages.blocks import Block, actions, button, section
from messages.digest import digest
from messages.escaping import Mrkdwn
from messages.message import Message, message
from messages.scene import Scene
from messages.words import conjoined, label, mention, words

DOES: Mapping[FirstStep, str] = {
    FirstStep.CHANNEL: ids.SETTINGS_CHANNELS,
    FirstStep.LEADS: ids.SETTINGS_LEADS,
    FirstStep.BEGINNING: ids.FIRST_WEEK,
    FirstStep.PRACTICE: ids.PRACTICE_BEGIN,
    FirstStep.DEAL: ids.HOME_WON,
    FirstStep.PREVIEW: ids.FIRST_PREVIEW,
}
"""What the button of each step is called; what is settled has one form, wherever it is opened."""


def first_steps(found: FirstSteps, command: str) -> Message:
    """Draw all steps: what is done says so in words, and only the next one has the button that stands out."""
    head = [words("first_steps#head"), _says(found), *_may(found, command)]
    blocks = [section(Mrkdwn("\n".join(head)))]
    for number, (step, stands) in enumerate(found.steps, 1):
        given = {
            "stands": stands,
            "number": number,
            "found": found,
            "until": _until(found),
            "whose": _whose(step, found),
        }
        text = words(f"first_steps#{step}", **given)
        head.append(text)
        blocks += _step(step, stands, found, text)
    if not found.open:
        head.append(words("first_steps#all", c=Mrkdwn(command)))
        blocks.append(section(head[-1]))
    return message(Mrkdwn("\n".join(head)), blocks)


def drawn(scene: Scene) -> Message:
    """Draw them for the one who has them; raise LookupError where they were not read."""
    if scene.first_steps is None:
        raise LookupError("The first steps need what stands in the workspace.")
    return first_steps(scene.first_steps, scene.command)


def ahead(facts: DigestFacts | None, at: datetime, zone: str, scene: Scene) -> Message:
    """Show somebody the digest that comes next, in words alone: its buttons come with it."""
    head = words("first_steps#ahead", at=at, zone=zone, is_empty=facts is None)
    if facts is None:
        return message(head, [section(head)])
    text = digest(facts, scene).text
    return message(Mrkdwn(f"{head}\n{text}"), [section(head), section(Mrkdwn(text))])


def _says(found: FirstSteps) -> Mrkdwn:
    return words("first_steps#speaks" if found.may_speak else "first_steps#silent", found=found)


def _may(found: FirstSteps, command: str) -> list[Mrkdwn]:
    """Say to whoever is no admin what they may settle, or whom to ask, before any button is offered."""
    if found.admins is None:
        return [words("first_steps#lent")] if found.is_lent and found.open else []
    if not {*SETTLED_BY_ADMINS} & {*found.open}:
        return []
    people = conjoined([mention(user) for user in found.admins], "either") if found.admins else ""
    return [words("first_steps#ask", people=Mrkdwn(people), c=Mrkdwn(command))]


def _whose(step: FirstStep, found: FirstSteps) -> Mrkdwn:
    is_theirs = found.admins is not None and step in SETTLED_BY_ADMINS
    return words("first_steps#for_an_admin") if is_theirs else Mrkdwn("")


def _until(found: FirstSteps) -> date | None:
    return date.fromisoformat(found.private_until) if found.private_until else None


def _step(step: FirstStep, stands: Stands, found: FirstSteps, text: Mrkdwn) -> list[Block]:
    if stands is not Stands.OPEN or not found.can(step):
        return [section(text)]
    if step is not found.next:
        return [section(text, _does(step, style=None))]
    skip = button(label(f"first_steps#skip_{step}"), f"{ids.FIRST_SKIP}:{step}", str(step), about=_about(text))
    return [section(text), actions(*_all(step, found), skip)]


def _all(step: FirstStep, found: FirstSteps) -> list[Block]:
    """Return what can be done in the next step: one button that stands out, and perhaps another way."""
    if step is FirstStep.DEAL and found.waiting and found.admins is None:
        newest = button(label("first_steps#start"), ids.FIRST_START, "", style="primary")
        return [newest, _does(step, style=None)]
    return [_does(step, style="primary")]


def _does(step: FirstStep, *, style: str | None) -> Block:
    value = str(step) if step is not FirstStep.DEAL else ""
    return button(label(f"first_steps#do_{step}"), DOES[step], value, style=style)


def _about(text: Mrkdwn) -> str:
    return text.partition("\n")[0].strip("*")
