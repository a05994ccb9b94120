"""What goes wrong between Baton and Slack while it is rough: calls, answers, reading, and what is sent to Baton."""

from typing import Any

CREATE, POST, HISTORY, EVERY, TO_BATON = (
    "conversations.create",
    "chat.postMessage",
    "conversations.history",
    "*",
    "deliveries",
)
# Slack's own lies are not here: a call it does twice or not at all, and yet answers well, no app can see through.
ROUGH = (
    (CREATE, "apply_then_drop", 0.08),
    (CREATE, "drop_before", 0.04),
    (POST, "429:30", 0.03),
    (POST, "apply_then_drop", 0.012),
    (POST, "drop_before", 0.008),
    (POST, "status_after:502", 0.006),
    (POST, "status:500", 0.006),
    (POST, "error_after:internal_error", 0.006),
    (POST, "hang_after", 0.002),
    (POST, "late:4800", 0.004),
    (POST, "hang:0.7", 0.02),
    (HISTORY, "status:503", 0.05),
    (HISTORY, "short:4", 0.1),
    (HISTORY, "stale:20", 0.05),
    (EVERY, "429:20", 0.008),
    (EVERY, "status:503", 0.004),
    (TO_BATON, "double", 0.05),
    (TO_BATON, "lose", 0.02),
    (TO_BATON, "lose_ack", 0.03),
    (TO_BATON, "delay:300", 0.015),
    (TO_BATON, "reorder", 0.015),
)
"""Where, what, and how often. Seconds are the workspace's, but for what is slow."""


def rules(seed: int, *, often: float = 1.0) -> list[dict[str, Any]]:
    """Return them all as the local Slack takes them, alike for one seed; ``often``: so many times as often."""
    return [
        {"method": method, "do": do, "times": 0, "chance": min(1.0, chance * often), "seed": seed * 100 + number}
        for number, (method, do, chance) in enumerate(ROUGH)
    ]
