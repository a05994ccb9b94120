"""The app manifest: what Slack must know of Baton, no more than Baton uses."""

from json import dumps

SCOPES = {
    "commands": "the slash command",
    "chat:write": "post and edit its messages",
    "channels:manage": "open a channel for each deal, invite its people, set its topic",
    "channels:read": "find the deal channels that it is in",
    "channels:history": "look whether a message arrived before posting it again; notice that people write",
    "groups:write": "the same three for private deals: open a channel, invite, set its topic",
    "groups:read": "find the private deal channels that it is in",
    "groups:history": "the same two in a private channel",
    "im:write": "write to a person directly",
    "im:history": "look whether a direct message arrived",
    "pins:write": "pin the board of each deal",
    "users:read": "names and time zones of people",
    "users:read.email": "find the seller and owner whom a CRM names by email",
    "dnd:read": "ask nobody who wants no noise just now",
    "usergroups:read": "who belongs to a function",
}
"""Each scope with what Baton does with it."""

DESCRIPTION = "Gives every won deal a channel, one owner, a checklist and dated next steps, and notices silence."
LONG_DESCRIPTION = (
    "Sales promised something; others must now make it true. For every won deal Baton opens a channel, offers it to "
    "one owner, hands over a checklist that the receiving side accepts, and keeps next steps with dates. When a date "
    "passes in silence it asks the one person who can act, first privately, then in the channel, and in the end asks "
    "for a decision."
)
USAGE_HINT = "next <what> by <when> | done | reschedule <when> because <why> | help"


def manifest(*, command: str, public_url: str | None, socket_mode: bool) -> str:
    """Return the YAML that Slack takes under "From a manifest".

    Raise ValueError when Slack would not know where to send requests: neither Socket Mode nor a public address.
    """
    if not socket_mode and not public_url:
        raise ValueError("Slack must know where to send requests: set PUBLIC_URL, or use Socket Mode.")
    address = None if socket_mode else f"{(public_url or '').rstrip('/')}/slack/events"
    return "\n".join([*_about(), *_features(command, address), *_scopes(), *_settings(address), ""])


EVENTS = ("message.channels", "message.groups", "message.im", "user_change", "team_join", "dnd_updated_user")


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
        "    display_name: baton",
        "    always_online: true",
        "  app_home:",
        "    home_tab_enabled: false",
        "    messages_tab_enabled: true",
        "    messages_tab_read_only_enabled: false  # the slash command can be typed there too",
        "  slash_commands:",
        f"    - command: {dumps(command)}",
        *([f"      url: {dumps(address)}"] if address else []),
        "      description: What happens after a deal is won",
        f"      usage_hint: {dumps(USAGE_HINT)}",
        "      should_escape: true  # so that a mentioned person arrives as an id",
    ]


def _scopes() -> list[str]:
    return [
        "oauth_config:",
        "  scopes:",
        "    bot:",
        *(f"      - {scope}  # {why}" for scope, why in SCOPES.items()),
    ]


def _settings(address: str | None) -> list[str]:
    return [
        "settings:",
        "  event_subscriptions:",
        *([f"    request_url: {dumps(address)}"] if address else []),
        "    # its own messages, as proof that they arrived; people's, as a sign that a deal is alive; when people are there",
        "    bot_events:",
        *(f"      - {event}" for event in EVENTS),
        "  interactivity:",
        "    is_enabled: true",
        *([f"    request_url: {dumps(address)}"] if address else []),
        "  org_deploy_enabled: false",
        f"  socket_mode_enabled: {'false' if address else 'true'}",
        "  token_rotation_enabled: false",
    ]
