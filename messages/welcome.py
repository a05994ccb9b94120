"""The playbook's words for a new channel, with what this deal has in place of what stands in braces."""

import re
from collections.abc import Mapping

from bot.model import Deal
from messages.escaping import Mrkdwn, cut, escape, lines
from messages.words import LONG, label, long_day, mention

IN_BRACES = re.compile(r"\{(\w+)\}")


def filled(text: str, deal: Deal) -> Mrkdwn:
    """Return the words with names and dates of a deal; they are shown as typed, whatever stands in them."""
    values = _values(deal)
    # Split, not replaced: a customer's name may hold braces of its own.
    parts = IN_BRACES.split(lines(text))
    said = (_value(part, values) if at % 2 else escape(part) for at, part in enumerate(parts))
    return cut(Mrkdwn("".join(said)), LONG)


def _values(deal: Deal) -> Mapping[str, Mrkdwn]:
    promised = deal.facts.promised_on
    return {
        "account": escape(deal.facts.account),
        "name": escape(deal.facts.name),
        "kind": escape(deal.playbook_name or deal.kind),
        # Who is asked to own it will: the words are read for months, and the offer is answered on the first day.
        "owner": mention(deal.offer.to if deal.offer else deal.owner_id),
        "seller": mention(deal.seller_id),
        "promised": escape(long_day(promised) if promised else label("words#open_date")),
    }


def _value(word: str, values: Mapping[str, Mrkdwn]) -> Mrkdwn:
    # A version from before there were any shows its braces, as it always did.
    return values.get(word, escape(f"{{{word}}}"))
