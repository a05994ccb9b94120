"""How fast each method may be called: four fifths of what Slack documents, so that other apps' luck is not needed."""

from bot.model import ChannelId
from bot.ports import Rate

POST = "chat.postMessage"
HISTORY = "conversations.history"


# Slack counts calls in a minute. A full bucket and a minute's refill together stay within its figure.
TIERS = {
    "auth.test": (480, 60),
    "chat.delete": (40, 10),
    "chat.update": (40, 5),
    "conversations.create": (16, 4),
    HISTORY: (40, 10),
    "conversations.invite": (40, 10),
    "conversations.open": (40, 10),
    "conversations.setTopic": (16, 4),
    "pins.add": (16, 4),
    "users.conversations": (10, 10),
}
SLOWEST = (16, 4)
# What Slack gives apps that are sold outside of its marketplace. The same bucket, filled more slowly.
SLOW_HISTORY = Rate(HISTORY, 1 / 60, 1.0)
CHANNEL_POSTS = (0.8, 10.0)
WORKSPACE_POSTS = (4.0, 30.0)


def rates(method: str, channel_id: ChannelId | None) -> tuple[Rate, ...]:
    """Return the buckets that a call takes a token from, the scarcest first."""
    if method == POST:
        return (Rate(f"{POST}:{channel_id}", *CHANNEL_POSTS), Rate(POST, *WORKSPACE_POSTS))
    a_minute, burst = TIERS.get(method, SLOWEST)
    return (Rate(method, a_minute / 60, burst),)
