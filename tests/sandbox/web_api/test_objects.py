"""Channels, people, messages and views in answers fit the models that others have made of Slack's objects."""

from typing import Any

import pytest
from pydantic import ValidationError
from slack_events import _models as models
from slack_events.validation import get_adapter
from slack_sdk import WebClient
from slack_sdk.models.blocks import Block
from slack_sdk.models.metadata import Metadata
from slack_sdk.models.views import View

from sandbox.client import SandboxClient
from sandbox.running import Sandbox
from tests.sandbox.stage import WRITTEN, Json, Stage, field_of, modal
from tests.sandbox.web_api.answers import METADATA
from tests.sandbox.web_api.scene import Scene

# What the models want and Slack's own examples of these answers do without.
LEFT_OUT = {
    *(f"profile.{name}" for name in ("title", "phone", "skype", "fields", "first_name", "last_name")),
    *(f"profile.{name}" for name in ("status_text_canonical", "status_emoji_display_info")),
    *(f"profile.{name}" for name in ("huddle_state", "huddle_state_expiration_ts", "email")),
    "who_can_share_contact_card",
    "locale",
    "auto_provision",
    "message.bot_profile.updated",
}


@pytest.fixture
def scene(sandbox: Sandbox, client: SandboxClient, slack: WebClient, stage: Stage) -> Scene:
    return Scene(sandbox, client, slack, stage)


def flaws(model: Any, drawn: Json) -> set[str]:
    try:
        get_adapter(model).validate_python(drawn)
    except ValidationError as error:
        return {".".join(str(part) for part in one["loc"]) for one in error.errors()} - LEFT_OUT
    return set()


@pytest.mark.parametrize("who", ["ana", "bot", "stranger"])
def test_people_fit(scene: Scene, who: str) -> None:
    user = scene.slack.users_info(user=getattr(scene, who))["user"]

    assert flaws(models.TeamJoinUser, user) == set()


@pytest.mark.parametrize("which", ["channel", "private", "foreign", "archived", "shared", "general"])
def test_channels_fit(scene: Scene, which: str) -> None:
    channel = scene.slack.conversations_info(channel=getattr(scene, which))["channel"]

    assert flaws(models.ChannelCreatedChannel, channel) == set()


def test_a_pinned_message_fits(scene: Scene) -> None:
    item = scene.slack.pins_list(channel=scene.pinned()["channel"])["items"][0]

    assert flaws(models.PinnedItem, item) == set()


def test_a_user_group_fits(scene: Scene) -> None:
    group = scene.group
    listed = scene.slack.usergroups_list(include_users=True, include_count=True)["usergroups"]

    assert flaws(models.Subteam, next(one for one in listed if one["id"] == group)) == set()


def test_a_message_is_read_by_the_sdks_own_models(scene: Scene) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}]
    scene.slack.chat_postMessage(channel=scene.channel, text="x", blocks=blocks, metadata=METADATA)

    shown = scene.slack.conversations_history(channel=scene.channel, include_all_metadata=True)["messages"][0]

    assert [one.type for one in Block.parse_all(shown["blocks"])] == ["section"]
    assert Metadata(**shown["metadata"]).to_dict() == METADATA


def test_a_view_is_read_by_the_sdks_own_models(scene: Scene) -> None:
    drawn = scene.form(blocks=[field_of("name", WRITTEN)])

    view = View(**drawn)

    assert (view.id, view.hash, view.root_view_id) == (drawn["id"], drawn["hash"], drawn["id"])
    assert [block.block_id for block in view.blocks or []] == ["name"]
    view.validate_json()
    assert flaws(models.ModalView, modal()) == set()
