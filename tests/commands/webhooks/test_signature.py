"""Only what was signed with the secret, within five minutes, is believed."""

from datetime import UTC, datetime, timedelta

import pytest

from commands.webhooks.signature import Flaw, sign, verify

SECRET = "a secret between two systems"
BODY = b'{"event": "deal.won"}'
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
RIGHT = sign(SECRET, STAMP, BODY)


def check(
    timestamp: str | None = STAMP, signature: str | None = RIGHT, body: bytes = BODY, now: datetime = NOW
) -> Flaw | None:
    return verify(SECRET, timestamp=timestamp, signature=signature, body=body, now=now)


def test_the_signature_is_what_the_contract_says() -> None:
    # Computed apart: printf '1790000001.{}' | openssl dgst -sha256 -hmac secret
    assert sign("secret", "1790000001", b"{}") == "v1=703300e028f14f3d13f22d56127617b99d2d85efc9a82ae7599d4d89080848b9"


def test_what_was_signed_with_the_secret_is_believed() -> None:
    assert check() is None


@pytest.mark.parametrize("seconds", [-300, -299, 0, 300])
def test_five_minutes_either_way_are_believed(seconds: int) -> None:
    assert check(now=NOW + timedelta(seconds=seconds)) is None


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_more_than_five_minutes_are_stale(seconds: int) -> None:
    assert check(now=NOW + timedelta(seconds=seconds)) is Flaw.STALE


@pytest.mark.parametrize("stamp", [None, "", "now", "-1", "1.5", " 1", "1e9", "\u0661", "9" * 12, STAMP + "\n"])
def test_a_timestamp_is_whole_unix_seconds(stamp: str | None) -> None:
    assert check(timestamp=stamp) is Flaw.NO_TIMESTAMP


@pytest.mark.parametrize(
    "signature", [None, "", "v1=", "v0=" + "0" * 64, RIGHT[3:], "v1=" + "g" * 64, RIGHT + "0", "v1=é"]
)
def test_a_signature_says_its_version_and_is_whole(signature: str | None) -> None:
    assert check(signature=signature) is Flaw.NO_SIGNATURE


@pytest.mark.parametrize(
    "signature",
    ["v1=" + "0" * 64, sign("another secret", STAMP, BODY), sign(SECRET, "1", BODY), sign(SECRET, STAMP, b"")],
)
def test_a_signature_of_something_else_is_not_believed(signature: str) -> None:
    assert check(signature=signature) is Flaw.MISMATCH


def test_one_byte_more_in_the_body_is_not_believed() -> None:
    assert check(body=BODY + b" ") is Flaw.MISMATCH


def test_of_several_signatures_one_must_fit() -> None:
    other = sign("the next secret", STAMP, BODY)

    assert check(signature=f"{other}, {RIGHT}") is None
    assert check(signature=f"{RIGHT.upper().replace('V1', 'v1')},v2=x") is None
    assert check(signature=f"{other},{other}") is Flaw.MISMATCH
