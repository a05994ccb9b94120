"""What people write of what the customer hears."""

from bot.rules import customer
from bot.service.desk import Asked, Desk, Did, Find, act


def write(desk: Desk, asked: Asked, find: Find, *, what: str) -> Did:
    """Let the customer line be what the one who asks says."""
    return act(
        desk, asked, find, lambda deal, context: customer.write(deal, context, what=what, by=asked.by, now=asked.now)
    )
