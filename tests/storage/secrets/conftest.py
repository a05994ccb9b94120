"""Keys that tests may know, and a place for tokens on each database."""

import hashlib
from base64 import b64encode
from collections.abc import Callable
from itertools import count

import pytest

from storage.engine import Database
from storage.opening import Storage
from storage.secrets.keys import Entropy, Keys, read_keys
from storage.secrets.tokens import Tokens

TokensWith = Callable[..., Tokens]


def key_text(name: str) -> str:
    """Return a key as an operator writes it; the same for the same name."""
    return b64encode(hashlib.sha256(name.encode()).digest()).decode()


def counting() -> Entropy:
    """Return bytes that anybody can foresee and that never come twice."""
    numbers = count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


def keys_of(*names: str) -> Keys:
    """Return the keys with these names, the first of which seals."""
    keys = read_keys(",".join(key_text(name) for name in names), entropy=counting())
    assert keys is not None
    return keys


@pytest.fixture
def database(storage: Storage) -> Database:
    return Database(storage.engine)


@pytest.fixture
def tokens_with(database: Database) -> TokensWith:
    """Return the tokens as a process with these keys sees them; without any it holds none."""
    return lambda *names: Tokens(database, keys_of(*names) if names else None)
