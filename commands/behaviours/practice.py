"""Practice: begun by a button of the first steps, ended by one in its channel."""

from bot.refusals import NoSuchDeal
from bot.service import practice
from commands.answers import Answer, Quiet, Say
from commands.visit import Visit, pointed
from messages.message import said
from messages.practice import practice_words
from messages.words import words


def begin_pressed(visit: Visit, _value: str) -> Answer:
    """Begin practice, or say where it runs."""
    deal = practice.begin(visit.desk, visit.asked, practice_words())
    return Say(said(words("practice#begun", channel_id=deal.channel_id, name=deal.channel_name)))


def end_pressed(visit: Visit, value: str) -> Answer:
    """End it; for whoever practises, and nobody else."""
    seen = visit.see(pointed(value))
    if not seen.deal.is_practice or seen.deal.seller_id != visit.user_id:
        raise NoSuchDeal
    did = practice.end(visit.desk, visit.asked, seen.deal.id)
    # The channel says it, unless it was said before.
    return Quiet() if did.recorded else Say(said(words("practice#ended")))
