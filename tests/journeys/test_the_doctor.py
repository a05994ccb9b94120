"""An operator asks the doctor before the first start, while Baton serves, and after something broke."""

from pathlib import Path

import pytest

from tests.journeys.stage import Stage, run, stage


def asked(on: Stage, **more: str) -> tuple[int, str]:
    """Return the status and what was printed; it never falls over."""
    # The doctor's question is about this machine's clock, and not about a sandbox's.
    ended = run("doctor", settings={name: value for name, value in (on.settings | more).items() if value})
    assert "Traceback" not in ended.stdout + ended.stderr
    assert not [secret for secret in (on.workspace.bot_token, on.workspace.app_token) if secret in ended.stdout]
    return ended.returncode, ended.stdout


@pytest.mark.parametrize("over_http", [True, False], ids=["http", "socket mode"])
def test_it_finds_all_well_beside_a_baton_that_serves_and_names_what_broke(tmp_path: Path, *, over_http: bool) -> None:
    with stage(tmp_path, over_http=over_http) as on:
        status, first = asked(on)
        assert "is not there yet." in first

        with on.serving():
            status, serving = asked(on, PUBLIC_URL=on.baton.url)
            assert status == 0, serving
            assert "0 problems" in serving
            assert ("takes this signing secret" in serving) is over_http
            assert "can be written" in serving

        on.slack.uninstall(on.slack.state()["team"]["id"], is_revoked=True)
        status, broken = asked(on)
        assert status == 1
        assert "Slack does not accept SLACK_BOT_TOKEN (token_revoked)" in broken


def test_settings_that_are_wrong_are_told_like_anything_else(tmp_path: Path) -> None:
    with stage(tmp_path) as on:
        status, said = asked(on, PORT="many", BATON_TEAM_CHANNEL="general")

    assert status == 1
    assert "problem  settings          PORT must be a whole number" in said
    assert "BATON_TEAM_CHANNEL must be a channel's id" in said
