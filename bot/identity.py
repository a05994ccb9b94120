"""What things and people are called: ids that must not be taken for each other."""

from typing import NewType
from uuid import UUID, uuid5

WorkspaceId = NewType("WorkspaceId", UUID)
DealId = NewType("DealId", UUID)
ItemId = NewType("ItemId", UUID)
StepId = NewType("StepId", UUID)
LapseId = NewType("LapseId", UUID)
PromiseId = NewType("PromiseId", UUID)
PlaybookId = NewType("PlaybookId", str)
"""The SHA-256 of a playbook's content: a version never changes under a deal."""
UserId = NewType("UserId", str)
"""Slack's id of a person (U… or W…)."""
ChannelId = NewType("ChannelId", str)
"""Slack's id of a channel (C…, G… or D…)."""

BATON = UserId("baton")
"""The actor of what the clock did."""


def deal_id(workspace_id: WorkspaceId, source: str, external_id: str) -> DealId:
    """Return the id of a deal: the same however often, and by whatever way, its source tells of it."""
    return DealId(uuid5(workspace_id, f"deal:{source}:{external_id}"))


def drafts_of(user_id: UserId) -> str:
    """Return how the keys of the forms begin that were put aside for a person."""
    return f"draft:{user_id}:"
