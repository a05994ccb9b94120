"""The first message of a deal's channel: what was won, what was promised, who owns it and what happens next."""

from collections.abc import Sequence
from typing import Any

from bot.model import ItemStatus
from messages.blocks import context, header, section
from messages.escaping import Mrkdwn
from messages.message import Message, message
from messages.scene import Scene
from messages.standing import functions
from messages.welcome import filled
from messages.words import conjoined, is_address, words

MOST_PROMISES, MOST_JOINING = 8, 12


def brief(scene: Scene) -> Message:
    facts = _facts(scene)
    parts = [words(f"brief#{name}", **facts) for name in _parts(scene)]
    terms = words("brief#terms", **facts)
    blocks = [header(scene.the_deal.facts.name), *(section(part) for part in (terms, *parts[1:]))]
    url = scene.the_deal.facts.url
    if is_address(url):
        blocks.append(context(words("brief#link", url=url)))
    return message(Mrkdwn("\n".join(parts)), blocks)


def _parts(scene: Scene) -> list[str]:
    optional = {
        "promises": bool(scene.the_deal.facts.promises),
        "welcome": bool(scene.welcome.strip()),
        "later": bool(_joining_later(scene)),
    }
    order = ("won", "owner", "promises", "welcome", "next", "later")
    return [name for name in order if optional.get(name, True)]


def _facts(scene: Scene) -> dict[str, Any]:
    deal = scene.the_deal
    facts = deal.facts
    return {
        "deal": facts.name,
        "account": facts.account,
        "minor": facts.amount_minor,
        "currency": facts.currency,
        "promised": facts.promised_on,
        "seller": deal.seller_id,
        "owner": deal.owner_id,
        "offered": deal.offer.to if deal.offer else None,
        "promises": [(promise.text, promise.due_on) for promise in facts.promises[:MOST_PROMISES]],
        "more": len(facts.promises[MOST_PROMISES:]),
        "welcome": filled(scene.welcome, deal),
        "command": Mrkdwn(scene.command),
        "later": conjoined(_joining_later(scene)),
    }


def _joining_later(scene: Scene) -> Sequence[str]:
    """Return the functions that cannot begin yet, each with its lead, who is invited when they can."""
    deal = scene.the_deal
    begun = {item.function for item in deal.items if item.status is not ItemStatus.WAITING}
    invited = {
        deal.seller_id,
        deal.owner_id,
        *(deal.lead(key) for key in begun),
        *([deal.offer.to] if deal.offer else []),
    }
    later = [key for key in functions(deal) if key not in begun and deal.lead(key) not in invited]
    # By name: whoever is mentioned in a channel that they are not in would wonder what is asked of them.
    leads = ((deal.label(key), scene.people.get(deal.lead(key))) for key in later)
    return [f"{label} ({lead.name})" if lead else label for label, lead in leads][:MOST_JOINING]
