"""Ask which step or item is meant."""

from bot.model import Deal, DealId
from bot.refusals import WhichItem, WhichStep
from commands.answers import Refused
from messages import ids, replies
from messages.buttons import item_done
from messages.speech import plain_words
from messages.which import Draw, which_item


def which(deal_id: DealId, unclear: WhichStep, action_id: str) -> Refused:
    """Answer with a button for each step. Nothing was done, and the same words delivered again do nothing either."""
    message = replies.which_step(deal_id, unclear.steps, unclear.said, action_id)
    return Refused(message, plain_words(message.text, {}))


def which_thing(deal: Deal, unclear: WhichItem) -> Refused:
    """Answer with each step and each item that could be done, and their buttons."""
    kept = replies.step_choices(deal.id, unclear.steps, ids.STEP_DONE)
    message = which_item(unclear.items, unclear.said, lambda item: [item_done(deal, item)], *kept)
    return Refused(message, plain_words(message.text, {}))


def which_of(unclear: WhichItem, draw: Draw) -> Refused:
    """Answer with each item and the buttons that ``draw`` gives it."""
    message = which_item(unclear.items, unclear.said, draw)
    return Refused(message, plain_words(message.text, {}))
