"""Tokens that expire and are renewed, as Slack gives them to apps that ask for it."""

from collections.abc import Iterator

import pytest
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.token_rotation import TokenRotator

from sandbox.running import Sandbox
from tests.sandbox.people.conftest import Door
from tests.sandbox.stage import MONDAY, Json, refused, sent_back

HALF_A_DAY = 12 * 60 * 60


@pytest.fixture
def rotating() -> Iterator[Door]:
    """Give a workspace whose app has rotation switched on, and is not installed yet."""
    with Sandbox.start(start=MONDAY) as running:
        running.client.configure_app(token_rotation=True, rate_limits=False)
        added = running.client.add_workspace("Door", is_installed=False)
        ana = running.client.workspace(added["id"]).add_person("ana")
        yield Door(running, added["id"], added["bot_user"], ana["id"])


def renewed(door: Door, answer: Json) -> Json:
    return door.exchange("", grant_type="refresh_token", refresh_token=answer["refresh_token"])


def test_a_rotating_token_comes_with_its_end_and_its_successor(rotating: Door) -> None:
    answer = rotating.exchange(rotating.consent())

    assert answer["access_token"].startswith("xoxe.xoxb-1-")
    assert answer["refresh_token"].startswith("xoxe-1-")
    assert answer["expires_in"] == HALF_A_DAY


def test_it_works_for_half_a_day(rotating: Door) -> None:
    slack = rotating.slack(rotating.exchange(rotating.consent())["access_token"])

    rotating.client.advance(HALF_A_DAY - 60)
    assert slack.auth_test()["ok"]
    rotating.client.advance(61)
    with refused("token_expired"):
        slack.auth_test()


def test_a_refresh_token_brings_a_new_token_after_the_old_one_has_ended(rotating: Door) -> None:
    first = rotating.exchange(rotating.consent())
    rotating.client.advance(HALF_A_DAY + 1)

    second = renewed(rotating, first)

    assert second["access_token"] != first["access_token"]
    assert rotating.slack(second["access_token"]).auth_test()["team_id"] == rotating.team


def test_a_refresh_token_works_once(rotating: Door) -> None:
    first = rotating.exchange(rotating.consent())
    renewed(rotating, first)

    with refused("invalid_refresh_token"):
        renewed(rotating, first)


def test_the_newest_two_tokens_work_and_older_ones_do_not(rotating: Door) -> None:
    first = rotating.exchange(rotating.consent())
    second = renewed(rotating, first)
    third = renewed(rotating, second)

    assert [rotating.slack(one["access_token"]).auth_test()["ok"] for one in (second, third)] == [True, True]
    with refused("token_revoked"):
        rotating.slack(first["access_token"]).auth_test()


def test_uninstalling_ends_refresh_tokens_too(rotating: Door) -> None:
    answer = rotating.exchange(rotating.consent())
    rotating.sandbox.client.uninstall(rotating.team)

    with refused("invalid_refresh_token"):
        renewed(rotating, answer)


def test_an_app_revokes_one_of_its_two_tokens_and_keeps_the_other(rotating: Door) -> None:
    first = rotating.exchange(rotating.consent())
    second = renewed(rotating, first)

    rotating.slack(first["access_token"]).auth_revoke()

    assert rotating.slack(second["access_token"]).auth_test()["ok"]
    with refused("token_revoked"):
        rotating.slack(first["access_token"]).auth_test()


def test_a_token_that_lasted_is_traded_for_one_that_rotates(rotating: Door) -> None:
    sandbox = rotating.sandbox
    app, old = sandbox._platform.shared.app, sandbox.bot_token
    given = {"client_id": app.client_id, "client_secret": app.client_secret}

    new = rotating.slack(old).oauth_v2_exchange(token=old, **given)

    assert rotating.slack(str(new["access_token"])).auth_test()["ok"]
    with refused("token_revoked"):
        rotating.slack(old).auth_test()
    with refused("token_already_exchanged"):
        rotating.slack(str(new["access_token"])).oauth_v2_exchange(token=str(new["access_token"]), **given)


def test_without_rotation_there_is_nothing_to_trade_for(sandbox: Sandbox, door: Door) -> None:
    app = sandbox._platform.shared.app

    with refused("token_rotation_not_enabled"):
        door.slack(sandbox.bot_token).oauth_v2_exchange(
            token=sandbox.bot_token, client_id=app.client_id, client_secret=app.client_secret
        )


def test_rotation_cannot_be_switched_off_again(rotating: Door) -> None:
    with sent_back(409, "cannot be turned off"):
        rotating.client.configure_app(token_rotation=False)


def test_the_sdks_own_rotator_renews_it(rotating: Door) -> None:
    app = rotating.sandbox._platform.shared.app
    answer = rotating.exchange(rotating.consent())
    kept = Bot(
        bot_token=answer["access_token"],
        bot_id="B1",
        bot_user_id=answer["bot_user_id"],
        bot_refresh_token=answer["refresh_token"],
        bot_token_expires_in=answer["expires_in"],
        team_id=rotating.team,
        installed_at=1.0,
    )

    rotator = TokenRotator(client_id=app.client_id, client_secret=app.client_secret, client=rotating.slack(""))
    fresh = rotator.perform_bot_token_rotation(bot=kept, minutes_before_expiration=60 * 24 * 365 * 100)

    assert fresh is not None
    assert rotating.slack(fresh.bot_token).auth_test()["team_id"] == rotating.team
