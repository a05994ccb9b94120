"""A person types a slash command."""

from sandbox.deliveries.hooks import said
from sandbox.deliveries.outcome import Outcome
from sandbox.errors import Json, Refused, SlackError
from sandbox.people.result import failure, mark, person, place, result
from sandbox.people.writing import written
from sandbox.state.model import Channel, SlashCommand, User
from sandbox.state.posting import Content
from sandbox.world import World


async def command(world: World, user_id: str, channel_id: str, typed: str, thread_ts: str = "") -> Json:
    user = person(world, user_id)
    channel = place(world, user, channel_id)
    name, _, text = typed.strip().partition(" ")
    if not name.startswith("/"):
        raise Refused(f'A slash command starts with a slash, e.g. "/deal help"; {typed!r} is a message.')
    known = _known(world, name)
    # Commands are not shared over Slack Connect: to somebody of another company there is no such command.
    if known is None or user.team:
        return failure(f"{name} is not a valid command.")
    # Slack's own words; the app hears nothing of it.
    if thread_ts:
        return failure(f"{name} is not supported in threads. Sorry!")
    if channel.is_archived:
        return failure("You cannot use commands in an archived channel.")
    since = mark(world)
    hook = world.hooks.make(user, channel)
    sent = written(text.strip(), world.team, with_names=True) if known.should_escape else text.strip()
    trigger = world.triggers.make(user.id, channel=channel.id)
    payload = world.payloads.slash_command(user, channel, name, sent, hook=hook, trigger=trigger)
    outcome = await world.dispatcher.deliver("slash_commands", payload)
    if not outcome.is_acked:
        return failure(f'{name} failed with the error "{outcome.error}"')
    try:
        _show_ack(world, user, channel, typed, outcome, hook)
    except SlackError as error:
        return failure(f'{name} failed with the error "invalid_command_response" ({error.code})')
    return result(world, user, outcome, since)


def _known(world: World, name: str) -> SlashCommand | None:
    """Find the command; an app whose commands were not told to the sandbox gets all of them."""
    # Commands come with the installation and its scope; without them Slack knows no such word.
    if not world.bot.is_installed or "commands" not in world.bot.scopes:
        return None
    if not world.app.commands and not world.app.has_manifest:
        return SlashCommand(name)
    return world.app.commands.get(name)


def _show_ack(world: World, user: User, channel: Channel, typed: str, outcome: Outcome, hook: str) -> None:
    body = outcome.body or {}
    in_channel = body.get("response_type") == "in_channel"
    if in_channel:
        world.posting.put(world.posting.draft(channel, Content(text=typed), as_app=False, user=user.id))
    if body.get("text") or body.get("blocks") or body.get("attachments"):
        message = world.hooks.show(user.id, channel.id, said(body), in_channel=in_channel)
        world.hooks.answered(hook, message)
