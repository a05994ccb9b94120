"""The keys that secrets are sealed with: read from one setting, newest first."""

import binascii
import hashlib
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.failure import StorageError

KEY_BYTES = 32
_MAKE_ONE = "Make one with: openssl rand -base64 32"
# A key that people type is soon a word: 32 bytes out of a generator repeat themselves less than this.
_FEWEST_DIFFERENT = 12

Entropy = Callable[[int], bytes]
"""Return so many bytes that nobody can foresee."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key. ``id`` is told in logs and beside what it sealed; it follows from the key and does not give it away."""

    id: str
    cipher: AESGCM


@dataclass(frozen=True, slots=True)
class Keys:
    """All keys of a process. The first seals, all open: a new key is put in front of the old ones."""

    all: tuple[Key, ...]
    entropy: Entropy

    @property
    def first(self) -> Key:
        """Return the key that seals."""
        return self.all[0]

    def find(self, key_id: str) -> Key | None:
        """Return the key with this id, if we hold it."""
        return next((key for key in self.all if key.id == key_id), None)

    @property
    def ids(self) -> str:
        """Name the keys for a person."""
        return ", ".join(key.id for key in self.all)


def read_keys(setting: str | None, *, entropy: Entropy) -> Keys | None:
    """Read BATON_ENCRYPTION_KEYS, ``KEY`` or ``NEW,OLD``, each 32 bytes in base64; None where it is not set.

    Raise StorageError that says which key is wrong, by its place and never by what it is.
    """
    if setting is None or not setting.strip():
        return None
    keys = tuple(_key(text.strip(), place) for place, text in enumerate(setting.split(","), 1))
    if len({key.id for key in keys}) < len(keys):
        raise StorageError("BATON_ENCRYPTION_KEYS holds one key twice. Name each key once, the newest first.")
    return Keys(keys, entropy)


def _key(text: str, place: int) -> Key:
    try:
        # Both alphabets: which of them a generator writes, people rarely know.
        raw = b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        raise _wrong(place, "is not base64") from None
    if len(raw) != KEY_BYTES:
        raise _wrong(place, f"has {len(raw)} bytes instead of {KEY_BYTES}")
    if len(set(raw)) < _FEWEST_DIFFERENT:
        raise _wrong(place, "is not random")
    return Key(hashlib.sha256(b"baton key id:" + raw).hexdigest()[:8], AESGCM(raw))


def _wrong(place: int, problem: str) -> StorageError:
    return StorageError(f"BATON_ENCRYPTION_KEYS: key {place} {problem}. {_MAKE_ONE}")
