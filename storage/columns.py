"""How values stand in columns: moments as integers, words of a fixed set, and plain data as JSON."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import BigInteger, ColumnElement, Dialect, Text, literal_column
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(span: timedelta) -> int:
    """Return a span in the unit that moments are stored in."""
    return span // _MICROSECOND


class Moment(TypeDecorator[datetime]):
    """Store an aware moment as whole microseconds since 1970 in UTC, on both databases the same."""

    impl = BigInteger
    cache_ok = True

    # Whole converters, not the two methods that SQLAlchemy would wrap in one each: every row holds several moments.
    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:  # noqa: ARG002
        return _stored

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:  # noqa: ARG002
        return _moment


def _stored(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError(f"A moment needs a zone; {moment.isoformat()} has none.")
    return (moment - EPOCH) // _MICROSECOND


# A deal is read many times while the same moments stand in it, and most rows wait for no moment but the first.
@lru_cache(maxsize=4096)
def _moment(stored: int | None) -> datetime | None:
    return None if stored is None else EPOCH + timedelta(microseconds=stored)


class Word(TypeDecorator[StrEnum]):
    """Store one word of an enumeration as it is spelled."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words
        self._known = {str(word): word for word in words}

    def bind_processor(self, dialect: Dialect) -> Callable[[StrEnum | None], str | None]:  # noqa: ARG002
        return _spelling

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], StrEnum | None]:  # noqa: ARG002
        return self._word

    def _word(self, spelling: str | None) -> StrEnum | None:
        # One that is not known is said so by the enumeration itself.
        return None if spelling is None else self._known.get(spelling) or self.words(spelling)


def _spelling(word: StrEnum | None) -> str | None:
    return None if word is None else str(word)


def spelled(word: StrEnum) -> ColumnElement[StrEnum]:
    """Return a word as part of a statement, no parameter: only so do the databases see that a partial index fits."""
    return literal_column(f"'{word}'", Word(type(word)))


class Words(TypeDecorator[str]):
    """Store text that people or other systems wrote.

    NUL stands for nothing anybody can read, and PostgreSQL refuses it: it is dropped on the way in, from keys too, so
    that what was written is found again.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.replace("\x00", "")


READ_LATELY = 1024
"""How many values of a column are remembered with their JSON: a deal's ladder alone takes 50 us to read, and stands in
every deal of its playbook."""


class Json(TypeDecorator[Any]):
    """Store plain data as JSON text; reading gives back the very same value.

    The same text gives the same object, so it must be one that nobody changes; what can be changed is ``is_frozen=False``.
    """

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any, *, is_frozen: bool = True) -> None:
        super().__init__()
        self.kind = kind
        adapter = _adapter(kind)
        # Their inner halves: lists of deals pass here by the thousand.
        self._to_json = adapter.serializer.to_json
        self._of_json = adapter.validator.validate_json
        self._read = lru_cache(READ_LATELY)(self._value) if is_frozen else self._value

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:  # noqa: ARG002
        return self._text

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:  # noqa: ARG002
        return self._read

    def _text(self, value: Any) -> str | None:
        return None if value is None else self._to_json(value).decode()

    def _value(self, text: str | None) -> Any:
        return None if text is None else self._of_json(text)


class JsonOrWords(Json):
    """As JSON; plain words that an earlier version wrote are made into the value by ``of_words``."""

    cache_ok = True

    def __init__(self, kind: Any, of_words: Callable[[str], Any]) -> None:
        super().__init__(kind)
        self.of_words = of_words

    def _value(self, text: str | None) -> Any:
        try:
            return super()._value(text)
        except ValidationError:
            return self.of_words(str(text))


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
