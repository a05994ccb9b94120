"""Which function's lead is offered a deal: the playbook's own, or another one from an amount on."""

from dataclasses import replace

from bot.playbook import Playbook


def for_amount(playbook: Playbook, amount_minor: int | None) -> Playbook:
    """Return the playbook as it is for a deal of this amount; a deal without one is not above any."""
    fitting = [each for each in playbook.owner_by_amount if (amount_minor or 0) > each.above_minor]
    if not fitting:
        return playbook
    highest = max(fitting, key=lambda each: each.above_minor)
    return replace(playbook, owner_function=highest.function)
