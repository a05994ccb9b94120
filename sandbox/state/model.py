"""The nouns of a workspace: people, channels, messages, forms, groups, and the app that is tried out in it."""

from dataclasses import dataclass, field

from sandbox.errors import Json
from sandbox.state.tally import Tally

RESERVABLE = frozenset(
    {"create_public", "create_private", "archive", "kick", "post_in_general", "pin", "invite", "install_apps"}
)


@dataclass
class DoNotDisturb:
    """When Slack is silent for someone: one span in Unix seconds, or every day between two times where they are.

    `snoozed_until` is for now, on top of either; 0 when nothing is snoozed.
    """

    start: int = 1
    end: int = 1
    is_enabled: bool = True
    daily: tuple[str, str] | None = None
    snoozed_until: int = 0


@dataclass
class User:
    """A person or a bot. `team` is where somebody of another company is at home, empty for our own people.

    `locale` is the language and country in which somebody uses Slack, as Slack writes it: de-DE.
    `is_stranger` says of those others that they share no channel with this workspace.
    """

    id: str
    name: str
    real_name: str
    email: str = ""
    tz: str = "Etc/UTC"
    locale: str = "en-US"
    team: str = ""
    is_stranger: bool = False
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    is_owner: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False
    bot_id: str = ""
    app_id: str = ""
    dnd: DoNotDisturb | None = None
    updated: int = 0

    @property
    def is_guest(self) -> bool:
        return self.is_restricted or self.is_ultra_restricted


@dataclass
class Line:
    """A channel's topic or purpose."""

    value: str = ""
    creator: str = ""
    last_set: int = 0


@dataclass(eq=False)
class Message:
    """A message as kept; `ephemeral_to` names the one person who sees it, if it is not for all.

    `shown_at` is when it last changed, in the manner of a ts.
    """

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    subtype: str = ""
    bot_id: str = ""
    app_id: str = ""
    username: str = ""
    metadata: Json | None = None
    edited: Json | None = None
    ephemeral_to: str = ""
    is_broadcast: bool = False
    shown_at: str = ""
    reactions: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, Json] = field(default_factory=dict)
    more: Json = field(default_factory=dict)

    @property
    def is_note(self) -> bool:
        """Tell whether Slack itself wrote it, about someone who joined, or a channel that got another name."""
        return self.subtype.startswith(("channel_", "group_"))


@dataclass
class Pin:
    ts: str
    user: str
    created: int


@dataclass
class Bookmark:
    id: str
    title: str
    link: str
    kind: str
    emoji: str
    created: int
    updated: int = 0
    changed_by: str = ""


@dataclass
class Channel:
    id: str
    name: str
    creator: str
    created: int
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    is_general: bool = False
    is_archived: bool = False
    members: list[str] = field(default_factory=list)
    topic: Line = field(default_factory=Line)
    purpose: Line = field(default_factory=Line)
    previous_names: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    replies: dict[str, list[str]] = field(default_factory=dict)
    pins: list[Pin] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    last_read: dict[str, str] = field(default_factory=dict)
    shared_with: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    def put(self, message: Message) -> None:
        """Store a message; one that stood at its moment gives way and leaves its place among the others to it."""
        self._uncount(message.ts)
        self.messages[message.ts] = message
        self.tally.add(message.ts, message.user, message.ephemeral_to)

    def take(self, ts: str) -> None:
        self._uncount(ts)
        del self.messages[ts]

    def _uncount(self, ts: str) -> None:
        message = self.messages.get(ts)
        if message:
            self.tally.remove(ts, message.user, message.ephemeral_to)

    @property
    def kind(self) -> str:
        """Slack's name of the type: public_channel, private_channel, im or mpim."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "private_channel" if self.is_private else "public_channel"


@dataclass
class View:
    """A form, or someone's Home tab: what the app gave, and what the person has filled in so far."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    state: dict[str, Json] = field(default_factory=dict)

    @property
    def is_home(self) -> bool:
        return bool(self.body["type"] == "home")


@dataclass
class Settings:
    """What a workspace's admins have decided. `reserved` names what only they may do, so no app may: see RESERVABLE."""

    reserved: frozenset[str] = frozenset()
    edit_minutes: int | None = None
    has_usergroups: bool = True


@dataclass
class UserGroup:
    id: str
    handle: str
    name: str
    users: list[str]
    created: int
    deleted: bool = False
    updated: int = 0


@dataclass(frozen=True)
class SlashCommand:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = True
    url: str = ""


@dataclass(frozen=True)
class Shortcut:
    """An entry of the workspace's menu (global) or of a message's."""

    name: str
    type: str
    callback_id: str
    description: str = ""


@dataclass
class App:
    """The app under trial as its manifest describes it, the same in every workspace; `scopes` are what it asks for.

    `is_rotating` says that its tokens expire and are renewed, `is_commercial` that it is sold outside Slack's
    Marketplace: such an app may hardly read histories. With `has_manifest` it has what is named here and no more; until
    then, an app that named no commands has all of them.
    """

    id: str
    name: str
    app_token: str
    signing_secret: str
    verification_token: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...]
    events: tuple[str, ...]
    optional_scopes: tuple[str, ...] = ()
    commands: dict[str, SlashCommand] = field(default_factory=dict)
    shortcuts: dict[str, Shortcut] = field(default_factory=dict)
    redirect_urls: tuple[str, ...] = ()
    request_url: str = ""
    interactivity_url: str = ""
    options_url: str = ""
    bot_name: str = ""
    description: str = ""
    has_manifest: bool = False
    is_interactive: bool = True
    home_tab_enabled: bool = True
    messages_tab_enabled: bool = True
    is_rotating: bool = False
    is_commercial: bool = False

    def url_for(self, payload: Json) -> str:
        """Find where a payload goes over HTTP: to its own address if the manifest has one, else to the request URL."""
        kind, command = payload.get("type"), self.commands.get(payload.get("command", ""))
        if command:
            return command.url or self.request_url
        if kind == "block_suggestion":
            return self.options_url or self.interactivity_url or self.request_url
        # A command without an address of its own goes where events go, as from one request URL for all.
        is_event = kind == "event_callback" or "command" in payload
        return self.request_url if is_event else self.interactivity_url or self.request_url


@dataclass
class Bot:
    """The app as it stands in one workspace: who it is there, and what it may do; no token, no installation."""

    id: str
    user: str
    app_id: str
    name: str
    token: str = ""
    scopes: tuple[str, ...] = ()

    @property
    def is_installed(self) -> bool:
        return bool(self.token)
