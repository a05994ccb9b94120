"""Read what closed deals taught."""

from bot.refusals import NoSuchDeal
from bot.service import closing
from commands.answers import Answer, Say
from commands.endings import Lessons
from commands.visit import Visit
from messages.lessons import MOST_SHOWN, MOST_WORDS, page


def typed(visit: Visit, request: Lessons) -> Answer:
    """Show the newest, all of them or those that hold the words."""
    # A button carries them to the older ones; whoever types more than a sentence looks for its beginning.
    return _page(visit, " ".join(request.words)[:MOST_WORDS], after=0)


def older_pressed(visit: Visit, value: str) -> Answer:
    """Show those before the ones that are shown, in their place."""
    after, _, words = value.partition("|")
    if not after.isdecimal():
        raise NoSuchDeal
    return _page(visit, words, after=int(after))


def _page(visit: Visit, words: str, *, after: int) -> Answer:
    found = closing.lessons(
        visit.desk, visit.workspace_id, words.split(), by=visit.user_id, after=after, most=MOST_SHOWN
    )
    shown = page(found.shown, words, after=after, is_more=found.is_more, command=visit.counter.command)
    return Say(shown, in_place=after > 0)
