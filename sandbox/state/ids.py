"""Ids in Slack's shapes: unique in one sandbox, and the same again in the next run of the same script."""

import hashlib
import itertools
import math

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MICRO = 1_000_000


class Ids:
    def __init__(self, seed: str = "sandbox") -> None:
        self._seed = seed
        self._numbers = itertools.count(1)
        self._last_micros = 0

    def make(self, prefix: str, length: int = 10) -> str:
        """Make an id such as C0A1B2C3D4E: the kind's letter, then capitals and digits."""
        number = int.from_bytes(self._digest(prefix)[:16])
        letters = []
        for _ in range(length):
            number, digit = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[digit])
        return prefix + "".join(letters)

    def ts(self, epoch: float) -> str:
        """Make a message timestamp: the moment in microseconds, moved on where it would repeat or go back."""
        self._last_micros = max(math.floor(epoch * MICRO), self._last_micros + 1)
        seconds, micros = divmod(self._last_micros, MICRO)
        return f"{seconds}.{micros:06d}"

    def trigger(self) -> str:
        return f"{self._number(13)}.{self._number(13)}.{self.hex(32)}"

    def client_id(self) -> str:
        return f"{self._number(12)}.{self._number(13)}"

    def envelope(self) -> str:
        text = self.hex(32)
        return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))

    def view_hash(self, epoch: float) -> str:
        return f"{math.floor(epoch)}.{self.hex(8)}"

    def block(self) -> str:
        return self.make("", 5).lower()

    def hex(self, length: int) -> str:
        return self._digest("hex").hex()[:length]

    def _number(self, digits: int) -> str:
        return str(int.from_bytes(self._digest("number")[:16]))[:digits]

    def _digest(self, kind: str) -> bytes:
        return hashlib.sha256(f"{self._seed}:{kind}:{next(self._numbers)}".encode()).digest()
