"""Who is needed for a deal to move: one line for each person and thing."""

from collections.abc import Sequence
from datetime import datetime

from bot.model import Deal, Due, Item, Lapse, LapseKind, UserId
from bot.rules.colleague_gone import who_left
from bot.rules.items import receiver
from bot.rules.questions import open_to_all
from messages import requests
from messages.escaping import Mrkdwn
from messages.standing import asks_acceptance, late_items, open_lapses
from messages.words import words


def needs(deal: Deal, now: datetime) -> Sequence[Mrkdwn]:
    """Say what waits for a person, what holds up most first."""
    return [*_of_owner(deal, now), *requests.needs(deal, now), *_of_lines(deal, now)]


def claimer(deal: Deal) -> UserId | None:
    """Return who asks to own the deal, where the owner has to answer."""
    return deal.offer.to if deal.offer and deal.offer.is_claim else None


def _of_owner(deal: Deal, now: datetime) -> Sequence[Mrkdwn]:
    found = []
    if deal.offer:
        who, at = deal.asked_about_owner(), deal.offer.at
        found.append(words("board#need", kind="offer", who=who, at=at, zone=deal.zone, claimer=claimer(deal)))
    lapses = open_lapses(deal)
    asked = {each.decider_id: each for each in open_to_all(deal)}
    found += [_decision(deal, lapse, now) for lapse in asked.values()]
    found += [_gone(deal, lapse) for lapse in lapses if lapse.kind is LapseKind.COLLEAGUE_GONE]
    of_deal = (LapseKind.PROMISE_AT_RISK, LapseKind.NOTHING_DATED)
    kinds = [kind for kind in of_deal if any(lapse.kind is kind for lapse in lapses)]
    return [*found, *(words("board#need", kind=kind.value, who=deal.owner_id) for kind in kinds)]


def _decision(deal: Deal, lapse: Lapse, now: datetime) -> Mrkdwn:
    about_owner = lapse.kind in (LapseKind.OWNER_NOT_ACCEPTED, LapseKind.OWNER_GONE)
    due = Due(lapse.decide_by, deal.zone) if lapse.decide_by else None
    who = lapse.decider_id
    return words("board#need", kind="decision", who=who, is_about_owner=about_owner, due=due, now=now)


def _gone(deal: Deal, lapse: Lapse) -> Mrkdwn:
    """Name the owner, who may always say it; whoever is asked for the lead reads it in a question of their own."""
    return words("board#need", kind=lapse.kind.value, who=deal.owner_id, gone=who_left(deal, lapse.subject))


def _of_lines(deal: Deal, now: datetime) -> Sequence[Mrkdwn]:
    to_accept = [item for item in deal.items if asks_acceptance(item)]
    return [
        *(_late(item, now) for item in late_items(deal, now)),
        *(words("board#need", kind="accept", who=receiver(deal, item), title=item.title) for item in to_accept),
    ]


def _late(item: Item, now: datetime) -> Mrkdwn:
    return words("board#need", kind="late", who=item.holder_id, title=item.title, due=item.due, now=now)
