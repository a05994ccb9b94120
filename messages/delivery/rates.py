"""How fast each method may be called: as Slack documents it, counted as Slack counts."""

from bot.model import ChannelId
from bot.ports import Rate

POST = "chat.postMessage"
PUBLISH = "views.publish"
HISTORY = "conversations.history"

# Calls in any minute, and how many may leave at once. Slack publishes no figure for bursts and asks for one call a
# second: a short burst lets a deal's channel fill at once, and the minute's count pays it back.
TIERS = {
    "auth.test": (600, 60),
    "chat.delete": (50, 10),
    # Slack gives 50. Those left are for what people do beside the boards, so that a redraw never stands in their way.
    "chat.update": (45, 5),
    "conversations.create": (20, 4),
    HISTORY: (50, 10),
    "conversations.info": (50, 10),
    "conversations.invite": (50, 10),
    "conversations.members": (100, 10),
    "conversations.open": (50, 10),
    "conversations.setTopic": (20, 4),
    "pins.add": (20, 4),
    "users.conversations": (20, 10),
    PUBLISH: (100, 10),
}
SLOWEST = (20, 4)
# Of the Homes that Slack takes in a minute, those that are drawn because of what others did: the rest is left for whoever
# opens theirs at that moment, and waits for it.
BESIDE = (45, 5)
# What Slack gives apps that are sold outside of its marketplace. The same bucket, filled more slowly.
SLOW_HISTORY = Rate(HISTORY, 1 / 60, 1.0, 1)
CHANNEL_POSTS = (60, 10)
# Slack says "several hundred"; three is the least that this can mean.
WORKSPACE_POSTS = (300, 30)


def rates(method: str, channel_id: ChannelId | None, *, is_beside: bool = False) -> tuple[Rate, ...]:
    """Return the buckets that a call takes a token from, the scarcest first; ``is_beside``: nobody waits for it."""
    if is_beside:
        return (_rate(f"{method}:beside", *BESIDE), *rates(method, channel_id))
    if method == POST:
        return (_rate(f"{POST}:{channel_id}", *CHANNEL_POSTS), _rate(POST, *WORKSPACE_POSTS))
    return (_rate(method, *TIERS.get(method, SLOWEST)),)


def _rate(bucket: str, a_minute: int, burst: float) -> Rate:
    return Rate(bucket, a_minute / 60, burst, a_minute)
