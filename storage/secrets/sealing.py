"""Seal a text so that only our keys open it, and only where it was put."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag

from bot.model import WorkspaceId
from storage.failure import StorageError
from storage.secrets.keys import Keys

_VERSION = "v1"
_NONCE_BYTES = 12


class NotOpened(StorageError):  # noqa: N818 - told to the operator as a sentence
    """A sealed text cannot be opened; the sentence says which key it needs, or that it was changed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed text stands. One copied to another workspace or name is as good as changed, and does not open."""

    workspace_id: WorkspaceId
    name: str

    @property
    def bound(self) -> bytes:
        """Return what is authenticated along with the text; the id comes first because its length is fixed."""
        return f"baton:{_VERSION}:secret.sealed:{self.workspace_id}:{self.name}".encode()


def seal(keys: Keys, text: str, place: Place) -> str:
    """Return a text sealed with the first key: ``v1.<key id>.<base64>``."""
    nonce = keys.entropy(_NONCE_BYTES)
    if len(nonce) != _NONCE_BYTES:
        raise ValueError(f"A nonce has {_NONCE_BYTES} bytes, not {len(nonce)}.")
    sealed = keys.first.cipher.encrypt(nonce, text.encode(), place.bound)
    return f"{_VERSION}.{keys.first.id}.{urlsafe_b64encode(nonce + sealed).decode()}"


def unseal(keys: Keys, sealed: str, place: Place) -> str:
    """Return the text; raise NotOpened."""
    version, _, rest = sealed.partition(".")
    key_id, _, content = rest.partition(".")
    if version != _VERSION:
        raise NotOpened(f"A secret of workspace {place.workspace_id} was sealed by another version of Baton. Run that.")
    key = keys.find(key_id)
    if key is None:
        raise NotOpened(
            f"The secrets were sealed with key {key_id}, and BATON_ENCRYPTION_KEYS holds {keys.ids}. "
            "Put the missing key behind the others."
        )
    try:
        raw = urlsafe_b64decode(content)
        return key.cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.bound).decode()
    except (InvalidTag, binascii.Error, ValueError):
        # The cause says nothing that a person could use, and its traceback holds what was nearly opened.
        raise NotOpened(
            f"The secret {place.name!r} of workspace {place.workspace_id} was changed, or belongs elsewhere. "
            "Install the app there again."
        ) from None


def key_of(sealed: str) -> str:
    """Return the id of the key that a text was sealed with."""
    return sealed.split(".")[1] if sealed.count(".") > 1 else ""
