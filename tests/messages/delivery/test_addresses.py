"""Which addresses that come with a request are believed to be Slack's."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.delivery.addresses import is_slacks

REAL = "https://slack.com/api/"
SANDBOX = "http://127.0.0.1:8900/api/"


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/actions/T1/2/3",
        "https://hooks.slack.com/commands/T1/2/3?x=%2F",
        "https://slack.com/api/x",
        "https://hooks.slack-gov.com/actions/T1/2/3",
        "https://HOOKS.Slack.COM/actions/T1",
        "https://hooks.slack.com:443/actions/T1",
        "https://hooks.slack.com./actions/T1",
        "https://hooks.slack.com",
    ],
)
def test_slacks_own_addresses_are_believed(url: str) -> None:
    assert is_slacks(url, api_url=REAL)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/actions/T1",
        "http://hooks.slack.com:443/actions/T1",
        "https://hooks.slack.com:8443/actions/T1",
        "https://hooks.slack.com:99999/",
        "https://hooks.slack.com:port/",
        "https://evilslack.com/",
        "https://slack.com.evil.example/",
        "https://evil.example/hooks.slack.com",
        "https://evil.example#.slack.com/",
        "https://evil.example?.slack.com/",
        "https://slack.com@evil.example/",
        "https://u:p@hooks.slack.com/",
        "https://evil.example\\@hooks.slack.com/",
        "https://evil.example\\.slack.com/",
        "https://hooks.slack.com\n.evil.example/",
        "https://hooks.slack.com/\r\nHost: evil.example",
        " https://hooks.slack.com/",
        "https://hooks.slack.com/ x",
        "https://hooks.sl\u0430ck.com/",
        "https://hooks\u3002slack.com/",
        "https://169.254.169.254/latest/meta-data/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[not/",
        "https:///hooks.slack.com/",
        "https:hooks.slack.com/",
        "//hooks.slack.com/",
        "file:///etc/passwd",
        "gopher://hooks.slack.com/",
        "ftp://hooks.slack.com/",
        "",
    ],
)
def test_what_only_looks_like_slacks_is_not(url: str) -> None:
    assert not is_slacks(url, api_url=REAL)


def test_a_stand_in_for_slack_is_one_origin_and_no_more() -> None:
    assert is_slacks("http://127.0.0.1:8900/hook/1", api_url=SANDBOX)

    for other in (
        "http://127.0.0.1:8901/hook/1",
        "https://127.0.0.1:8900/hook/1",
        "http://localhost:8900/hook/1",
        "http://127.0.0.1/hook/1",
        "http://127.0.0.2:8900/hook/1",
        "https://hooks.slack.com/actions/T1",
    ):
        assert not is_slacks(other, api_url=SANDBOX)


@pytest.mark.parametrize("api_url", ["", "nowhere", "https://"])
def test_without_a_slack_nothing_is_slacks(api_url: str) -> None:
    assert not is_slacks("https://hooks.slack.com/actions/T1", api_url=api_url)


@given(
    st.one_of(
        st.text(),
        st.text(st.sampled_from("htps:/\\@.#?%slackcomevil[]0129\n ")),
        st.builds("https://{}slack.com{}".format, st.text(max_size=8), st.text(max_size=8)),
    )
)
def test_whatever_is_believed_leads_to_slack(url: str) -> None:
    if is_slacks(url, api_url=REAL):
        parts = urlsplit(url)
        assert parts.scheme == "https"
        assert parts.username is None
        assert (parts.hostname or "").removesuffix(".").rpartition("slack.com")[0][-1:] in {"", "."}
