"""Fill in the evidence of many lines in one form."""

from bot.context import Context
from bot.events import Change, ItemDone
from bot.model import Deal
from bot.refusals import NoSuchItem, Refusal
from bot.rules.changing import item_of, running
from bot.rules.filling_in import fill_in, theirs
from bot.service.desk import act, by_id
from bot.service.reading import Seen
from commands.answers import Amiss, Answer, Open, Quiet
from commands.fields import Fields
from commands.visit import Visit, pointed
from messages import refusals, several
from messages.speech import plain_words


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form with all open lines of this deal that are theirs."""
    seen = visit.see(pointed(value))
    lines = theirs(running(seen.deal), seen.context, visit.user_id, now=visit.now)
    if not lines:
        raise NoSuchItem("")
    return Open(several.form(seen.deal, lines))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Mark all of them done in one go; each fault stands under its own field, and nothing is changed before they are right."""
    press = pointed(metadata)
    seen = visit.see(press)
    entries = several.given(seen.deal, fields.values)
    if not entries:
        return Amiss({next(iter(fields.values), ""): several.nothing_given()})
    faults = fill_in(seen.deal, seen.context, entries, by=visit.user_id, now=visit.now).faults
    if faults:
        return Amiss(
            {
                several.field_of(item_of(seen.deal, i), fault): _sentence(visit, seen, fault)
                for i, fault in faults.items()
            }
        )
    passed: list[Refusal] = []

    def finish(deal: Deal, context: Context) -> Change:
        filled = fill_in(deal, context, entries, by=visit.user_id, now=visit.now)
        # A playbook that changed this very moment: what is a fault now was none a moment ago.
        for fault in filled.faults.values():
            raise fault
        passed[:] = filled.passed
        return filled.change

    did = act(visit.desk, visit.asked, by_id(press.deal_id), finish)
    done = sum(isinstance(each.event, ItemDone) for each in did.recorded)
    if not passed:
        return Quiet()
    return Open(several.passed(press.deal_id, done, [_sentence(visit, seen, each) for each in passed]))


def _sentence(visit: Visit, seen: Seen, refusal: Refusal) -> str:
    said = refusals.refusal(refusal, seen.people, visit.now, visit.counter.command)
    return plain_words(said.text, seen.people)
