"""Errors of what an app asks about itself: tokens, installations, and blocks it is about to send."""

from collections.abc import Callable

from slack_sdk import WebClient

from tests.sandbox.stage import Json, modal
from tests.sandbox.web_api.answers import Arguments, Rotating, app, credentials, elsewhere, nobody
from tests.sandbox.web_api.refusal import Refusal
from tests.sandbox.web_api.scene import Scene


def granted(**other: str) -> Arguments:
    """Come with a code that was given for a workspace, and with something else about it wrong."""

    def made(scene: Scene) -> Json:
        grants = scene.world.shared.grants
        code = grants.allow(scene.world.team.id, scene.ana, ("chat:write",), "https://example.com")
        return {**credentials(scene), "code": code, "redirect_uri": "https://example.com", **other}

    return made


def twice(scene: Scene) -> Json:
    arguments = granted()(scene)
    nobody(scene).api_call("oauth.v2.access", params=arguments)
    return arguments


def traded(scene: Scene) -> WebClient:
    caller = elsewhere(scene)
    token = caller.oauth_v2_exchange(token=str(caller.token), **credentials(scene))["access_token"]
    return WebClient(token, base_url=scene.sandbox.api_url, retry_handlers=[])


def misidentified(method: str, by: Callable[[Scene], WebClient]) -> list[Refusal]:
    return [
        Refusal(method, "invalid_client_id", lambda s: credentials(s) | {"client_id": "1.2"}, by=by),
        Refusal(method, "bad_client_secret", lambda s: credentials(s) | {"client_secret": "x"}, by=by),
    ]


INVALID = [{"type": "section"}]
APPS = [
    *misidentified("apps.uninstall", elsewhere),
    Refusal(
        "apps.event.authorizations.list",
        "auth_mismatch",
        lambda s: {"event_context": s.event_context(app="A404")},
        by=app,
    ),
    Refusal("apps.event.authorizations.list", "invalid_event_context", lambda _: {"event_context": "EC1"}, by=app),
    Refusal(
        "apps.event.authorizations.list",
        "invalid_event_context",
        lambda s: {"event_context": s.event_context(team="T404")},
        by=app,
    ),
    Refusal(
        "apps.event.authorizations.list",
        "invalid_cursor",
        lambda s: {"event_context": s.event_context(), "cursor": "x"},
        by=app,
    ),
    *misidentified("oauth.v2.access", nobody),
    Refusal("oauth.v2.access", "bad_redirect_uri", granted(redirect_uri="https://example.org"), by=nobody),
    Refusal("oauth.v2.access", "invalid_code", granted(code="1.2"), by=nobody),
    Refusal("oauth.v2.access", "code_already_used", twice, by=nobody),
    Refusal("oauth.v2.access", "invalid_grant_type", granted(grant_type="password"), by=nobody),
    Refusal(
        "oauth.v2.access", "invalid_refresh_token", granted(grant_type="refresh_token", refresh_token="x"), by=nobody
    ),
    *misidentified("oauth.v2.exchange", elsewhere),
    Refusal("oauth.v2.exchange", "token_rotation_not_enabled", credentials, by=elsewhere),
    Refusal("oauth.v2.exchange", "token_already_exchanged", credentials, Rotating, by=traded),
    Refusal("team.info", "team_not_found", lambda _: {"team": "T404"}),
    Refusal("team.info", "team_not_on_enterprise", lambda _: {"domain": "elsewhere"}),
    Refusal("bots.info", "bot_not_found", lambda _: {"bot": "B404"}),
    Refusal("bots.info", "missing_argument", lambda _: {}),
    Refusal("blocks.validate", "invalid_blocks", lambda _: {"blocks": INVALID}),
    Refusal("blocks.validate", "invalid_view", lambda _: {"view": modal(blocks=INVALID)}),
    Refusal("blocks.validate", "invalid_message", lambda _: {"message": {"text": "x", "blocks": INVALID}}),
]
