"""Who works on a deal: the people a private deal may be spoken of to."""

from bot.model import Deal, StepStatus, UserId


def members(deal: Deal) -> tuple[UserId, ...]:
    """Return everybody who owns, sold, leads, holds, does or decides something in a deal, each once.

    Of a private deal whoever left its channel is none any more, whatever was theirs there.
    """
    return tuple(user for user in _concerned(deal) if not is_out(deal, user))


def is_out(deal: Deal, user: UserId) -> bool:
    """Tell whether somebody left a private deal's channel, or was removed from it.

    The owner stays in, and whoever is asked to decide: else nobody could hand the deal over, or say how it goes on.
    """
    if not deal.is_private or user not in deal.left_channel or user == deal.owner_id:
        return False
    return all(each.decider_id != user or each.closed_at for each in deal.lapses)


def _concerned(deal: Deal) -> tuple[UserId, ...]:
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


def is_in_channel(deal: Deal, user: UserId) -> bool:
    """Tell whether a person who works on a deal is in its channel, as far as Slack told."""
    return works_on(deal, user) and user not in deal.left_channel


def may_see(deal: Deal, user: UserId) -> bool:
    """Tell whether a person may know of a deal outside its channel: a private one only if they work on it."""
    return not deal.is_private or works_on(deal, user)
