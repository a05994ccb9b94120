"""Was this body signed with our secret, just now? Pure."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from enum import StrEnum

TOLERANCE = timedelta(seconds=300)
VERSION = "v1="
TIMESTAMP = re.compile(r"[0-9]{1,11}")
HEX = re.compile(r"[0-9a-f]{64}")


class Flaw(StrEnum):
    """Why a request is not believed: for our log, never for the sender."""

    NO_TIMESTAMP = "no timestamp in whole unix seconds"
    STALE = "timestamp too far from now"
    NO_SIGNATURE = "no v1 signature"
    MISMATCH = "signature of something else"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature that belongs to a body sent at a moment."""
    return VERSION + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def verify(secret: str, *, timestamp: str | None, signature: str | None, body: bytes, now: datetime) -> Flaw | None:
    """Return what is wrong, or None. Of several signatures (a secret being replaced) one must fit.

    Takes the same time wherever a wrong signature differs from the right one.
    """
    if not timestamp or not TIMESTAMP.fullmatch(timestamp):
        return Flaw.NO_TIMESTAMP
    if abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        return Flaw.STALE
    parts = [part.strip() for part in (signature or "").split(",")]
    given = [part.removeprefix(VERSION).lower() for part in parts if part.startswith(VERSION)]
    given = [one for one in given if HEX.fullmatch(one)]
    if not given:
        return Flaw.NO_SIGNATURE
    right = sign(secret, timestamp, body).removeprefix(VERSION)
    # No early end: how long it takes must not tell which of several was right.
    fits = [hmac.compare_digest(one, right) for one in given]
    return None if any(fits) else Flaw.MISMATCH
