"""Turns a manifest that holds into the facts that describe an app here."""

from sandbox.errors import Json


def facts_of(manifest: Json) -> Json:
    """Say everything the manifest says; what it leaves out the app does not have, as in Slack.

    Addresses are the exception: an app on Socket Mode names none, and one given by hand goes on being used.
    """
    shown, features, oauth, settings = (
        manifest.get(name) or {} for name in ("display_information", "features", "oauth_config", "settings")
    )
    scopes = oauth.get("scopes") or {}
    home, interactivity = features.get("app_home") or {}, settings.get("interactivity") or {}
    events = settings.get("event_subscriptions") or {}
    # People may refuse these one by one, but the app asks for them like for the others.
    optional = scopes.get("bot_optional") or []
    facts: Json = {
        "name": shown["name"],
        "bot_name": (features.get("bot_user") or {}).get("display_name", ""),
        "description": shown.get("description", ""),
        "commands": features.get("slash_commands") or [],
        "shortcuts": features.get("shortcuts") or [],
        "scopes": list(dict.fromkeys([*(scopes.get("bot") or []), *optional])),
        "optional_scopes": optional,
        "events": events.get("bot_events") or [],
        "redirect_urls": oauth.get("redirect_urls") or [],
        "home_tab_enabled": bool(home.get("home_tab_enabled")),
        "messages_tab_enabled": bool(home.get("messages_tab_enabled")),
        "is_interactive": bool(interactivity.get("is_enabled")),
        "token_rotation": bool(settings.get("token_rotation_enabled")),
    }
    return facts | {name: url for name, url in _addresses(facts, events, interactivity).items() if url}


def _addresses(facts: Json, events: Json, interactivity: Json) -> Json:
    # An app with commands alone names no other address than theirs.
    of_commands = [one["url"] for one in facts["commands"] if one.get("url")]
    acting = interactivity.get("request_url", "")
    return {
        "request_url": events.get("request_url") or acting or next(iter(of_commands), ""),
        "interactivity_url": acting,
        "options_url": interactivity.get("message_menu_options_url", ""),
    }
