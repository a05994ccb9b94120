"""The first message of a deal's channel: what was won, what was promised, who owns it and what happens next."""

from typing import Any

from messages.blocks import context, header, section
from messages.escaping import Mrkdwn
from messages.message import Message, message
from messages.scene import Scene
from messages.words import is_address, words

MOST_PROMISES = 8


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
    optional = {"promises": bool(scene.the_deal.facts.promises), "welcome": bool(scene.welcome.strip())}
    order = ("won", "owner", "promises", "welcome", "next")
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
        "welcome": scene.welcome,
        "command": Mrkdwn(scene.command),
    }
