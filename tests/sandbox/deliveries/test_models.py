"""All that is sent fits the models of slack-events, which were made from Slack's own types, and strictly so."""

import json
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError
from slack_events.payloads import AppRateLimitedPayload, EventCallbackEnvelope, UrlVerificationPayload
from slack_events.validation import get_adapter, payload_type_for, validate_payload

from sandbox.deliveries.subscriptions import MESSAGE_EVENT, SCOPES
from sandbox.running import Sandbox
from sandbox.world import World
from tests.sandbox.deliveries.everything import everything_happens, interactions
from tests.sandbox.deliveries.inside import tell
from tests.sandbox.stage import HttpApp, Json

if TYPE_CHECKING:
    from sandbox.deliveries.events import Events

# What the models want and the sandbox leaves out; Slack's own page says that any field of a person may be missing.
LEFT_OUT = {
    *(f"user.profile.{name}" for name in ("title", "phone", "skype", "fields", "first_name", "last_name")),
    *(f"user.profile.{name}" for name in ("status_text_canonical", "status_emoji_display_info")),
    *(f"user.profile.{name}" for name in ("huddle_state", "huddle_state_expiration_ts")),
    "user.who_can_share_contact_card",
    "bot_profile.updated",
    "client_msg_id",  # only what a person wrote has one, while the model wants it of the app's own broadcasts too
}
# A message inside another event lacks what the event itself says of it, in Slack as here.
INNER = ("message", "previous_message", "root")
SAID_OUTSIDE = {"channel", "channel_type", "event_ts"}
WITHOUT_MODEL = {"block_suggestion", "shortcut", "message_action"}


def flaws(model: Any, payload: Json) -> set[str]:
    """List what is missing or of the wrong type, without what is left out on purpose."""
    try:
        get_adapter(model).validate_python(payload)
    except ValidationError as error:
        places = (".".join(str(part) for part in one["loc"]) for one in error.errors() if one["loc"][0] not in INNER)
        return set(places) - LEFT_OUT
    return set()


@pytest.fixture(scope="module")
def heard(sandbox: Sandbox, http_app_server: HttpApp) -> list[Json]:
    """Let everything happen, once, and give what the app heard of it on the wire."""
    sandbox.client.configure_app(events=list(SCOPES))
    http_app_server.reset()
    tell(sandbox, everything_happens)
    # So many at once are too many for the little server behind the URL; what it missed comes again at once.
    sandbox.client.advance(0)
    sandbox.client.configure_app(events=[])
    return [json.loads(one.raw) for one in http_app_server.heard]


def test_everything_that_can_be_subscribed_to_was_heard(heard: list[Json]) -> None:
    events = [one["event"] for one in heard]
    types = {str(event["type"]) for event in events} | {
        MESSAGE_EVENT[kind]
        for kind, letter in (
            ("public_channel", "channel"),
            ("private_channel", "group"),
            ("im", "im"),
            ("mpim", "mpim"),
        )
        if any(event.get("channel_type") == letter for event in events)
    }

    assert set(SCOPES) - types == set()


def test_every_event_has_a_model_and_fits_it(heard: list[Json]) -> None:
    found = {}
    for event in (one["event"] for one in heard):
        name = (event["type"], event.get("subtype"))
        model = payload_type_for(*name)
        found[name] = flaws(model, event) if model else {"no model"}

    assert {name: flawed for name, flawed in found.items() if flawed} == {}
    assert len(found) > 40


def test_a_message_inside_an_event_fits_its_own_model(heard: list[Json]) -> None:
    inside = [event[name] for event in (one["event"] for one in heard) for name in INNER if name in event]
    # A stone has no model: its subtype is none of those that Slack's types know.
    messages = [one for one in inside if isinstance(one, dict) and one.get("subtype") != "tombstone"]
    found = [flaws(payload_type_for("message", one.get("subtype")), one) - SAID_OUTSIDE for one in messages]

    assert found
    assert set().union(*found) == set()


def test_every_wrapping_fits_its_model(heard: list[Json]) -> None:
    # What is wrapped is another test's matter, and here it would be tried against a hundred models at once.
    bare = {"type": "app_uninstalled"}

    assert {frozenset(flaws(EventCallbackEnvelope, one | {"event": bare})) for one in heard} == {frozenset()}


@pytest.fixture(scope="module")
def drawn(sandbox: Sandbox) -> dict[str, Json]:
    made: dict[str, Json] = {}
    tell(sandbox, lambda world: made.update(interactions(world)))
    return made


def test_commands_and_interactions_fit_theirs(drawn: dict[str, Json]) -> None:
    found = {}
    for name, payload in drawn.items():
        kind = str(payload.get("type", "slash_command"))
        if kind not in WITHOUT_MODEL:
            validate_payload(kind, None, payload)
            found[name] = flaws(payload_type_for(kind, None), payload) - {"enterprise"}

    assert {name: flawed for name, flawed in found.items() if flawed} == {}
    assert len(found) == 7


def test_the_word_of_a_full_hour_fits_its_model(sandbox: Sandbox) -> None:
    words: list[Json] = []

    def overflow(world: World) -> None:
        events: Events = world.events
        events.quota.owes_word(world.clock.epoch())
        words.append(events._word_of_limit())

    tell(sandbox, overflow)

    assert flaws(AppRateLimitedPayload, words[0]) == set()
    assert words[0]["minute_rate_limited"] % 60 == 0


def test_the_challenge_fits_its_model(sandbox: Sandbox, http_app: HttpApp) -> None:
    http_app.answer = lambda payload: (200, payload.get("challenge", ""))

    sandbox.client.verify_request_url()

    assert flaws(UrlVerificationPayload, http_app.payloads("url_verification")[0]) == set()
