"""What is answered to a reply below a nudge: what was understood, with the button that does it."""

from collections.abc import Sequence

from bot.model import Deal, Due, Item, Step, WaitingOn
from messages import ids
from messages.blocks import Block, button, section
from messages.buttons import item_done
from messages.escaping import Mrkdwn
from messages.ids import Press
from messages.message import Message, message
from messages.words import label, words

Line = tuple[Mrkdwn, Block]


def understood(lines: Sequence[Line]) -> Message:
    """Ask for each thing whether it is so; nothing is changed before somebody presses."""
    text = Mrkdwn("\n".join(words for words, _ in lines))
    return message(text, [section(words, button) for words, button in lines])


def is_kept(deal: Deal, thing: Step | Item) -> Line:
    if isinstance(thing, Item):
        return words("reply/in_thread#line", title=thing.title), item_done(deal, thing)
    press = str(Press(deal.id, thing.id, thing.generation))
    done = button(label("button#done"), ids.STEP_DONE, press, style="primary", about=thing.what)
    return words("reply/in_thread#kept", what=thing.what), done


def is_moved(deal: Deal, step: Step, due: Due, because: str | None, carried: str) -> Line:
    """Ask whether the step moves to this date; ``carried`` are the words of the reply, which the button brings back."""
    text = words("reply/in_thread#moved", what=step.what, due=due, because=because)
    named = label("button#move_it" if because else "button#reschedule_it")
    return text, button(named, ids.REPLY_MOVE, _carrying(deal, step, carried), style="primary", about=step.what)


def is_waiting(deal: Deal, step: Step, on: WaitingOn, until: Due | None, because: str | None, carried: str) -> Line:
    """Ask whether the step waits on somebody; without a date the button opens the form."""
    text = words("reply/in_thread#waits", what=step.what, on=on, until=until, because=because)
    named = label("button#it_waits" if until else "button#until_when")
    return text, button(named, ids.REPLY_WAIT, _carrying(deal, step, carried), style="primary", about=step.what)


def _carrying(deal: Deal, step: Step, carried: str) -> str:
    return str(Press(deal.id, step.id, step.generation, carried))
