"""Fill in the evidence of the same line on many deals in one form."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from bot.context import Context
from bot.model import Deal, DealId
from bot.refusals import NoSuchDeal, NoSuchItem, Refusal
from bot.rules.changing import item_of
from bot.rules.filling_in import Entry, fill_in
from bot.service.across import deals_of, fill_in_across, open_lines
from commands.answers import Amiss, Answer, Open, Quiet
from commands.fields import Fields
from commands.visit import Visit
from messages import across, refusals, several
from messages.speech import plain_words


def pressed(visit: Visit, value: str) -> Answer:
    """Open the form with the line of this title on all deals where it is theirs."""
    lines = open_lines(visit.desk, visit.asked, value)
    if not lines:
        raise NoSuchItem("")
    return Open(across.form(value, lines))


def submitted(visit: Visit, metadata: str, fields: Fields) -> Answer:
    """Mark all of them done; each fault stands under its own field, and nothing is changed before they are right."""
    deals, context = deals_of(visit.desk, visit.asked, _deal_ids(metadata))
    entries = {deal.id: several.given(deal, fields.values) for deal in deals}
    given = {deal_id: each for deal_id, each in entries.items() if each}
    if not given:
        return Amiss({next(iter(fields.values), ""): several.nothing_given()})
    faults = {name: said for deal in deals for name, said in _faults(visit, deal, context, entries[deal.id])}
    if faults:
        return Amiss(faults)
    done, passed = fill_in_across(visit.desk, visit.asked, given)
    sentences = [_sentence(visit, context, each) for each in passed]
    return Open(several.told(done, sentences)) if sentences else Quiet()


def _deal_ids(metadata: str) -> Sequence[DealId]:
    try:
        return [DealId(UUID(each)) for each in metadata.split(",")]
    except ValueError as error:
        raise NoSuchDeal from error


def _faults(visit: Visit, deal: Deal, context: Context, entries: Sequence[Entry]) -> Sequence[tuple[str, str]]:
    found: Mapping[UUID, Refusal] = fill_in(deal, context, entries, by=visit.user_id, now=visit.now).faults
    return [
        (several.field_of(item_of(deal, item_id), fault), _sentence(visit, context, fault))
        for item_id, fault in found.items()
    ]


def _sentence(visit: Visit, context: Context, refusal: Refusal) -> str:
    said = refusals.refusal(refusal, context.people, visit.now, visit.counter.command)
    return plain_words(said.text, context.people)
