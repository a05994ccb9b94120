"""The setting that names the keys: what works, and a sentence for what does not."""

import hashlib
from base64 import b64encode, urlsafe_b64encode
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.failure import StorageError
from storage.secrets.keys import read_keys
from tests.storage.secrets.conftest import counting, key_text, keys_of

RANDOM = st.binary(min_size=32, max_size=32).filter(lambda raw: len(set(raw)) >= 12)


@pytest.mark.parametrize("setting", [None, "", "  "])
def test_without_the_setting_there_are_no_keys(setting: str | None) -> None:
    assert read_keys(setting, entropy=counting()) is None


def test_the_first_key_seals_and_all_are_found_by_their_ids() -> None:
    keys = keys_of("new", "old", "oldest")

    assert [keys.find(key.id) for key in keys.all] == list(keys.all)
    assert keys.first is keys.all[0]
    assert keys.find("00000000") is None
    assert keys.ids == ", ".join(key.id for key in keys.all)


def test_the_same_key_has_the_same_id_wherever_it_stands() -> None:
    assert keys_of("a", "b").find(keys_of("b").first.id) is not None
    assert keys_of("a").first.id != keys_of("b").first.id


@given(RANDOM)
def test_an_id_does_not_give_its_key_away(raw: bytes) -> None:
    keys = read_keys(b64encode(raw).decode(), entropy=counting())

    assert keys is not None
    assert keys.first.id != hashlib.sha256(raw).hexdigest()[:8]
    assert keys.first.id not in raw.hex()


@given(RANDOM)
def test_both_alphabets_of_base64_name_the_same_key(raw: bytes) -> None:
    plain = read_keys(b64encode(raw).decode(), entropy=counting())
    for_addresses = read_keys(f"  {urlsafe_b64encode(raw).decode()} ", entropy=counting())

    assert plain is not None
    assert for_addresses is not None
    assert plain.first.id == for_addresses.first.id


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("s3cret!", "key 1 is not base64"),
        ("ключ", "key 1 is not base64"),
        (b64encode(b"s3cret").decode(), "key 1 has 6 bytes instead of 32"),
        (b64encode(b"x" * 31).decode(), "key 1 has 31 bytes instead of 32"),
        (b64encode(bytes(range(64))).decode(), "key 1 has 64 bytes instead of 32"),
        (b64encode(b"s3cret" * 5 + b"s3").decode(), "key 1 is not random"),
        (b64encode(bytes(32)).decode(), "key 1 is not random"),
        (f"{key_text('a')},", "key 2 has 0 bytes"),
        (f"{key_text('a')},,{key_text('b')}", "key 2 has 0 bytes"),
        (f"{key_text('a')};{key_text('b')}", "key 1 is not base64"),
        (f"{key_text('a')},{key_text('b')},{key_text('a')}", "holds one key twice"),
    ],
)
def test_a_wrong_key_is_named_by_its_place_and_never_shown(setting: str, said: str) -> None:
    with pytest.raises(StorageError) as caught:
        read_keys(setting, entropy=counting())

    sentence = str(caught.value)
    assert sentence.startswith("BATON_ENCRYPTION_KEYS")
    assert said in sentence
    assert all(part not in sentence for part in setting.split(",") if part)
    assert caught.value.__cause__ is None


def test_keys_are_not_shown_where_they_are_printed() -> None:
    assert key_text("a") not in repr(keys_of("a"))


def test_no_two_bytes_of_entropy_are_the_same() -> None:
    entropy = counting()

    assert all(before != after for before, after in pairwise(entropy(12) for _ in range(9)))
