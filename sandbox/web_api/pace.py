"""Which of Slack's rate limits a call counts against: its method's in a workspace, a channel's, a whole workspace's."""

from sandbox import limits
from sandbox.errors import Json
from sandbox.state.team import Team
from sandbox.web_api.call import Method
from sandbox.world import World

HISTORIES = frozenset({"conversations.history", "conversations.replies"})


def limits_on(method: Method, caller: World | None, arguments: Json) -> dict[str, int]:
    """Name each limit that the call counts against, with how many calls a minute it allows."""
    if caller is None:
        return {f":{method.name}": method.rate}
    key = f"{caller.team.id}:{method.name}"
    if method.name == "chat.postMessage":
        place = _place(caller.team, caller.bot.user, str(arguments.get("channel")))
        return {f"{key}:{place}": method.rate, key: limits.POSTS_PER_WORKSPACE}
    if method.name in HISTORIES and caller.app.is_commercial:
        return {key: limits.COMMERCIAL_HISTORIES}
    return {key: method.rate}


def _place(team: Team, bot: str, wanted: str) -> str:
    """Tell a channel's id, by whichever of its names it goes, so that no second name buys more posts."""
    if wanted in team.channels:
        return wanted
    channel = team.direct_messages([bot, wanted]) if wanted in team.users else team.channel_named(wanted)
    return channel.id if channel else wanted
