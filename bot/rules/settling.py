"""What holds where a playbook is silent, as admins settled it."""

from dataclasses import replace

from bot.playbook import Playbook
from bot.settled import HouseRules


def seen_as_settled(playbook: Playbook, rules: HouseRules) -> Playbook:
    """Return the playbook with who sees its deals as admins settled it, if the playbook itself does not say."""
    if playbook.is_private or playbook.private_above_minor is not None:
        return playbook
    is_private = playbook.kind in rules.private_kinds
    return replace(playbook, is_private=is_private, private_above_minor=rules.private_above_minor)
