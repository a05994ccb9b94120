"""Practice: what its parts are called, and what each of its messages says beside its own words."""

from bot.outgoing import Kind, Outgoing
from bot.practice import PracticeEnded, PracticeWords
from messages import ids
from messages.blocks import Block, button, section
from messages.ids import Press
from messages.message import Message, message, said, with_buttons, with_note
from messages.scene import Scene
from messages.words import label, words

WORDLESS = frozenset({Kind.TOPIC})
TO_END = frozenset({Kind.BRIEF, Kind.NUDGE})


def practice_words() -> PracticeWords:
    """Return what a practice deal calls its parts, in the language that is spoken just now."""
    return PracticeWords(*(label(f"practice#{part}") for part in ("deal", "customer", "function", "step")))


def marked(given: Message, outgoing: Outgoing, scene: Scene) -> Message:
    """Say of a practice deal's message that it is practice, and of a question when it would come in earnest."""
    if outgoing.kind in WORDLESS:
        return given
    real = scene.in_earnest
    if outgoing.kind is Kind.BRIEF:
        given = _story(given)
    note = (
        words("practice#earnest", due=real.due.on, at=real.at, zone=real.due.zone) if real else words("practice#mark")
    )
    noted = with_note(given, note)
    return with_buttons(noted, _end(scene)) if outgoing.kind in TO_END else noted


def over(_event: PracticeEnded, _scene: Scene) -> Message:
    """Say that it is over, as the last thing in its channel."""
    return said(words("practice#over"))


def _story(given: Message) -> Message:
    """Say what is going to happen in this channel, in place of what was sold to whom: here it is of no use."""
    story = words("practice#story")
    return message(story, [given.blocks[0], section(story)])


def _end(scene: Scene) -> Block:
    return button(label("practice#end"), ids.PRACTICE_END, str(Press(scene.the_deal.id)))
