"""What is sealed opens with our keys, in its place, unchanged; and in no other way."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import WorkspaceId
from storage.secrets.sealing import NotOpened, Place, key_of, seal, unseal
from tests.storage.secrets.conftest import keys_of

HERE = Place(WorkspaceId(UUID(int=1)), "slack")
KEYS = keys_of("a")
TOKEN = "xoxb-1-2-s3cret"


@given(st.text(), st.uuids(), st.text())
def test_what_was_sealed_opens_in_its_place(text: str, workspace: UUID, name: str) -> None:
    place = Place(WorkspaceId(workspace), name)

    assert unseal(KEYS, seal(KEYS, text, place), place) == text


def test_the_sealed_text_tells_its_key_and_nothing_of_what_it_holds() -> None:
    sealed = seal(KEYS, TOKEN, HERE)

    assert key_of(sealed) == KEYS.first.id
    assert "xoxb" not in sealed
    assert b"xoxb" not in urlsafe_b64decode(sealed.rpartition(".")[2])


def test_the_same_text_is_never_sealed_the_same() -> None:
    assert len({seal(KEYS, TOKEN, HERE) for _ in range(100)}) == 100


def test_a_source_of_entropy_that_runs_dry_seals_nothing() -> None:
    with pytest.raises(ValueError, match="12 bytes, not 3"):
        seal(replace(KEYS, entropy=lambda _: b"dry"), TOKEN, HERE)


@pytest.mark.parametrize(
    "other",
    [
        Place(WorkspaceId(UUID(int=2)), "slack"),
        Place(HERE.workspace_id, "slack2"),
        Place(HERE.workspace_id, ""),
    ],
)
def test_a_secret_that_was_copied_elsewhere_does_not_open(other: Place) -> None:
    with pytest.raises(NotOpened, match="was changed, or belongs elsewhere"):
        unseal(KEYS, seal(KEYS, TOKEN, HERE), other)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_one_changed_byte_and_nothing_opens(position: int, change: int) -> None:
    head, _, content = seal(KEYS, TOKEN, HERE).rpartition(".")
    raw = bytearray(urlsafe_b64decode(content))
    raw[position % len(raw)] ^= change

    with pytest.raises(NotOpened):
        unseal(KEYS, f"{head}.{urlsafe_b64encode(bytes(raw)).decode()}", HERE)


@given(st.one_of(st.text(), st.builds(f"v1.{KEYS.first.id}.{{}}".format, st.text())))
def test_what_nobody_sealed_is_refused_with_a_sentence(sealed: str) -> None:
    with pytest.raises(NotOpened) as caught:
        unseal(KEYS, sealed, HERE)

    assert str(caught.value).endswith((".", "again."))


def test_a_missing_key_is_named_with_those_that_are_there() -> None:
    with pytest.raises(NotOpened) as caught:
        unseal(keys_of("b", "c"), seal(KEYS, TOKEN, HERE), HERE)

    assert f"sealed with key {KEYS.first.id}, and BATON_ENCRYPTION_KEYS holds {keys_of('b', 'c').ids}" in str(
        caught.value
    )


def test_a_later_way_of_sealing_is_not_taken_for_damage() -> None:
    with pytest.raises(NotOpened, match="another version of Baton"):
        unseal(KEYS, "v2.abc.def", HERE)


def test_an_error_holds_nothing_that_was_nearly_opened() -> None:
    with pytest.raises(NotOpened) as caught:
        unseal(KEYS, seal(KEYS, TOKEN, HERE)[:-4], HERE)

    assert caught.value.__cause__ is None
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("sealed", ["", "v1", "v1.abc", "xoxb-1-2-3"])
def test_what_has_no_key_names_none(sealed: str) -> None:
    assert key_of(sealed) == ""
