"""A person opens the app's Home tab, its messages, or a conversation with several people."""

from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused
from sandbox.people.result import mark, people_in, person, place, result
from sandbox.state.objects import view_object
from sandbox.world import World

TABS = ("home", "messages")
MOST = 9


async def open_home(world: World, user_id: str, tab: str = "") -> Json:
    """Open a tab of the app; Slack tells the app of every opening, whichever tab it is."""
    user = person(world, user_id)
    tab = tab or TABS[0]
    if tab not in TABS:
        raise Refused(f"The app has no tab {tab!r}; it has: {', '.join(TABS)}.")
    if not world.bot.is_installed:
        raise Refused(f"{world.app.name} is not installed in {world.team.name}.")
    if user.team:
        raise Refused(
            f"{user.real_name} is of another company; the app's tabs are for people of {world.team.name}.", 403
        )
    since = mark(world)
    channel = place(world, user, world.bot.user)
    # Every time and for both tabs: apps that publish on each opening must bear that.
    world.news.home_opened(user.id, channel, tab, world.team.homes.get(user.id))
    await world.events.heard()
    # Looked up again, because apps publish in answer to the event.
    home = world.team.homes.get(user.id) if tab == "home" and world.app.home_tab_enabled else None
    drawn = view_object(home, world.team, world.bot) if home else None
    return result(world, user, Outcome(), since) | {"home": drawn}


async def open_conversation(world: World, user_id: str, users: object) -> Json:
    """Open direct messages with one person, or a conversation with several."""
    user = person(world, user_id)
    others = [one for one in people_in(world, users) if one != user.id]
    if not others or len(others) >= MOST:
        raise Refused(f"A conversation is with 1 to {MOST - 1} others; name their ids in users.")
    for one in others:
        if world.team.users[one].deleted:
            raise Refused(f"{world.team.users[one].real_name} is deactivated; nobody can write to them.")
    since = mark(world)
    channel = world.team.open_direct_messages([user.id, *others], world.ids, world.clock.epoch())
    return result(world, user, Outcome(), since) | {"channel": channel.id}
