"""An app is brought what no person could send: whatever is wanted, as if somebody of the workspace had done it."""

import pytest

from sandbox.client import SandboxClient, SandboxRefused
from tests.sandbox.stage import HttpApp, Stage


@pytest.mark.parametrize("payload", [None, "a text", {}, {"type": "event_callback"}, {"type": "view_closed"}])
def test_only_an_interaction_is_forged(stage: Stage, client: SandboxClient, payload: object) -> None:
    ana = stage.person()

    with pytest.raises(SandboxRefused, match="whose type is one of block_actions, view_submission"):
        client.act(ana, "forge", channel=stage.channel(ana), payload=payload)


def test_what_is_given_takes_the_place_of_what_is_real(stage: Stage, client: SandboxClient, http_app: HttpApp) -> None:
    ana = stage.person()
    channel = stage.channel(ana)
    wanted = {"type": "block_actions", "trigger_id": "1.2.gone", "actions": [{"action_id": "x", "value": "nonsense"}]}

    assert client.act(ana, "forge", channel=channel, payload=wanted)["ok"]

    (heard,) = http_app.payloads()
    assert (heard["user"]["id"], heard["channel"]["id"]) == (ana, channel)
    assert (heard["trigger_id"], heard["actions"]) == ("1.2.gone", wanted["actions"])
    assert heard["response_url"].startswith("http")
