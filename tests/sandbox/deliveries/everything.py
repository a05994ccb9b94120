"""One story in which everything happens that an app can hear of, and everything that a person can send it."""

from sandbox.errors import Json
from sandbox.state.model import Pin, UserGroup, View
from sandbox.state.posting import Content
from sandbox.world import World
from tests.sandbox.deliveries.inside import channel, person, said
from tests.sandbox.stage import WRITTEN, actions, button, field_of, modal

NOTES = {
    "channel_name": {"old_name": "before", "name": "after"},
    "channel_topic": {"topic": "Tea"},
    "channel_purpose": {"purpose": "Biscuits"},
    "channel_archive": {},
    "channel_unarchive": {},
    "me_message": {},
}


def everything_happens(world: World) -> None:
    _channels_change(world)
    _people_change(world)
    _people_talk(world)
    ana = person(world)
    world.news.home_opened(ana.id, channel(world, ana.id, is_im=True), "home", None)
    world.news.home_opened(ana.id, channel(world, ana.id, is_im=True), "messages", None)
    world.news.uninstalled()


def _channels_change(world: World) -> None:
    news, ana = world.news, person(world).id
    public, private = channel(world, ana), channel(world, ana, is_private=True)
    news.channel_created(public)
    for place in (public, private):
        news.channel_renamed(place)
        news.channel_archived(place, ana)
        news.channel_unarchived(place, ana)
        news.channel_deleted(place, ana)
        news.channel_left(place, ana)
    news.channel_id_changed(public, "COLD")
    news.channel_shared(public, "TOTHER")
    news.channel_unshared(public, "TOTHER")
    world.membership.leave(public, ana)
    world.membership.join(public, ana, inviter=world.bot.user)


def _people_change(world: World) -> None:
    ana = person(world)
    world.news.person_joined(ana)
    world.news.person_changed(ana, ["tz", "status_text", "dnd"])
    group = UserGroup("S1", "finance", "Finance", [ana.id], 1)
    world.news.group_created(group)
    world.news.group_updated(group)
    world.news.group_members_changed(group, ["UGONE"], 1)


def _people_talk(world: World) -> None:
    ana = person(world)
    public = channel(world, ana.id)
    for place in (channel(world, ana.id, is_private=True), channel(world, is_im=True), channel(world, is_mpim=True)):
        said(world, place, ana)
    hello = said(world, public, ana, f"hello <@{world.bot.user}>")
    posting, news = world.posting, world.news
    own = posting.put(posting.draft(public, Content(text="mine", blocks=actions(button()))))
    posting.put(posting.draft(public, Content(text="again", thread_ts=own.ts, is_broadcast=True)))
    posting.put(posting.draft(public, Content(text="masked", username="Robot")))
    for subtype, more in NOTES.items():
        posting.note(public, ana.id, subtype, "x", **more)
    pin = Pin(hello.ts, ana.id, 1)
    public.pins.append(pin)
    news.pin_added(hello, pin)
    news.pin_removed(hello, pin, ana.id)
    news.reaction_added(hello, ana.id, "eyes")
    news.reaction_removed(hello, ana.id, "eyes")
    posting.change(hello, Content(text="changed"))
    posting.remove(hello)
    posting.remove(own)


def interactions(world: World) -> dict[str, Json]:
    """Draw each payload that is no event, by the name of what the person did."""
    ana = person(world)
    place = channel(world, ana.id)
    posting, payloads = world.posting, world.payloads
    public = posting.draft(place, Content(text="press", blocks=actions(button(), {"type": "external_select"})))
    whisper = posting.draft(place, Content(text="psst", blocks=actions(button())))
    whisper.ephemeral_to = ana.id
    form = View("V1", ana.id, modal(field_of("name", WRITTEN)), "1.a", root="V1")
    home = View("V2", ana.id, {"type": "home", "blocks": actions(button())}, "1.b", root="V2")
    block, pressed = public.blocks[0], {**button(), "block_id": "buttons", "action_ts": "1.000001"}
    sent = {"hook": "http://127.0.0.1/hooks/actions/T/1/2", "trigger": "1.2.abc"}
    started = {"trigger": "1.2.abc", "action_ts": "1.000001"}
    menu = {"action_id": "menu"}
    return {
        "slash_command": payloads.slash_command(ana, place, "/deal", "help", **sent),
        "press": payloads.message_action(ana, public, [pressed], {}, **sent),
        "whispered_press": payloads.message_action(ana, whisper, [pressed], {}, **sent),
        "form_press": payloads.view_action(ana, form, [pressed], trigger="1.2.abc"),
        "home_press": payloads.view_action(ana, home, [pressed], trigger="1.2.abc"),
        "submission": payloads.view_submission(ana, form, trigger="1.2.abc", hooks=[]),
        "closing": payloads.view_closed(ana, form, is_cleared=True),
        "shortcut": payloads.shortcut(ana, "start", **started),
        "message_shortcut": payloads.message_shortcut(ana, public, "start", hook=sent["hook"], **started),
        "message_menu": payloads.message_suggestion(ana, public, block, menu, "ac"),
        "form_menu": payloads.view_suggestion(ana, form, block, menu, "ac"),
    }
