"""Errors of conversations.*, as far as they change something."""

from collections.abc import Callable

from sandbox import limits
from tests.sandbox.stage import Json
from tests.sandbox.web_api.answers import Arguments
from tests.sandbox.web_api.refusal import CLOSED, NO_DIRECT, Refusal, nowhere, reserved
from tests.sandbox.web_api.scene import Scene

# A name, and what Slack says to it, when a channel is made and when it gets another name.
NAMES: dict[str, str] = {
    "invalid_name": "-acme",
    "invalid_name_maxlength": "x" * (limits.CHANNEL_NAME + 1),
    "invalid_name_punctuation": "_-_",
    "invalid_name_required": "",
    "invalid_name_specials": "Acme deal",
    "name_taken": "general",
}


def misnamed(method: str, place: Arguments) -> list[Refusal]:
    def row(code: str, name: str) -> Refusal:
        return Refusal(method, code, lambda scene: {**place(scene), "name": name})

    return [row(code, name) for code, name in NAMES.items()]


def crowd(scene: Scene) -> Json:
    return {"users": ",".join(scene.stage.person() for _ in range(limits.GROUP_CONVERSATION + 1))}


def invited(user: Callable[[Scene], str]) -> Arguments:
    return lambda scene: {"channel": scene.channel, "users": user(scene)}


def busy_guest(scene: Scene) -> str:
    guest = scene.stage.person(is_ultra_restricted=True)
    scene.stage.channel(guest)
    return guest


CHANNELS = [
    *misnamed("conversations.create", lambda _: {}),
    Refusal("conversations.create", "restricted_action", lambda s: {"name": s.stage.name()}, reserved("create_public")),
    Refusal(
        "conversations.create",
        "restricted_action",
        lambda s: {"name": s.stage.name(), "is_private": True},
        reserved("create_private"),
    ),
    *misnamed("conversations.rename", lambda s: {"channel": s.channel}),
    *nowhere("conversations.rename", *CLOSED, NO_DIRECT),
    Refusal("conversations.rename", "not_authorized", lambda s: {"channel": s.general, "name": s.stage.name()}),
    *nowhere("conversations.archive", "channel_not_found", "not_in_channel", NO_DIRECT),
    Refusal("conversations.archive", "already_archived", lambda s: {"channel": s.archived}),
    Refusal("conversations.archive", "cant_archive_general", lambda s: {"channel": s.general}),
    Refusal("conversations.archive", "restricted_action", lambda s: {"channel": s.channel}, reserved("archive")),
    *nowhere("conversations.unarchive", "channel_not_found", NO_DIRECT),
    Refusal("conversations.unarchive", "not_archived", lambda s: {"channel": s.channel}),
    *nowhere("conversations.setTopic", *CLOSED, topic="x"),
    Refusal("conversations.setTopic", "too_long", lambda s: {"channel": s.channel, "topic": "x" * (limits.TOPIC + 1)}),
    *nowhere("conversations.setPurpose", *CLOSED, purpose="x"),
    Refusal(
        "conversations.setPurpose", "too_long", lambda s: {"channel": s.channel, "purpose": "x" * (limits.TOPIC + 1)}
    ),
    *nowhere("conversations.invite", *CLOSED, NO_DIRECT, users="U404"),
    Refusal("conversations.invite", "already_in_channel", invited(lambda s: s.ana)),
    Refusal("conversations.invite", "cant_invite", invited(lambda s: s.gone)),
    Refusal("conversations.invite", "cant_invite", invited(lambda _: "USLACKBOT")),
    Refusal("conversations.invite", "cant_invite_self", invited(lambda s: s.bot)),
    Refusal("conversations.invite", "no_external_invite_permission", invited(lambda s: s.stranger)),
    Refusal("conversations.invite", "no_permission", invited(lambda s: s.omar), reserved("invite")),
    Refusal("conversations.invite", "no_user", invited(lambda _: "")),
    Refusal("conversations.invite", "ura_max_channels", invited(busy_guest)),
    Refusal("conversations.invite", "user_is_restricted", invited(lambda s: s.stage.person(is_restricted=True))),
    Refusal("conversations.invite", "user_not_found", invited(lambda _: "U404")),
    *nowhere("conversations.join", "channel_not_found", "is_archived", NO_DIRECT),
    *nowhere("conversations.leave", "channel_not_found", "is_archived", NO_DIRECT),
    Refusal("conversations.leave", "cant_leave_general", lambda s: {"channel": s.general}),
    *nowhere("conversations.kick", "channel_not_found", "not_in_channel", NO_DIRECT, user="U404"),
    Refusal("conversations.kick", "not_in_channel", lambda s: {"channel": s.channel, "user": s.omar}),
    Refusal("conversations.kick", "cant_kick_from_general", lambda s: {"channel": s.general, "user": s.ana}),
    Refusal("conversations.kick", "cant_kick_self", lambda s: {"channel": s.channel, "user": s.bot}),
    Refusal(
        "conversations.kick", "restricted_action", lambda s: {"channel": s.channel, "user": s.ana}, reserved("kick")
    ),
    Refusal("conversations.kick", "user_not_found", lambda s: {"channel": s.channel, "user": "U404"}),
    Refusal("conversations.open", "channel_not_found", lambda s: {"users": s.ana, "prevent_creation": True}),
    Refusal("conversations.open", NO_DIRECT, lambda s: {"channel": s.channel}),
    Refusal("conversations.open", "cannot_dm_bot", lambda s: {"users": s.stage.person(is_bot=True)}),
    Refusal(
        "conversations.open",
        "invalid_user_combination",
        lambda s: {"users": f"{s.omar},{s.stranger}" if s.shared else ""},
    ),
    Refusal("conversations.open", "not_enough_users", lambda s: {"users": s.bot}),
    Refusal("conversations.open", "too_many_users", crowd),
    Refusal("conversations.open", "user_disabled", lambda s: {"users": s.gone}),
    Refusal("conversations.open", "user_not_found", lambda _: {"users": "U404"}),
    Refusal("conversations.open", "user_not_visible", lambda s: {"users": s.stranger}),
    Refusal("conversations.open", "users_list_not_supplied", lambda _: {}),
]
