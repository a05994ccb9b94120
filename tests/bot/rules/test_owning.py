"""The playbook says who owns deals, and from which amount on somebody else."""

import pytest

from bot.playbook import OwnerAbove
from bot.rules.owning import for_amount
from tests.bot.making import a_playbook

BANDS = (OwnerAbove(5_000_000, "finance"), OwnerAbove(1_000_000, "delivery"))


@pytest.mark.parametrize(
    ("amount", "function"),
    [
        (None, "sales"),
        (0, "sales"),
        (1_000_000, "sales"),
        (1_000_001, "delivery"),
        (5_000_000, "delivery"),
        (5_000_001, "finance"),
    ],
)
def test_the_highest_amount_that_a_deal_is_above_decides(amount: int | None, function: str) -> None:
    playbook = a_playbook(owner_function="sales", owner_by_amount=BANDS)

    assert for_amount(playbook, amount).owner_function == function


def test_where_the_playbook_names_no_amounts_nothing_changes() -> None:
    playbook = a_playbook()

    assert for_amount(playbook, 10**9) is playbook
