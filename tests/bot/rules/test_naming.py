"""Names of channels: whatever a customer is called, Slack takes the name and it ends in the deal's short id."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.naming import channel_name, next_name, slug

SLACKS = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
SHORTS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=6, max_size=12)
TEMPLATES = st.one_of(
    st.just("deal-{account}-{short}"), st.text(max_size=200), st.text("{}-_ aAäaccountnmkidshor ", max_size=120)
)


def named(account: str, *, template: str = "deal-{account}-{short}", name: str = "", kind: str = "") -> str:
    return channel_name(template, account=account, name=name, kind=kind, short="k3v9q2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme Oy", "acme-oy"),
        ("Müller & Söhne", "muller-sohne"),
        ("Straße", "strasse"),
        ("Ærø Łódź", "aero-lodz"),
        ("  --a__b..c  ", "a-b-c"),
        ("İstanbul", "istanbul"),
        ("½ price", "12-price"),
        ("日本", ""),
        ("🚀", ""),
        ("<!channel> @here <@U123>", "channel-here-u123"),
    ],
)
def test_a_slug_is_what_is_left_in_slacks_letters(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ("Acme Oy", "deal-acme-oy-k3v9q2"),
        ("日本電気", "deal-k3v9q2"),
        ("", "deal-k3v9q2"),
        ("../../etc", "deal-etc-k3v9q2"),
        ("{short}{name}", "deal-short-name-k3v9q2"),
        ("x" * 10_000, f"deal-{'x' * 68}-k3v9q2"),
        ("a" * 67 + " b", f"deal-{'a' * 67}-k3v9q2"),
    ],
)
def test_a_channel_is_named_after_its_customer(account: str, expected: str) -> None:
    assert named(account) == expected


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{short}", "deal-k3v9q2"),
        ("{kind}/{name}/{account}", "site-roof-acme-k3v9q2"),
        ("{short}-{account}", "acme-k3v9q2"),
        ("{unknown}-won", "won-k3v9q2"),
        ("WON {account}!", "won-acme-k3v9q2"),
        ("", "deal-k3v9q2"),
    ],
)
def test_a_template_never_loses_the_short_id(template: str, expected: str) -> None:
    assert named("Acme", template=template, name="Roof", kind="site") == expected


@given(TEMPLATES, st.text(), st.text(), st.text(), SHORTS)
def test_any_name_is_one_that_slack_takes(template: str, account: str, name: str, kind: str, short: str) -> None:
    made = channel_name(template, account=account, name=name, kind=kind, short=short)

    assert SLACKS.fullmatch(made)
    assert made.endswith(f"-{short}")


@given(st.text(), SHORTS, st.integers(2, 10_000))
def test_another_name_differs_and_is_still_the_deals(account: str, short: str, attempt: int) -> None:
    first = channel_name("deal-{account}-{short}", account=account, name="", kind="", short=short)

    second = next_name(first, short, attempt)

    assert SLACKS.fullmatch(second)
    assert second.endswith(f"-{attempt}-{short}")
    assert second != first


def test_another_name_keeps_what_there_is_room_for() -> None:
    assert next_name("deal-acme-k3v9q2", "k3v9q2", 2) == "deal-acme-2-k3v9q2"
    assert len(next_name(named("x" * 100), "k3v9q2", 2)) == 80
