"""Who works on a deal: the people a private deal may be spoken of to."""

from bot.model import Deal, StepStatus, UserId


def members(deal: Deal) -> tuple[UserId, ...]:
    """Return everybody who owns, sold, leads, holds, does or decides something in a deal, each once."""
    everybody = (
        deal.owner_id,
        deal.seller_id,
        *((deal.offer.to,) if deal.offer else ()),
        *(lead for _, lead in deal.leads),
        *(step.by for step in deal.steps),
        *(step.request.by for step in deal.steps if step.request),
        *(step.parked.chaser_id for step in deal.steps if step.parked and step.status is StepStatus.OPEN),
        *(item.holder_id for item in deal.items),
        *(promise.by for promise in deal.register.promises),
        *(lapse.decider_id for lapse in deal.lapses if lapse.decider_id),
    )
    return tuple(dict.fromkeys(everybody))


def works_on(deal: Deal, user: UserId) -> bool:
    """Tell whether a person is one of its members."""
    return user in members(deal)


def may_see(deal: Deal, user: UserId) -> bool:
    """Tell whether a person may know of a deal outside its channel: a private one only if they work on it."""
    return not deal.is_private or works_on(deal, user)
