"""The app manifest: what Slack must know of Baton, no more than Baton uses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json import dumps

from commands.settings import Settings, WrongSettings, web_address
from messages import ids

SCOPES = {
    "commands": "the slash command",
    "chat:write": "post and edit its messages",
    "app_mentions:read": "answer whoever mentions it",
    "channels:manage": "open a channel for each deal, invite its people, set its topic",
    "channels:read": "find the deal channels that it is in",
    "channels:history": "look whether a message arrived before posting it again; notice that people write",
    "groups:write": "the same three for private deals: open a channel, invite, set its topic",
    "groups:read": "find the private deal channels that it is in, and who else is",
    "groups:history": "the same two in a private channel",
    "im:write": "write to a person directly",
    "im:read": "find whom it wrote to, after a backup was put back",
    "im:history": "look whether a direct message arrived",
    "pins:write": "pin the board of each deal",
    "users:read": "names and time zones of people",
    "users:read.email": "find the seller and owner whom a CRM names by email",
    "dnd:read": "ask nobody who wants no noise just now",
    "usergroups:read": "who belongs to a function",
}
"""Each scope with what Baton does with it."""

EVENTS = {
    "app_home_opened": "show whoever opens their Home what is theirs",
    "message.channels": "its own messages, as proof that they arrived; people's, as a sign that a deal is alive; replies to what it asked",
    "message.groups": "the same in private channels",
    "message.im": "its own direct messages, as proof that they arrived; replies to what it asked",
    "app_mention": "who mentions it: the deal at a glance, for them alone",
    "user_change": "who moved to another time zone, was renamed, left or came back",
    "team_join": "who is new",
    "dnd_updated_user": "until when somebody wants no noise",
    "member_joined_channel": "who is in a deal's channel again",
    "member_left_channel": "who is there no longer, so that a private deal is none of theirs any more",
    "channel_id_changed": "under which id a channel is found from now on",
    "app_uninstalled": "that it was taken out, so that it stops at once",
    "tokens_revoked": "the same, where only its token was ended",
}
"""Each event with what Baton does when it hears of it."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A line in Slack's menus, ``global`` or of a ``message``."""

    callback_id: str
    type: str
    name: str
    description: str


SHORTCUTS = (
    Shortcut(ids.MAKE_STEP, "message", "Make this a next step", "Say what you will do about a message, and by when"),
    Shortcut(ids.OPEN_DEAL, "global", "Open a deal", "Start a deal that was won"),
)
"""What stands in Slack's menus."""

DESCRIPTION = "Gives every won deal a channel, one owner, a checklist and dated next steps, and notices silence."
LONG_DESCRIPTION = (
    "Sales promised something; others must now make it true. For every won deal Baton opens a channel, offers it to "
    "one owner, hands over a checklist that the receiving side accepts, and keeps next steps with dates. When a date "
    "passes in silence it asks the one person who can act, first privately, then in the channel, and in the end asks "
    "for a decision."
)
USAGE_HINT = "next <what> by <when> | done | reschedule <when> because <why> | help"


def manifest_of(settings: Settings, *, by_http: bool | None = None, public_url: str | None = None) -> str:
    """Return the manifest that these settings ask for; what is given beside them counts more.

    Where nobody says, an app token or a missing address means Socket Mode.
    """
    url = public_url or settings.public_url
    chosen = settings.slack_app_token is None and url is not None
    return manifest(
        command=settings.baton_command, public_url=url, socket_mode=not (chosen if by_http is None else by_http)
    )


def manifest(*, command: str, public_url: str | None, socket_mode: bool) -> str:
    """Return the YAML that Slack takes under "From a manifest".

    Raise WrongSettings when Slack would not know where to send requests: neither Socket Mode nor a public address.
    """
    if not socket_mode and not public_url:
        raise WrongSettings(
            "Slack must know where to send requests: set PUBLIC_URL, add --public-url https://baton.example.com, "
            "or use Socket Mode with --socket-mode."
        )
    # Slack takes addresses only from an app that it speaks to over HTTP, and asks to leave them out otherwise.
    base = None if socket_mode else _checked(public_url or "").rstrip("/")
    address = f"{base}/slack/events" if base else None
    return "\n".join([*_about(), *_features(command, address), *_oauth(base), *_settings(address), ""])


def _checked(url: str) -> str:
    try:
        return web_address(url)
    except ValueError as error:
        raise WrongSettings(f"{url} is not a web address, such as https://baton.example.com.") from error


def reasons() -> str:
    """Say for people what each scope and each event is for: whoever lets an app in wants to know."""
    parts = {
        "Scopes, what Baton may do": SCOPES,
        "Events, what Slack tells Baton": EVENTS,
        "App token, for Socket Mode only": {"connections:write": "be connected to Slack without a public address"},
    }
    return "\n\n".join("\n".join([f"{title}:", *_aligned(rows)]) for title, rows in parts.items())


def _aligned(rows: Mapping[str, str]) -> Iterator[str]:
    return (f"  {name:<17} {why}" for name, why in rows.items())


def _about() -> list[str]:
    return [
        "_metadata:",
        "  major_version: 1",
        "display_information:",
        "  name: Baton",
        f"  description: {dumps(DESCRIPTION)}",
        f"  long_description: {dumps(LONG_DESCRIPTION)}",
        '  background_color: "#1d3b36"',
    ]


def _features(command: str, address: str | None) -> list[str]:
    return [
        "features:",
        "  bot_user:",
        "    display_name: Baton",
        "    always_online: true",
        "  app_home:",
        "    home_tab_enabled: true",
        "    messages_tab_enabled: true",
        "    messages_tab_read_only_enabled: false  # the slash command can be typed there too",
        "  slash_commands:",
        f"    - command: {dumps(command)}",
        *([f"      url: {dumps(address)}"] if address else []),
        "      description: What happens after a deal is won",
        f"      usage_hint: {dumps(USAGE_HINT)}",
        "      should_escape: true  # so that a mentioned person arrives as an id",
        *_shortcuts(),
    ]


def _shortcuts() -> list[str]:
    # An empty list is one that Slack refuses.
    rows = [line for one in SHORTCUTS for line in _shortcut(one)]
    return ["  shortcuts:", *rows] if rows else []


def _shortcut(one: Shortcut) -> list[str]:
    return [
        f"    - name: {dumps(one.name)}",
        f"      type: {one.type}",
        f"      callback_id: {one.callback_id}",
        f"      description: {dumps(one.description)}",
    ]


def _oauth(base: str | None) -> list[str]:
    return [
        "oauth_config:",
        *(["  redirect_urls:", f"    - {dumps(f'{base}/slack/oauth_redirect')}"] if base else []),
        "  scopes:",
        "    bot:",
        *(f"      - {scope}  # {why}" for scope, why in SCOPES.items()),
    ]


def _settings(address: str | None) -> list[str]:
    return [
        "settings:",
        "  event_subscriptions:",
        *([f"    request_url: {dumps(address)}"] if address else []),
        "    bot_events:",
        *(f"      - {event}  # {why}" for event, why in EVENTS.items()),
        "  interactivity:",
        "    is_enabled: true",
        *([f"    request_url: {dumps(address)}"] if address else []),
        "  org_deploy_enabled: false",
        f"  socket_mode_enabled: {'false' if address else 'true'}",
        "  token_rotation_enabled: false",
    ]
