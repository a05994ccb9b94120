"""So many calls a minute: what a window lets through, and which calls share one."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import limits
from sandbox.client import SandboxClient
from sandbox.rates import Rates
from sandbox.running import Sandbox
from tests.sandbox.stage import Stage, refused
from tests.sandbox.web_api.calls import settings

pytestmark = pytest.mark.usefixtures("limited")


def test_a_window_lets_so_many_through_and_says_when_the_next_may_come() -> None:
    rates = Rates()

    waits = [rates.take({"k": 3}, epoch) for epoch in (0, 10, 20, 30)]

    assert waits == [None, None, None, 30]


def test_a_window_slides() -> None:
    rates = Rates()
    for epoch in (0, 10, 20):
        rates.take({"k": 3}, epoch)

    assert rates.take({"k": 3}, 59.9) == 1
    assert rates.take({"k": 3}, 60) is None
    assert rates.take({"k": 3}, 60) == 10


def test_keys_do_not_know_each_other_and_a_refused_call_does_not_count() -> None:
    rates = Rates()
    rates.take({"a": 1}, 0)

    assert [rates.take({"a": 1}, epoch) for epoch in (1, 2, 3)] == [59, 58, 57]
    assert rates.take({"b": 1}, 3) is None
    assert rates.take({"a": 1}, 60) is None


def test_a_call_under_two_limits_counts_under_neither_when_one_is_full() -> None:
    rates = Rates()
    rates.take({"channel": 1, "workspace": 2}, 0)

    assert rates.take({"channel": 1, "workspace": 2}, 1) == 59
    assert rates.take({"other": 1, "workspace": 2}, 1) is None
    assert rates.take({"third": 1, "workspace": 2}, 1) == 59


def test_rates_can_be_lifted() -> None:
    rates = Rates(is_enforced=False)

    assert [rates.take({"k": 1}, 0) for _ in range(5)] == [None] * 5


def waits(slack: WebClient, channel: str) -> int:
    """Post once too often, and tell how long Slack says to wait."""
    with pytest.raises(SlackApiError) as caught:
        slack.chat_postMessage(channel=channel, text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.data["error"] == "ratelimited"
    return int(caught.value.response.headers["retry-after"])


def test_a_channel_takes_sixty_posts_a_minute_and_another_channel_sixty_more(
    stage: Stage, slack: WebClient, client: SandboxClient
) -> None:
    full, other = stage.channel(), stage.channel()
    for _ in range(60):
        stage.post(full)

    assert 1 <= waits(slack, full) <= 60
    assert stage.post(other)
    client.advance(60)
    assert stage.post(full)


def test_no_other_name_of_a_channel_buys_it_more_posts(stage: Stage, slack: WebClient, client: SandboxClient) -> None:
    ana = stage.person()
    direct = str(slack.conversations_open(users=ana)["channel"]["id"])
    channel = stage.channel()
    name = slack.conversations_info(channel=channel)["channel"]["name"]
    for one, other in [(channel, f"#{name}"), (direct, ana)] * 30:
        stage.post(one)
        stage.post(other)

    assert waits(slack, name) <= 60
    assert waits(slack, ana) <= 60


def test_all_channels_of_a_workspace_share_three_hundred_posts_a_minute(
    stage: Stage, slack: WebClient, client: SandboxClient
) -> None:
    channels = [stage.channel() for _ in range(6)]
    for channel in channels[:5]:
        for _ in range(60):
            stage.post(channel)

    waits(slack, channels[5])

    client.advance(60)
    assert stage.post(channels[5])


def test_edits_are_limited_to_fifty_a_minute_over_all_channels(stage: Stage, slack: WebClient) -> None:
    first, second = stage.channel(), stage.channel()
    posts = [(channel, stage.post(channel)) for channel in (first, second)]
    for number in range(50):
        channel, ts = posts[number % 2]
        slack.chat_update(channel=channel, ts=ts, text=str(number))

    with refused("ratelimited"):
        slack.chat_update(channel=first, ts=posts[0][1], text="one more")


def test_one_workspaces_calls_cost_another_nothing(sandbox: Sandbox, client: SandboxClient, slack: WebClient) -> None:
    other = client.add_workspace("Elsewhere")
    for _ in range(limits.TIER_2):
        slack.conversations_list()

    with refused("ratelimited"):
        slack.conversations_list()
    assert WebClient(other["bot_token"], base_url=sandbox.api_url).conversations_list()["ok"]


def test_an_app_sold_outside_the_marketplace_reads_one_history_a_minute_of_fifteen_messages(
    stage: Stage, slack: WebClient, client: SandboxClient
) -> None:
    channel = stage.channel()
    for number in range(20):
        stage.post(channel, str(number))

    with settings(client, is_commercial=True):
        shown = slack.conversations_history(channel=channel, limit=100)
        with refused("ratelimited"):
            slack.conversations_history(channel=channel)

    assert (len(shown["messages"]), shown["has_more"]) == (15, True)
