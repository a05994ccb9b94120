"""The rules of an app's manifest: Slack's schema, one row for each object, and what must go together."""

import re
from typing import Any

from sandbox.block_kit.checks import Check, Report, Shape, anything, flag, many, one_of, string, whole
from sandbox.deliveries.subscriptions import SCOPES
from sandbox.errors import Json
from sandbox.people.scopes import MEANS

# Slack's own pattern, written shorter: four numbers up to 255 and, if wanted, a prefix up to 32.
RANGE = re.compile(r"(?:(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?!$|/)|(?=$|/))){4}(?:/(?:3[0-2]|[12]?\d))?")
DOMAIN = re.compile(r"(?![.-])[-a-z0-9.]+[a-z0-9]")
PARAMETER_TYPES = ("integer", "number", "boolean", "string", "object", "array")


def matching(pattern: str, most: int, least: int = 0) -> Check:
    plain, wanted = string(most, least), re.compile(pattern)

    def check(value: Any, path: str, report: Report) -> None:
        plain(value, path, report)
        if isinstance(value, str) and not wanted.match(value):
            report.add(path, f"must match pattern: {pattern}", "pattern", pattern)

    return check


def unique(inner: Check, most: int, least: int = 0) -> Check:
    """Check a list in which nothing stands twice."""
    plain = many(inner, most, least)

    def check(value: Any, path: str, report: Report) -> None:
        plain(value, path, report)
        # Items may be objects, which no set holds; as text they are told apart as well.
        if isinstance(value, list) and len({str(one) for one in value}) < len(value):
            report.add(path, "must not hold the same item twice", "uniqueItems", True)  # noqa: FBT003 - the schema's word

    return check


def known(words: frozenset[str], what: str) -> Check:
    plain = string(50)

    def check(value: Any, path: str, report: Report) -> None:
        plain(value, path, report)
        if isinstance(value, str) and value not in words:
            report.add(path, f"unknown {what}: {value}", "enum", sorted(words))

    return check


def _parameter_type(value: Any, path: str, report: Report) -> None:
    # Slack adds types of its own faster than any list of them could follow.
    if not (isinstance(value, str) and (value in PARAMETER_TYPES or value.startswith("slack#/types/"))):
        report.add(path, "must be a valid enum value", "enum", list(PARAMETER_TYPES))


def _range(value: Any, path: str, report: Report) -> None:
    if not isinstance(value, str) or not RANGE.fullmatch(value):
        report.add(path, "must be an IP address or a range like 10.0.0.0/8", "pattern", RANGE.pattern)


def _domain(value: Any, path: str, report: Report) -> None:
    string(255)(value, path, report)
    if isinstance(value, str) and not DOMAIN.fullmatch(value):
        report.add(path, f"must match pattern: {DOMAIN.pattern}", "pattern", DOMAIN.pattern)


def _by_name(inner: Check) -> Check:
    """Check an object whose fields are named by the app, each of one kind."""

    def check(value: Any, path: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add(path, "must provide an object", "type", "object")
            return
        for name, one in value.items():
            inner(one, f"{path}/{name}", report)

    return check


WEB, SECURE = r"^https?://", r"^https://"
REQUEST_URL = matching(WEB, 3500)
PARAMETER = Shape(
    {"type": _parameter_type, "name": string(), "title": string(), "description": string(), "is_required": flag},
    ("type", "name"),
)
FUNCTION = Shape(
    {
        "title": string(),
        "description": string(),
        "callback_id": string(),
        "input_parameters": many(PARAMETER, 20, 0),
        "output_parameters": many(PARAMETER, 20, 0),
    },
    ("callback_id", "title", "description", "input_parameters", "output_parameters"),
)
# Of an app that Slack itself runs: by name, and with parameters in JSON Schema, which is not looked into.
PARAMETERS = Shape({"properties": anything, "required": anything}, ("properties",))
HOSTED_FUNCTION = Shape(
    {
        "title": string(),
        "description": string(),
        "source_file": string(),
        "input_parameters": PARAMETERS,
        "output_parameters": PARAMETERS,
    },
    ("title", "description", "input_parameters", "output_parameters"),
)
PROMPT = Shape({"title": string(), "message": string()}, ("title", "message"))
COMMAND = Shape(
    {
        "command": matching(r"^/", 32, 2),
        "url": matching(WEB, 3000),
        "description": string(2000, 1),
        "usage_hint": string(1000, 1),
        "should_escape": flag,
    },
    ("command", "description"),
)
SHORTCUT = Shape(
    {
        "name": string(24, 1),
        "type": one_of("message", "global"),
        "callback_id": string(255, 1),
        "description": string(150, 1),
    },
    ("name", "type", "callback_id", "description"),
)
FEATURES = Shape(
    {
        "app_home": Shape(
            {"home_tab_enabled": flag, "messages_tab_enabled": flag, "messages_tab_read_only_enabled": flag}
        ),
        "bot_user": Shape({"display_name": string(80, 1), "always_online": flag}, ("display_name",)),
        "functions": many(FUNCTION, 50, 0),
        "shortcuts": many(SHORTCUT, 10),
        "slash_commands": many(COMMAND, 50),
        "workflow_steps": many(
            Shape({"name": string(50, 1), "callback_id": string(50, 1)}, ("name", "callback_id")), 10
        ),
        "unfurl_domains": unique(_domain, 5, 1),
        "assistant_view": Shape(
            {"assistant_description": string(), "suggested_prompts": many(PROMPT, None, 0)}, ("assistant_description",)
        ),
        "agent_view": Shape(
            {
                "agent_description": string(300),
                "suggested_prompts": many(PROMPT, 4, 0),
                "actions": many(Shape({"name": string(), "description": string()}, ("name", "description")), None, 0),
            }
        ),
    }
)
BOT_SCOPES = many(known(frozenset(MEANS), "bot scope"), 255, 0)
USER_SCOPES = many(string(50), 255, 0)
OAUTH = Shape(
    {
        "redirect_urls": unique(string(2500), 1000),
        "scopes": Shape(
            {"user": USER_SCOPES, "bot": BOT_SCOPES, "user_optional": USER_SCOPES, "bot_optional": BOT_SCOPES}
        ),
        "token_management_enabled": flag,
        "pkce_enabled": flag,
    }
)
METADATA_EVENT = Shape({"app_id": string(), "event_type": string(50)}, ("app_id", "event_type"))
SETTINGS = Shape(
    {
        "allowed_ip_address_ranges": unique(_range, 50, 1),
        "event_subscriptions": Shape(
            {
                "request_url": REQUEST_URL,
                "user_events": unique(string(50), 100),
                "bot_events": unique(known(frozenset(SCOPES), "event"), 100),
                "metadata_subscriptions": unique(METADATA_EVENT, 20, 1),
            }
        ),
        "incoming_webhooks": Shape({"incoming_webhooks_enabled": flag}),
        "interactivity": Shape(
            {"is_enabled": flag, "request_url": REQUEST_URL, "message_menu_options_url": REQUEST_URL}, ("is_enabled",)
        ),
        "org_deploy_enabled": flag,
        "socket_mode_enabled": flag,
        "is_hosted": flag,
        "token_rotation_enabled": flag,
        "siws_links": Shape({"initiate_uri": matching(SECURE, 3500)}),
        "hermes_app_type": string(),
        "function_runtime": string(),
        "is_mcp_enabled": flag,
    }
)


def _addresses(manifest: Json, path: str, report: Report) -> None:
    """Ask for request URLs where nothing else would bring requests to the app."""
    settings = _part(manifest, "settings")
    # Over a socket nothing needs an address; Slack even asks to leave them out then.
    if settings.get("socket_mode_enabled") is True:
        return
    events = _part(settings, "event_subscriptions")
    if events.get("bot_events") and not events.get("request_url"):
        words = "Event Subscription requires either Request URL or Socket Mode Enabled"
        report.add(f"{path}/settings/event_subscriptions", words, "required", ["request_url"])
    interactivity = _part(settings, "interactivity")
    if interactivity.get("is_enabled") is True and not interactivity.get("request_url"):
        words = "Interactivity requires a Request URL or Socket Mode enabled"
        report.add(f"{path}/settings/interactivity", words, "required", ["request_url"])
    commands = _part(manifest, "features").get("slash_commands")
    for index, command in enumerate(commands if isinstance(commands, list) else []):
        if isinstance(command, dict) and not command.get("url"):
            words = "Slash command requires a URL or Socket Mode enabled"
            report.add(f"{path}/features/slash_commands/{index}", words, "required", ["url"])


def _bot(manifest: Json, path: str, report: Report) -> None:
    scopes = _part(_part(manifest, "oauth_config"), "scopes")
    if scopes.get("bot") and not _part(manifest, "features").get("bot_user"):
        report.add(f"{path}/features/bot_user", "Bot scopes require a bot user", "required", ["bot_user"])


def _part(whole_: Json, name: str) -> Json:
    part = whole_.get(name)
    return part if isinstance(part, dict) else {}


VERSION = whole(0)
MANIFEST = Shape(
    {
        "_metadata": Shape(
            {
                "schema_version": VERSION,
                "min_version": VERSION,
                "major_version": VERSION,
                "minor_version": VERSION,
            }
        ),
        "display_information": Shape(
            {
                "name": string(35, 1),
                "description": string(140, 1),
                "background_color": string(7, 4),
                "long_description": string(4000, 175),
            },
            ("name",),
        ),
        "features": FEATURES,
        "oauth_config": OAUTH,
        "settings": SETTINGS,
        "functions": _by_name(HOSTED_FUNCTION),
    },
    ("display_information",),
    (_addresses, _bot),
)


def faults_in(manifest: Any) -> list[Json]:
    """List what Slack would refuse, in the shape of apps.manifest.validate: what is wrong, and where."""
    report = Report()
    MANIFEST(manifest, "", report)
    return [{"message": fault.message, "pointer": fault.pointer or "/"} for fault in report.faults]
