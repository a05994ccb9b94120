"""What can become of a channel, whoever does it: the change itself, Slack's line about it, and what apps hear."""

import re

from sandbox import limits
from sandbox.errors import SlackError
from sandbox.state.model import Channel, Line
from sandbox.state.team import Team
from sandbox.world import World

ALLOWED_NAME = re.compile(r"[a-z0-9_-]+")
ONLY_PUNCTUATION = re.compile(r"[_-]+")


def check_name(team: Team, name: str) -> None:
    """Raise Slack's error for a name that cannot be or is taken, also by an archived channel."""
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > limits.CHANNEL_NAME:
        raise SlackError("invalid_name_maxlength")
    if ONLY_PUNCTUATION.fullmatch(name):
        raise SlackError("invalid_name_punctuation")
    if not ALLOWED_NAME.fullmatch(name):
        raise SlackError("invalid_name_specials")
    if not name[0].isalnum():
        raise SlackError("invalid_name")
    # Archived channels are among them: Slack keeps their names taken.
    if team.channel_named(name):
        raise SlackError("name_taken")


def create(world: World, name: str, creator: str, *, is_private: bool = False) -> Channel:
    """Make a channel with its creator in it."""
    channel = Channel(world.ids.make("C"), name, creator, int(world.clock.epoch()), is_private=is_private)
    world.team.channels[channel.id] = channel
    # Before anybody is in it, since apps hear of public channels whether they are in them or not.
    world.news.channel_created(channel)
    world.membership.join(channel, creator)
    return channel


def rename(world: World, channel: Channel, name: str, user: str) -> None:
    before, channel.name = channel.name, name
    channel.previous_names.insert(0, before)
    note = f'has renamed the channel from "{before}" to "{name}"'
    world.posting.note(channel, user, "channel_name", note, old_name=before, name=name)
    world.news.channel_renamed(channel)


def archive(world: World, channel: Channel, user: str) -> None:
    # The line comes first: nothing can be written into an archived channel, not even this.
    world.posting.note(channel, user, "channel_archive", "archived the channel")
    channel.is_archived = True
    world.news.channel_archived(channel, user)


def unarchive(world: World, channel: Channel, user: str) -> None:
    channel.is_archived = False
    world.posting.note(channel, user, "channel_unarchive", "un-archived the channel")
    world.news.channel_unarchived(channel, user)


def convert(world: World, channel: Channel, user: str) -> None:
    """Make a public channel private, or a private one public; it stays the same channel with the same id."""
    channel.is_private = not channel.is_private
    kind = "private" if channel.is_private else "public"
    world.posting.note(channel, user, f"channel_convert_to_{kind}", f"made this channel {kind}")


def move(world: World, channel: Channel) -> None:
    """Give a channel another id, as Slack does when it is about to be shared; the one before leads nowhere."""
    team, before = world.team, channel.id
    channel.id = world.ids.make("C")
    # In its place among the others, by which people find it.
    moved = {one.id: one for one in team.channels.values()}
    team.channels.clear()
    team.channels.update(moved)
    for said in (*channel.messages.values(), *(one for one in team.whispers if one.channel == before)):
        said.channel = channel.id
    world.news.channel_id_changed(channel, before)


def delete(world: World, channel: Channel, user: str) -> None:
    """Take a channel away with all that was said in it; its name is free again."""
    # While it is still there, so that the app is found among its members.
    world.news.channel_deleted(channel, user)
    team = world.team
    team.whispers[:] = [one for one in team.whispers if one.channel != channel.id]
    del team.channels[channel.id]


def set_line(world: World, channel: Channel, name: str, value: str, user: str) -> None:
    """Set the topic or the purpose, which people are shown as the description."""
    line = Line(value, user, int(world.clock.epoch()))
    if name == "topic":
        channel.topic = line
    else:
        channel.purpose = line
    shown = "topic" if name == "topic" else "description"
    world.posting.note(channel, user, f"channel_{name}", f"set the channel {shown}: {value}", **{name: value})
