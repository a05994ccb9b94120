"""The contract's first half: one call of each method that works, with every argument that Slack documents."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from slack_sdk import WebClient

from tests.sandbox.stage import SECTION, Json, modal
from tests.sandbox.web_api.scene import HOME, Scene

USER = re.compile(r"^[UW][A-Z0-9]{8,}$")
Arguments = Callable[[Scene], Json]
Span = Callable[[Scene], AbstractContextManager[None]]


def nothing(_scene: Scene) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True)
class Answered:
    """`by` is who calls, the bot of the first workspace if nobody else is named; `during` is what must hold meanwhile."""

    method: str
    arguments: Arguments = lambda _scene: {}
    by: Callable[[Scene], WebClient] = lambda scene: scene.slack
    during: Span = nothing


def app(scene: Scene) -> WebClient:
    return WebClient(scene.sandbox.app_token, base_url=scene.sandbox.api_url, retry_handlers=[])


def elsewhere(scene: Scene) -> WebClient:
    """Give the app's bot in a workspace that it may lose."""
    token = scene.client.add_workspace(scene.stage.name())["bot_token"]
    return WebClient(token, base_url=scene.sandbox.api_url, retry_handlers=[])


def nobody(scene: Scene) -> WebClient:
    return WebClient(base_url=scene.sandbox.api_url, retry_handlers=[])


SAYING: Json = {
    "text": "said",
    "blocks": SECTION,
    "attachments": [{"text": "more", "fallback": "more"}],
    "markdown_text": "",
    "parse": "none",
    "link_names": False,
}
METADATA: Json = {"event_type": "deal", "event_payload": {"id": "D-1"}}
DRESSED: Json = {
    "as_user": False,
    "username": "Herald",
    "icon_emoji": ":bell:",
    "icon_url": "https://example.com/i.png",
}
PAGES: Json = {"cursor": "", "limit": 10}
TYPED: Json = {"types": "public_channel,private_channel", "exclude_archived": True, "team_id": ""}
SPAN: Json = {"oldest": "0", "latest": "now", "inclusive": True, "include_all_metadata": True}


def posting(scene: Scene) -> Json:
    more = {"mrkdwn": True, "reply_broadcast": False, "unfurl_links": False, "unfurl_media": False, "thread_ts": ""}
    return {"channel": scene.channel, **SAYING, **DRESSED, **more, "metadata": METADATA}


def editing(scene: Scene) -> Json:
    more = {"as_user": True, "unfurled_attachments": [], "reply_broadcast": False, "file_ids": "", "metadata": {}}
    return {"channel": scene.channel, "ts": scene.post, **SAYING, **more}


def whispering(scene: Scene) -> Json:
    return {"channel": scene.channel, "user": scene.ana, **SAYING, **DRESSED, "thread_ts": scene.post, "metadata": {}}


def bookmarking(scene: Scene) -> Json:
    extra = {"entity_id": "", "access_level": "read", "parent_id": ""}
    link = {"title": "CRM", "type": "link", "link": "https://example.com", "emoji": ":eyes:"}
    return {"channel_id": scene.channel, **link, **extra}


def edited_bookmark(scene: Scene) -> Json:
    facts = {"title": "Deal", "link": "https://example.com/1", "emoji": ""}
    return {"channel_id": scene.channel, "bookmark_id": scene.bookmark, **facts}


def marked(scene: Scene) -> Json:
    return {"channel": scene.channel, "timestamp": scene.post}


def opened(scene: Scene) -> Json:
    return {"trigger_id": scene.trigger, "interactivity_pointer": "", "view": modal()}


def pushed(scene: Scene) -> Json:
    scene.form()
    return opened(scene)


def updated(scene: Scene) -> Json:
    form = scene.form(external_id=scene.stage.name())
    return {"view_id": form["id"], "external_id": form["external_id"], "hash": form["hash"], "view": modal()}


def archived(scene: Scene) -> Json:
    return {"channel": scene.archived}


def credentials(scene: Scene) -> Json:
    shared = scene.world.app
    return {"client_id": shared.client_id, "client_secret": shared.client_secret}


def consented(scene: Scene) -> Json:
    team = scene.client.add_workspace(scene.stage.name(), is_installed=False)["id"]
    code = scene.world.shared.grants.allow(team, scene.ana, ("chat:write",), "https://example.com/back")
    rest = {"grant_type": "authorization_code", "refresh_token": ""}
    return {**credentials(scene), "code": code, "redirect_uri": "https://example.com/back", **rest}


class Rotating(AbstractContextManager[None]):
    """Let the app's tokens expire and be renewed meanwhile."""

    def __init__(self, scene: Scene) -> None:
        self._app = scene.world.app

    def __enter__(self) -> None:
        self._app.is_rotating = True

    def __exit__(self, *_: object) -> None:
        self._app.is_rotating = False


ANSWERED = (
    Answered("auth.test"),
    Answered("auth.revoke", lambda _: {"test": True}),
    Answered("auth.revoke", by=elsewhere),
    Answered("apps.uninstall", credentials, elsewhere),
    Answered("apps.connections.open", by=app),
    Answered("apps.event.authorizations.list", lambda s: {"event_context": s.event_context(), **PAGES}, app),
    Answered("oauth.v2.access", consented, nobody),
    Answered("oauth.v2.exchange", credentials, elsewhere, Rotating),
    Answered("team.info", lambda s: {"team": s.world.team.id, "domain": s.world.team.domain}),
    Answered("bots.info", lambda s: {"bot": s.world.bot.id, "team_id": ""}),
    Answered("blocks.validate", lambda _: {"blocks": SECTION, "view": "", "message": ""}),
    Answered("chat.postMessage", posting),
    Answered("chat.postEphemeral", whispering),
    Answered("chat.update", editing),
    Answered("chat.delete", lambda s: {"channel": s.channel, "ts": s.post, "as_user": True}),
    Answered("chat.getPermalink", lambda s: {"channel": s.channel, "message_ts": s.post}),
    Answered("conversations.create", lambda s: {"name": s.stage.name(), "is_private": True, "team_id": ""}),
    Answered("conversations.rename", lambda s: {"channel": s.channel, "name": s.stage.name()}),
    Answered("conversations.archive", lambda s: {"channel": s.channel}),
    Answered("conversations.unarchive", archived),
    Answered("conversations.setTopic", lambda s: {"channel": s.channel, "topic": "now"}),
    Answered("conversations.setPurpose", lambda s: {"channel": s.channel, "purpose": "why"}),
    Answered("conversations.invite", lambda s: {"channel": s.channel, "users": f"{s.omar},U404", "force": True}),
    Answered("conversations.join", lambda s: {"channel": s.foreign}),
    Answered("conversations.join", lambda s: {"channel": s.channel}),
    Answered("conversations.leave", lambda s: {"channel": s.channel}),
    Answered("conversations.kick", lambda s: {"channel": s.channel, "user": s.ana}),
    Answered("conversations.open", lambda s: {"users": s.ana, "return_im": False, "prevent_creation": False}),
    Answered("conversations.open", lambda s: {"channel": s.direct, "return_im": True}),
    Answered(
        "conversations.info", lambda s: {"channel": s.channel, "include_locale": True, "include_num_members": True}
    ),
    Answered("conversations.info", lambda s: {"channel": s.direct, "include_locale": True}),
    Answered("conversations.list", lambda _: {**PAGES, **TYPED}),
    Answered("conversations.members", lambda s: {"channel": s.channel, **PAGES}),
    Answered("conversations.history", lambda s: {"channel": s.channel, **PAGES, **SPAN}),
    Answered("conversations.replies", lambda s: {"channel": s.channel, "ts": s.reply, **PAGES, **SPAN}),
    Answered("users.conversations", lambda s: {"user": s.bot, "exclude_muted": True, **PAGES, **TYPED}),
    Answered("users.info", lambda s: {"user": s.ana, "include_locale": True}),
    Answered("users.list", lambda _: {"include_locale": True, "team_id": "", **PAGES}),
    Answered("users.lookupByEmail", lambda s: {"email": s.world.team.users[s.ana].email}),
    Answered(
        "usergroups.list",
        lambda s: {
            "include_count": bool(s.group),
            "include_disabled": False,
            "include_users": True,
            "team_id": "",
        },
    ),
    Answered("usergroups.users.list", lambda s: {"usergroup": s.group, "include_disabled": True, "team_id": ""}),
    Answered("dnd.info", lambda s: {"user": s.ana, "team_id": ""}),
    Answered("dnd.teamInfo", lambda s: {"users": f"{s.ana},{s.omar}", "team_id": ""}),
    Answered("bookmarks.add", bookmarking),
    Answered("bookmarks.edit", edited_bookmark),
    Answered("bookmarks.list", lambda s: {"channel_id": s.channel if s.bookmark else ""}),
    Answered("bookmarks.remove", lambda s: {"channel_id": s.channel, "bookmark_id": s.bookmark, "quip_section_id": ""}),
    Answered("pins.add", marked),
    Answered("pins.remove", lambda s: s.pinned()),
    Answered("pins.list", lambda s: {"channel": s.pinned()["channel"]}),
    Answered("reactions.add", lambda s: {**marked(s), "name": "eyes"}),
    Answered("reactions.remove", lambda s: {**s.reacted(), "file": "", "file_comment": ""}),
    Answered("views.open", opened),
    Answered("views.push", pushed),
    Answered("views.update", updated),
    Answered("views.publish", lambda s: {"user_id": s.ana, "view": HOME, "hash": "", "interactivity_pointer": ""}),
)


def keys_of(value: object, place: str = "") -> Iterator[str]:
    """Name every key of an answer by its path, in which 0 stands for any item of a list and * for anybody's id."""
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{place}{USER.sub('*', key)}"
            yield here
            yield from keys_of(inner, f"{here}.")
    elif isinstance(value, list):
        for one in value:
            yield from keys_of(one, f"{place}0.")
